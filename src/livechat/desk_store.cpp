#include "livechat/desk_store.hpp"

#include <algorithm>
#include <charconv>

#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/rows.hpp"

namespace chatd::livechat::store {
namespace {

struct Known {
    ContextCustomer customer;
    ContextAccount account;
    std::optional<ContextOrganization> organization;
    std::optional<JsonText> browser, page;
    std::optional<std::int64_t> contact_id;
    std::optional<ContextDevice> device;
    static constexpr auto fields = describe(
        field(&Known::customer, "customer", ""), field(&Known::account, "account", ""), field(&Known::organization, "organization", ""),
        field(&Known::browser, "browser", ""), field(&Known::page, "page", ""), field(&Known::contact_id, "contact_id", ""),
        field(&Known::device, "device", ""));
};

/// The client's chats before this one, or (`open`) the others that are open. With a `viewer`, those within their scope.
std::vector<ContextChat> chats(db::Tx& tx, TenantId tenant, UserId customer, ChannelId but, bool open, std::optional<UserId> viewer) {
    return db::rows_as<ContextChat>(db::exec(tx, R"(
        SELECT s.channel_id AS session_id, s.subject, s.status, agent.name AS agent_name, s.created_at, s.ended_at
          FROM live_chat_sessions s LEFT JOIN users agent ON agent.tenant_id = $1 AND agent.id = s.agent_id
         WHERE s.tenant_id = $1 AND s.customer_id = $2 AND s.channel_id <> $3
           AND CASE WHEN $4 THEN s.status IN ('pending', 'active') ELSE s.channel_id < $3 END
           AND ($5::bigint IS NULL OR )" CHATD_SCOPE_ADMITS("$1", "$5::bigint") R"()
         ORDER BY s.channel_id DESC LIMIT 10)", tenant, customer, but, open, viewer));
}

/// The client's tickets, the newest ten: all, or those that are open. With a `viewer`, those that they may open.
std::vector<ContextTicket> tickets(db::Tx& tx, TenantId tenant, UserId customer, bool open, std::optional<UserId> viewer) {
    return db::rows_as<ContextTicket>(db::exec(tx, R"(
        SELECT t.id, t.number, t.title, t.status FROM contacts c JOIN tickets t ON t.tenant_id = $1 AND t.contact_id = c.id
         WHERE c.tenant_id = $1 AND c.user_id = $2 AND (NOT $3 OR t.status NOT IN ('resolved', 'closed'))
           AND ($4::bigint IS NULL OR may_open_ticket($1, $4::bigint, t.id))
         ORDER BY t.id DESC LIMIT 10)", tenant, customer, open, viewer));
}

/// How many chats and tickets the client had before this chat, of those that the viewer may see.
struct Counts {
    int chats = 0, tickets = 0;
    static constexpr auto fields = describe(field(&Counts::chats, "chats", ""), field(&Counts::tickets, "tickets", ""));
};
Counts counts_for(db::Tx& tx, const Actor& viewer, const Session& session, std::optional<std::int64_t> contact) {
    const auto rows = db::exec(tx, R"(
        SELECT (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.customer_id = $3 AND s.channel_id < $4)" CHATD_IN_SCOPE R"() AS chats,
               (SELECT count(*) FROM tickets t WHERE t.tenant_id = $1 AND t.contact_id = $5 AND t.created_at <= $6 AND may_open_ticket($1, $2, t.id)) AS tickets)",
                               viewer.tenant, viewer.user, session.customer_id, session.channel_id, contact, session.created_at);
    return db::row_as<Counts>(rows, rows[0]);
}

/// What was kept for all, for one who may not see each.
void leave_what_may_be_seen(db::Tx& tx, const Actor& viewer, std::vector<ContextChat>& kept) {
    std::vector<ChannelId> ids;
    for (const auto& chat : kept) ids.push_back(chat.session_id);
    const auto seen = sessions(tx, viewer, ids);
    std::erase_if(kept, [&](const ContextChat& chat) { return std::ranges::find(seen, chat.session_id, &Session::session_id) == seen.end(); });
}
void leave_what_may_be_opened(db::Tx& tx, const Actor& viewer, std::vector<ContextTicket>& kept) {
    std::vector<TicketId> ids;
    for (const auto& ticket : kept) ids.push_back(ticket.id);
    const auto open = db::values_as<TicketId>(db::exec(tx, "SELECT id FROM unnest($3::bigint[]) id WHERE may_open_ticket($1::bigint, $2::bigint, id)",
                                                       viewer.tenant, viewer.user, ids));
    std::erase_if(kept, [&](const ContextTicket& ticket) { return std::ranges::find(open, ticket.id) == open.end(); });
}

CustomerContext context_of(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto rows = db::exec(tx, R"(
        SELECT jsonb_build_object('id', u.id, 'name', u.name, 'email', coalesce(u.email, c.email), 'phone', c.phone,
                   'external_id', coalesce(u.external_id, c.external_id), 'locale', u.locale, 'contact_id', c.id, 'is_anonymous', u.is_anonymous) AS customer,
               jsonb_build_object('status', u.status, 'age_days', greatest(0, floor(extract(epoch FROM now() - u.created_at) / 86400))::int) AS account,
               CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('id', o.id, 'name', o.name, 'external_id', o.external_id) END AS organization,
               s.metadata -> 'browser' AS browser, coalesce(s.metadata -> 'page', s.metadata -> 'page_url', s.metadata -> 'url') AS page, c.id AS contact_id,
               CASE WHEN d.id IS NOT NULL THEN jsonb_build_object('id', d.id, 'name', d.name, 'kind', d.kind, 'operating_system', d.operating_system,
                   'serial_number', d.serial_number) END AS device
          FROM live_chat_sessions s
          JOIN users u ON u.tenant_id = $1 AND u.id = s.customer_id
          LEFT JOIN contacts c ON c.tenant_id = $1 AND c.user_id = s.customer_id
          LEFT JOIN organizations o ON o.tenant_id = $1 AND o.id = s.organization_id
          LEFT JOIN devices d ON d.tenant_id = $1 AND d.id = s.device_id
         WHERE s.tenant_id = $1 AND s.channel_id = $2)", tenant, channel);
    auto known = db::row_as<Known>(rows, rows.front());
    CustomerContext out;
    out.customer = std::move(known.customer);
    out.account = std::move(known.account);
    out.organization = std::move(known.organization);
    out.browser = std::move(known.browser);
    out.page = std::move(known.page);
    out.device = std::move(known.device);
    out.previous_chats = chats(tx, tenant, out.customer.id, channel, false, {});
    const auto count = db::exec(tx, "SELECT count(*) FROM live_chat_sessions WHERE tenant_id = $1 AND customer_id = $2 AND channel_id < $3",
                                tenant, out.customer.id, channel);
    out.previous_chats_count = db::column<int>(count[0][0]);
    out.previous_tickets = tickets(tx, tenant, out.customer.id, false, {});
    const auto tickets_count = db::exec(tx, "SELECT count(*) FROM tickets WHERE tenant_id = $1 AND contact_id = $2", tenant, known.contact_id);
    out.previous_tickets_count = db::column<int>(tickets_count[0][0]);
    out.devices = db::rows_as<ContextDevice>(db::exec(tx, R"(
        SELECT id, name, kind, operating_system, serial_number FROM devices
         WHERE tenant_id = $1 AND contact_id = $2 AND status = 'active' ORDER BY name, id LIMIT 20)", tenant, known.contact_id));
    return out;
}

/// Larger comes first; equal ones by age.
std::string_view key_of(DeskSort sort) {
    switch (sort) {
        case DeskSort::newest: break;
        case DeskSort::oldest: return "-s.channel_id";
        case DeskSort::priority: return "CASE s.priority WHEN 'urgent' THEN 3 WHEN 'high' THEN 2 WHEN 'medium' THEN 1 ELSE 0 END::bigint";
        case DeskSort::wait:
            return "CASE WHEN s.status = 'pending' THEN 1000000000000 - extract(epoch FROM s.opened_at)::bigint ELSE coalesce(s.wait_seconds, 0)::bigint END";
        case DeskSort::ended: return "coalesce((extract(epoch FROM s.ended_at) * 1000000)::bigint, 0)";
    }
    return "s.channel_id";
}

struct Place {
    std::int64_t key, id;
};
/// `sort:key:id` of the last session of the page before.
std::optional<Place> place_of(const ListSessions& request) {
    if (!request.cursor) return {};
    const auto wrong = invalid("cursor", "is not one of this list and order");
    const auto prefix = std::string(name_of(request.sort)) + ':';
    if (!request.cursor->starts_with(prefix)) throw wrong;
    Place place{};
    const auto* end = request.cursor->data() + request.cursor->size();
    const auto key = std::from_chars(request.cursor->data() + prefix.size(), end, place.key);
    if (key.ec != std::errc() || key.ptr == end || *key.ptr != ':') throw wrong;
    const auto id = std::from_chars(key.ptr + 1, end, place.id);
    if (id.ec != std::errc() || id.ptr != end) throw wrong;
    return place;
}

template <class Enum>
std::vector<std::string> names(const std::vector<Enum>& values) {
    std::vector<std::string> out;
    for (auto value : values) out.emplace_back(name_of(value));
    return out;
}

}  // namespace

void keep_context(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto now = context_of(tx, tenant, channel);
    db::exec(tx, "UPDATE live_chat_sessions SET context = $3 WHERE tenant_id = $1 AND channel_id = $2", tenant, channel, JsonObject{to_json(now)});
}

CustomerContext context(db::Tx& tx, Actor actor, ChannelId channel) {
    const auto session_now = session(tx, actor, channel);
    const auto rows = db::exec(tx, "SELECT context FROM live_chat_sessions WHERE tenant_id = $1 AND channel_id = $2", actor.tenant, channel);
    auto kept = db::column<std::optional<CustomerContext>>(rows[0][0]);
    auto out = kept ? std::move(*kept) : context_of(tx, actor.tenant, channel);
    out.active_chats = chats(tx, actor.tenant, session_now.customer_id, channel, true, actor.user);
    leave_what_may_be_seen(tx, actor, out.previous_chats);
    leave_what_may_be_opened(tx, actor, out.previous_tickets);
    const auto seen = counts_for(tx, actor, session_now, out.customer.contact_id);
    out.previous_chats_count = std::min(out.previous_chats_count, seen.chats);
    out.previous_tickets_count = std::min(out.previous_tickets_count, seen.tickets);
    out.active_tickets = tickets(tx, actor.tenant, session_now.customer_id, true, actor.user);
    return out;
}

Workload workload(db::Tx& tx, Actor actor, UserId agent) {
    const auto found = db::exec(tx, R"(
        SELECT max_concurrent_chats, (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.agent_id = $2 AND s.status = 'active')
          FROM users WHERE tenant_id = $1 AND id = $2 AND kind IN ('technician', 'ai'))", actor.tenant, agent);
    if (found.empty()) throw not_found("technician", agent.value);
    Workload out;
    out.agent_id = agent;
    out.capacity = db::column<std::optional<int>>(found[0][0]);
    out.active_chats = db::column<int>(found[0][1]);
    if (out.capacity) {
        out.available_slots = std::max(0, *out.capacity - out.active_chats);
        out.utilization = *out.capacity > 0 ? double(out.active_chats) / *out.capacity : 1.0;
    }
    out.chats = db::rows_as<Session>(db::exec(tx, CHATD_SELECT_SESSION "AND s.agent_id = $3 AND s.status = 'active'" CHATD_IN_SCOPE "ORDER BY s.channel_id",
                                              actor.tenant, actor.user, agent));
    return out;
}

SessionList list_all(db::Tx& tx, Actor actor, ListSessions request) {
    const auto place = place_of(request);
    const auto key = place ? std::optional(place->key) : std::nullopt;
    const auto id = place ? std::optional(place->id) : std::nullopt;
    const std::string order(key_of(request.sort));
    const auto sql = CHATD_SELECT_SESSION CHATD_IN_SCOPE R"(
       AND (cardinality($3::text[]) = 0 OR s.status = ANY ($3::text[]))
       AND (cardinality($4::text[]) = 0 OR s.priority = ANY ($4::text[]))
       AND (cardinality($5::text[]) = 0 OR s.source = ANY ($5::text[]))
       AND ($6::bigint IS NULL OR s.agent_id = $6) AND ($7::bigint IS NULL OR s.customer_id = $7)
       AND ($8::bigint IS NULL OR s.team_id = $8) AND ($9::bigint IS NULL OR s.organization_id = $9)
       AND ($10::text IS NULL OR s.config_id = (SELECT id FROM chat_configs WHERE tenant_id = $1 AND public_id = $10))
       AND ($11::text IS NULL OR $11 = ANY (s.required_skills))
       AND ($12::text IS NULL OR)" CHATD_SAYS("$12", "true") R"()
       AND ($13::boolean IS NULL OR (r.id IS NOT NULL) = $13)
       AND ($14::timestamptz IS NULL OR s.created_at >= $14) AND ($15::timestamptz IS NULL OR s.created_at < $15)
       AND (cardinality($19::text[]) = 0 OR rating.score::text = ANY ($19::text[]))
       AND ($16::bigint IS NULL OR ()" + order + R"( < $16 OR ()" + order + R"( = $16 AND s.channel_id > $17::bigint)))
     ORDER BY )" + order + " DESC, s.channel_id LIMIT $18";
    const auto rows = db::exec(tx, sql, actor.tenant, actor.user, names(request.status), names(request.priority), names(request.source), request.agent_id,
                               request.customer_id, request.team_id, request.organization_id, request.config_id, request.skill, request.q, request.queued,
                               request.created_after, request.created_before, key, id, request.limit + 1, names(request.rating));
    SessionList out{db::rows_as<Session>(rows), {}};
    if (std::ssize(out.data) <= request.limit) return out;
    out.data.pop_back();
    const auto last = out.data.back().channel_id;
    const auto of_last = db::exec(tx, "SELECT " + order + " FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.channel_id = $2", actor.tenant, last);
    out.next_cursor = std::string(name_of(request.sort)) + ':' + db::column<std::string>(of_last[0][0]) + ':' + std::to_string(last.value);
    return out;
}

}  // namespace chatd::livechat::store

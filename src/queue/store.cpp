#include "queue/store.hpp"

#include <nlohmann/json.hpp>

#include "channels/store.hpp"
#include "chatd/log.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "directory/team_settings.hpp"

namespace chatd::queue::store {

void enqueue(db::Tx& tx, TenantId tenant, ChannelId channel, Entry entry) {
    db::exec(tx, R"(
        INSERT INTO pending_chat_requests (tenant_id, channel_id, priority, team_id, required_skills, enqueued_at, assigned_id, target_id, sender_id)
        SELECT tenant_id, channel_id, priority, coalesce($4::bigint, team_id), required_skills, CASE WHEN $3 THEN created_at ELSE clock_timestamp() END,
               coalesce($5::bigint, CASE WHEN source = 'ticket' AND $6::bigint IS NULL AND $7::bigint IS NULL THEN (SELECT t.assignee_id FROM tickets t WHERE t.tenant_id = $1 AND t.id = ticket_id) END), $6, $7
          FROM live_chat_sessions WHERE tenant_id = $1 AND channel_id = $2)",
             tenant, channel, entry.at_head, entry.team, entry.assigned, entry.target, entry.sender);
}

void withdraw(db::Tx& tx, TenantId tenant, ChannelId channel, std::string_view status) {
    db::exec(tx, R"(
        UPDATE pending_chat_requests SET status = $3, answered_at = clock_timestamp()
         WHERE tenant_id = $1 AND channel_id = $2 AND status IN ('waiting', 'offered'))", tenant, channel, status);
}

void take(db::Tx& tx, TenantId tenant, ChannelId channel, UserId technician, const std::optional<std::string>& offer_id, bool over_offers) {
    const auto request = db::exec(tx, R"(
        SELECT id, target_id, coalesce(sender_id = $3, false) FROM pending_chat_requests
         WHERE tenant_id = $1 AND channel_id = $2 AND status IN ('waiting', 'offered') FOR UPDATE)", tenant, channel, technician);
    if (request.empty()) return;
    const auto id = db::column<RequestId>(request[0][0]);
    const auto target = db::column<std::optional<UserId>>(request[0][1]);
    const auto taken_back = db::column<bool>(request[0][2]);
    const auto running = db::exec(tx, R"(
        SELECT technician_id, public_id FROM chat_offers
         WHERE tenant_id = $1 AND request_id = $2 AND status = 'running' AND expires_at > clock_timestamp())", tenant, id);
    const auto holder = running.empty() ? target : db::column<UserId>(running[0][0]);
    if (offer_id && (running.empty() || db::column<std::string>(running[0][1]) != *offer_id || holder != technician)) {
        if (db::exec(tx, "SELECT FROM chat_offers WHERE tenant_id = $1 AND public_id = $2 AND technician_id = $3", tenant, *offer_id, technician).empty())
            throw not_found("There is no such offer.");
        throw Error(Code::offer_expired, "The offer is over.");
    }
    if (holder && holder != technician && !taken_back && !over_offers) throw Error(Code::offered_to_another, "The chat is offered to somebody else.");
    db::exec(tx, R"(
        UPDATE chat_offers SET ended_at = clock_timestamp(),
               status = CASE WHEN technician_id = $3 THEN 'accepted' WHEN expires_at > clock_timestamp() THEN 'taken' ELSE 'expired' END
         WHERE tenant_id = $1 AND request_id = $2 AND status = 'running')", tenant, id, technician);
    db::exec(tx, R"(
        UPDATE pending_chat_requests SET status = 'accepted', accepted_by = $3, answered_at = clock_timestamp()
         WHERE tenant_id = $1 AND id = $2)", tenant, id, technician);
}

void decline(db::Tx& tx, TenantId tenant, UserId technician, Decline request) {
    constexpr auto offer = R"(
        SELECT r.id, o.status = 'running' AND o.expires_at > clock_timestamp() AS runs FROM chat_offers o
          JOIN pending_chat_requests r ON r.tenant_id = $1 AND r.id = o.request_id AND r.channel_id = $4
         WHERE o.tenant_id = $1 AND o.technician_id = $2 AND o.public_id = $3)";
    const auto named = db::exec(tx, offer, tenant, technician, request.offer_id, request.channel_id);
    if (named.empty()) throw not_found("There is no such offer.");
    const auto id = db::column<RequestId>(named[0][0]);
    // Lock first, look second: it may have been answered while we waited.
    db::exec(tx, "SELECT FROM pending_chat_requests WHERE tenant_id = $1 AND id = $2 FOR UPDATE", tenant, id);
    const auto now = db::exec(tx, offer, tenant, technician, request.offer_id, request.channel_id);
    if (!db::column<bool>(now[0][1])) throw Error(Code::offer_expired, "The offer is over.");
    db::exec(tx, R"(
        UPDATE chat_offers SET status = 'declined', ended_at = clock_timestamp()
         WHERE tenant_id = $1 AND request_id = $2 AND status = 'running')", tenant, id);
    db::exec(tx, "UPDATE pending_chat_requests SET status = 'waiting' WHERE tenant_id = $1 AND id = $2", tenant, id);
}

Snoozed snooze(db::Tx& tx, TenantId tenant, UserId technician, Snooze request) {
    const auto standing = channels::store::standing(tx, tenant, request.channel_id, technician);
    if (!standing || standing->kind != channels::Kind::live || !standing->in_scope) throw not_found("chat", request.channel_id.value);
    const auto waiting = db::exec(tx, R"(
        SELECT id FROM pending_chat_requests
         WHERE tenant_id = $1 AND channel_id = $2 AND status IN ('waiting', 'offered') FOR UPDATE)", tenant, request.channel_id);
    if (waiting.empty()) throw Error(Code::invalid_state, "The chat does not wait.");
    const auto id = db::column<RequestId>(waiting[0][0]);
    const auto declined = db::exec(tx, R"(
        UPDATE chat_offers SET status = 'declined', ended_at = clock_timestamp()
         WHERE tenant_id = $1 AND request_id = $2 AND technician_id = $3 AND status = 'running' RETURNING id)", tenant, id, technician);
    if (!declined.empty()) db::exec(tx, "UPDATE pending_chat_requests SET status = 'waiting' WHERE tenant_id = $1 AND id = $2", tenant, id);
    const auto rows = db::exec(tx, R"(
        INSERT INTO queue_snoozes (tenant_id, channel_id, technician_id, ends_at) VALUES ($1, $2, $3, clock_timestamp() + make_interval(mins => $4))
        ON CONFLICT (tenant_id, channel_id, technician_id) DO UPDATE SET ends_at = excluded.ends_at RETURNING ends_at)",
                               tenant, request.channel_id, technician, request.minutes);
    return {db::column<Time>(rows[0][0])};
}

// ---- what routing must know -------------------------------------------------------------------------------------------------

namespace {

struct ChatRow {
    ChannelId channel;
    std::optional<RequestId> id;
    std::optional<routing::Priority> priority;
    std::optional<Time> enqueued_at, entered_at;
    std::optional<TeamId> team_id;
    std::optional<OrganizationId> organization_id;
    std::optional<BoardId> board_id;
    std::optional<TicketId> ticket_id;
    std::vector<std::string> required_skills;
    std::optional<UserId> assigned_id, target_id;
    std::vector<UserId> tried;
    std::optional<std::string> offer_id;
    std::optional<UserId> technician_id;
    std::optional<TeamId> offer_team;
    std::optional<Time> expires_at;
    std::vector<UserId> snoozers;
    std::vector<std::int64_t> snoozes_end_us;
    static constexpr auto fields = describe(
        field(&ChatRow::channel, "channel", ""), field(&ChatRow::id, "id", ""), field(&ChatRow::priority, "priority", ""),
        field(&ChatRow::enqueued_at, "enqueued_at", ""), field(&ChatRow::entered_at, "entered_at", ""), field(&ChatRow::team_id, "team_id", ""),
        field(&ChatRow::organization_id, "organization_id", ""), field(&ChatRow::board_id, "board_id", ""), field(&ChatRow::ticket_id, "ticket_id", ""),
        field(&ChatRow::required_skills, "required_skills", ""), field(&ChatRow::assigned_id, "assigned_id", ""), field(&ChatRow::target_id, "target_id", ""),
        field(&ChatRow::tried, "tried", ""), field(&ChatRow::offer_id, "offer_id", ""), field(&ChatRow::technician_id, "technician_id", ""),
        field(&ChatRow::offer_team, "offer_team", ""), field(&ChatRow::expires_at, "expires_at", ""),
        field(&ChatRow::snoozers, "snoozers", ""), field(&ChatRow::snoozes_end_us, "snoozes_end_us", ""));
};

Chat chat_of(ChatRow row) {
    Chat out;
    auto& request = out.request;
    request.channel = row.channel;
    request.organization = row.organization_id;
    request.board = row.board_id;
    request.ticket = row.ticket_id;
    if (!row.id) return out;
    request.id = *row.id;
    request.priority = *row.priority;
    request.enqueued_at = *row.enqueued_at;
    request.entered = row.entered_at;
    request.team = row.team_id;
    request.assigned = row.assigned_id;
    request.target = row.target_id;
    request.tried = std::move(row.tried);
    for (std::size_t i = 0; i < row.snoozers.size(); ++i) {
        out.snoozed.push_back({row.snoozers[i], Time{row.snoozes_end_us[i]}});
        request.tried.push_back(row.snoozers[i]);
    }
    for (const auto& skill : row.required_skills) request.skills.push_back(routing::Skill::parse(skill));
    if (row.offer_id) {
        out.offer.emplace(std::move(*row.offer_id), row.channel, *row.technician_id, *row.expires_at);
        out.offer_pool = row.offer_team.value_or(TeamId());
    }
    return out;
}

std::vector<Chat> chats(db::Tx& tx, TenantId tenant, const Wanted& wanted) {
    // Who gave it away is not offered it; a target whom it could not reach has had their chance.
    const auto rows = db::exec(tx, R"(
        SELECT s.channel_id AS channel, r.id, r.priority, r.enqueued_at, r.entered_at, r.team_id, s.organization_id, s.board_id, s.ticket_id,
               r.required_skills, r.assigned_id, r.target_id,
               array_remove(r.sender_id || ARRAY(SELECT DISTINCT e.technician_id FROM chat_offers e WHERE e.tenant_id = $1 AND e.request_id = r.id
                  AND (e.status IN ('declined', 'expired') OR (e.status = 'unavailable' AND r.target_id IS NOT NULL))), NULL) AS tried,
               o.public_id AS offer_id, o.technician_id, o.team_id AS offer_team, o.expires_at,
               ARRAY(SELECT technician_id FROM queue_snoozes z WHERE z.tenant_id = $1 AND z.channel_id = s.channel_id AND z.ends_at > now()
                      ORDER BY technician_id) AS snoozers,
               ARRAY(SELECT (extract(epoch FROM ends_at) * 1000000)::bigint FROM queue_snoozes z
                      WHERE z.tenant_id = $1 AND z.channel_id = s.channel_id AND z.ends_at > now() ORDER BY technician_id) AS snoozes_end_us
          FROM (SELECT unnest($3::bigint[]) AS channel_id
                UNION SELECT channel_id FROM pending_chat_requests WHERE $2 AND tenant_id = $1 AND status IN ('waiting', 'offered')) k
          JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = k.channel_id
          LEFT JOIN pending_chat_requests r ON r.tenant_id = $1 AND r.channel_id = s.channel_id AND r.status IN ('waiting', 'offered')
          LEFT JOIN chat_offers o ON o.tenant_id = $1 AND o.request_id = r.id AND o.status = 'running')",
                               tenant, wanted.all, wanted.channels);
    std::vector<Chat> out;
    for (auto& row : db::rows_as<ChatRow>(rows)) out.push_back(chat_of(std::move(row)));
    return out;
}

struct TechnicianRow {
    UserId id;
    routing::AgentStatus status = routing::AgentStatus::offline;
    std::vector<TeamId> teams;
    std::vector<std::string> skills;
    std::vector<int> levels;
    std::vector<OrganizationId> organizations;
    std::vector<BoardId> boards;
    std::vector<TicketId> tickets;
    std::optional<int> capacity;
    int chats = 0;
    bool may_accept = false;
    static constexpr auto fields = describe(
        field(&TechnicianRow::id, "id", ""), field(&TechnicianRow::status, "status", ""), field(&TechnicianRow::teams, "teams", ""),
        field(&TechnicianRow::skills, "skills", ""), field(&TechnicianRow::levels, "levels", ""), field(&TechnicianRow::organizations, "organizations", ""),
        field(&TechnicianRow::boards, "boards", ""), field(&TechnicianRow::tickets, "tickets", ""), field(&TechnicianRow::capacity, "capacity", ""),
        field(&TechnicianRow::chats, "chats", ""), field(&TechnicianRow::may_accept, "may_accept", ""));
};

std::vector<routing::Technician> technicians(db::Tx& tx, TenantId tenant, const std::vector<UserId>& users) {
    if (users.empty()) return {};
    const auto rows = db::exec(tx, R"(
        SELECT u.id, u.agent_status AS status, u.max_concurrent_chats AS capacity,
               ARRAY(SELECT team_id FROM user_team_assignments t WHERE t.tenant_id = $1 AND t.user_id = u.id) AS teams,
               ARRAY(SELECT name FROM user_skills k WHERE k.tenant_id = $1 AND k.user_id = u.id ORDER BY name) AS skills,
               ARRAY(SELECT level FROM user_skills k WHERE k.tenant_id = $1 AND k.user_id = u.id ORDER BY name) AS levels,
               ARRAY(SELECT object_id FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = u.id AND a.kind = 'organization') AS organizations,
               ARRAY(SELECT object_id FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = u.id AND a.kind = 'board') AS boards,
               ARRAY(SELECT object_id FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = u.id AND a.kind = 'ticket') AS tickets,
               (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.agent_id = u.id AND s.status = 'active') AS chats,
               EXISTS (SELECT FROM user_roles ur JOIN role_permissions rp ON rp.tenant_id = $1 AND rp.role_id = ur.role_id
                        WHERE ur.tenant_id = $1 AND ur.user_id = u.id AND rp.permission = 'chat.accept') AS may_accept
          FROM users u WHERE u.tenant_id = $1 AND u.id = ANY ($2::bigint[]) AND u.kind = 'technician' AND u.status = 'active')", tenant, users);
    std::vector<routing::Technician> out;
    for (auto& row : db::rows_as<TechnicianRow>(rows)) {
        auto& technician = out.emplace_back();
        technician.id = row.id;
        technician.status = row.status;
        technician.teams = std::move(row.teams);
        for (std::size_t i = 0; i < row.skills.size(); ++i) technician.skills.push_back({row.skills[i], row.levels[i]});
        technician.scope = {std::move(row.organizations), std::move(row.boards), std::move(row.tickets)};
        technician.capacity = row.capacity;
        technician.chats = row.chats;
        technician.may_accept = row.may_accept;
    }
    return out;
}

/// What a team's or a tenant's settings say, over what holds without. Settings that an earlier version took are no reason to stand still.
routing::Policy with_settings(routing::Policy policy, TenantId tenant, const JsonObject& text) {
    directory::TeamSettings settings;
    try {
        settings = read<directory::TeamSettings>(parse_json(text.text));
    } catch (const Error& error) {
        log::warning("settings of the queue cannot be read", {{"tenant_id", tenant}, {"settings", text.text}, {"what", error.what()}});
    }
    policy.offer_timeout = settings.offer_timeout.value_or(policy.offer_timeout);
    policy.assigned_first = settings.assigned_first.value_or(policy.assigned_first);
    policy.relax_skills_after = settings.relax_skills_after.value_or(policy.relax_skills_after);
    policy.overflow_after = settings.overflow_after.value_or(policy.overflow_after);
    policy.aging = settings.aging.value_or(policy.aging);
    return policy;
}

}  // namespace

Rules rules(db::Tx& tx, TenantId tenant, routing::Policy defaults) {
    const auto said = db::exec(tx, R"(
        SELECT coalesce(jsonb_object_agg(substr(key, 7), value), '{}') FROM tenant_settings
         WHERE tenant_id = $1 AND key IN ('queue.offer_timeout', 'queue.assigned_first', 'queue.relax_skills_after', 'queue.overflow_after', 'queue.aging'))", tenant);
    Rules out;
    out.own = with_settings(defaults, tenant, db::column<JsonObject>(said[0][0]));
    for (const auto& row : db::exec(tx, "SELECT id, assignment, overflow_team_id, settings FROM teams WHERE tenant_id = $1", tenant)) {
        auto& team = out.teams.emplace_back();
        team.id = db::column<TeamId>(row[0]);
        team.policy = with_settings(out.own, tenant, db::column<JsonObject>(row[3]));
        team.policy.assignment = db::column<routing::Assignment>(row[1]);
        team.policy.overflow_team = db::column<std::optional<TeamId>>(row[2]);
    }
    return out;
}

Seen look(db::Tx& tx, TenantId tenant, Wanted wanted, routing::Policy defaults) {
    tx.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    Seen out;
    out.chats = chats(tx, tenant, wanted);
    out.now = db::column<Time>(db::exec(tx, "SELECT clock_timestamp()")[0][0]);
    if (wanted.all)  // who has an offer is a technician even before they are back
        for (const auto& chat : out.chats)
            if (chat.offer) wanted.technicians.push_back(chat.offer->technician_id);
    out.technicians = technicians(tx, tenant, wanted.technicians);
    out.rules = rules(tx, tenant, defaults);
    if (wanted.all)
        for (const auto& row : db::exec(tx, "SELECT team_id, technician_id, last_offered_at FROM queue_turns WHERE tenant_id = $1", tenant))
            out.turns.push_back({db::column<TeamId>(row[0]), db::column<UserId>(row[1]), db::column<Time>(row[2])});
    if (!wanted.offers.empty())
        for (const auto& row : db::exec(tx, R"(
                SELECT public_id, status FROM chat_offers WHERE tenant_id = $1 AND public_id = ANY ($2::text[]) AND status <> 'running')", tenant, wanted.offers))
            out.over.push_back({db::column<std::string>(row[0]), db::column<OfferEnd>(row[1])});
    return out;
}

// ---- decisions --------------------------------------------------------------------------------------------------------------

Written write(db::Tx& tx, TenantId tenant, Time at, std::vector<routing::Withdrawal> withdrawals, std::vector<NewOffer> offers) {
    std::vector<RequestId> requests;
    for (const auto& one : withdrawals) requests.push_back(one.request);
    for (const auto& one : offers) requests.push_back(one.offer.request);
    db::exec(tx, "SELECT FROM pending_chat_requests WHERE tenant_id = $1 AND id = ANY ($2::bigint[]) ORDER BY id FOR UPDATE", tenant, requests);
    Written out;
    for (const auto& [request, technician, reason] : withdrawals) {
        const auto rows = db::exec(tx, R"(
            UPDATE chat_offers SET status = $4, ended_at = clock_timestamp()
             WHERE tenant_id = $1 AND request_id = $2 AND technician_id = $3 AND status = 'running' RETURNING public_id)",
                                   tenant, request, technician, reason == routing::Ended::expired ? OfferEnd::expired : OfferEnd::unavailable);
        for (const auto& id : db::values_as<std::string>(rows))
            out.ended.push_back({id, reason == routing::Ended::expired ? OfferEnd::expired : OfferEnd::unavailable});
    }
    for (const auto& [id, offer] : offers) {
        // The request is there no more, or somebody has an offer already: nothing is made.
        const auto rows = db::exec(tx, R"(
            INSERT INTO chat_offers (tenant_id, public_id, request_id, technician_id, team_id, expires_at)
            SELECT $1, $2, r.id, $4, (SELECT id FROM teams t WHERE t.tenant_id = $1 AND t.id = $5), $6 FROM pending_chat_requests r
             WHERE r.tenant_id = $1 AND r.id = $3 AND r.status IN ('waiting', 'offered')
            ON CONFLICT DO NOTHING
            RETURNING (SELECT channel_id FROM pending_chat_requests r WHERE r.tenant_id = $1 AND r.id = $3))",
                                   tenant, id, offer.request, offer.technician, offer.pool, offer.expires_at);
        if (rows.empty()) continue;
        out.made.emplace_back(id, db::column<ChannelId>(rows[0][0]), offer.technician, offer.expires_at);
        db::exec(tx, R"(
            INSERT INTO queue_turns (tenant_id, team_id, technician_id, last_offered_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, team_id, technician_id) DO UPDATE SET last_offered_at = $4)", tenant, offer.pool, offer.technician, at);
    }
    db::exec(tx, R"(
        UPDATE pending_chat_requests r SET status = k.status
          FROM (SELECT q.id, CASE WHEN o.id IS NULL THEN 'waiting' ELSE 'offered' END AS status FROM pending_chat_requests q
                  LEFT JOIN chat_offers o ON o.tenant_id = $1 AND o.request_id = q.id AND o.status = 'running'
                 WHERE q.tenant_id = $1 AND q.id = ANY ($2::bigint[])) k
         WHERE r.tenant_id = $1 AND r.id = k.id AND r.status IN ('waiting', 'offered') AND r.status <> k.status)", tenant, requests);
    return out;
}

std::vector<TenantId> busy_tenants(db::Tx& tx) {
    return db::values_as<TenantId>(db::exec(tx, "SELECT DISTINCT tenant_id FROM pending_chat_requests WHERE status IN ('waiting', 'offered')"));
}

}  // namespace chatd::queue::store

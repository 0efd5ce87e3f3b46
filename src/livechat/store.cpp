#include "livechat/store.hpp"

#include "accounts/chat_configs.hpp"
#include "channels/scope.hpp"
#include "channels/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/after_hours.hpp"
#include "livechat/conversion_store.hpp"
#include "livechat/desk_store.hpp"
#include "livechat/transition.hpp"
#include "queue/store.hpp"

namespace chatd::livechat::store {
namespace {

Error already_accepted(const Session& session) {
    std::string details = R"({"agent":)";
    details += session.agent ? to_json(*session.agent) : "null";
    details += '}';
    auto message = session.agent ? session.agent->name + " has accepted this chat." : std::string("Somebody has accepted this chat.");
    return Error(Code::already_accepted, std::move(message), {}, std::move(details));
}

struct Config {
    std::optional<ChatConfigId> id;
    std::optional<TeamId> team_id;
    accounts::AfterHours after_hours = accounts::AfterHours::callback;
};
Config config_of(db::Tx& tx, TenantId tenant, ChatConfigId own, const std::optional<std::string>& named) {
    if (!named && !own) return {};
    const auto rows = db::exec(tx, R"(
        SELECT id, team_id, after_hours FROM chat_configs
         WHERE tenant_id = $1 AND status = 'active' AND CASE WHEN $2::text IS NULL THEN id = $3 ELSE public_id = $2 END)",
                               tenant, named, own);
    if (rows.empty()) throw not_found(named ? "There is no chat config " + *named + "." : "The chat config is gone or inactive.");
    return {db::column<ChatConfigId>(rows[0][0]), db::column<std::optional<TeamId>>(rows[0][1]), db::column<accounts::AfterHours>(rows[0][2])};
}

/// A client speaks of devices that they or their organization have.
void must_be_theirs(db::Tx& tx, TenantId tenant, UserId customer, DeviceId device) {
    const auto found = db::exec(tx, R"(
        SELECT FROM devices d JOIN contacts c ON c.tenant_id = $1 AND c.user_id = $2
         WHERE d.tenant_id = $1 AND d.id = $3 AND d.status = 'active' AND (d.contact_id = c.id OR d.organization_id = c.organization_id))", tenant, customer, device);
    if (found.empty()) throw invalid("device_id", "is no device of the client or their organization");
}

void must_exist(db::Tx& tx, TenantId tenant, TeamId team) {
    if (db::exec(tx, "SELECT FROM teams WHERE tenant_id = $1 AND id = $2", tenant, team).empty()) throw not_found("team", team.value);
}

}  // namespace

namespace {
/// Their open chat, locked: it stays open until this transaction is over.
std::optional<ChannelId> lock_open(db::Tx& tx, TenantId tenant, UserId customer, std::optional<ChatConfigId> config, std::optional<TicketId> ticket) {
    constexpr auto open = R"(
        SELECT channel_id FROM live_chat_sessions
         WHERE tenant_id = $1 AND customer_id = $2 AND coalesce(config_id, 0) = coalesce($3::bigint, 0) AND CASE WHEN source = 'ticket' THEN coalesce(ticket_id, 0) ELSE 0 END = coalesce($4::bigint, 0)
           AND (status IN ('pending', 'active')
                OR status = 'callback' AND EXISTS (SELECT FROM chat_channels c WHERE c.tenant_id = $1 AND c.id = channel_id AND c.status = 'open'))
         ORDER BY status = 'callback' LIMIT 1)";
    const auto found = db::exec(tx, open, tenant, customer, config, ticket);
    if (found.empty()) return {};
    const auto channel = db::column<ChannelId>(found[0][0]);
    db::lock_channels(tx, tenant, {channel});
    // Lock first, look second: it may have ended while we waited.
    if (db::exec(tx, open, tenant, customer, config, ticket).empty()) return {};
    return channel;
}

/// A chat comes from a ticket or it does not, whatever the source says.
StartedFrom start_from(db::Tx& tx, const Actor& actor, UserId customer, Start& request) {
    if (!request.ticket_id && request.source == Source::ticket) throw invalid("ticket_id", "is required when the source is a ticket");
    if (!request.ticket_id) return {};
    request.source = Source::ticket;
    auto from = ticket_of_client(tx, actor, customer, *request.ticket_id);
    if (request.subject.empty()) request.subject = "#" + std::to_string(from.number) + " " + from.title;
    return from;
}

/// Of a chat that is there: a technician acts for clients within their scope only.
void must_be_in_scope(db::Tx& tx, const Actor& actor, ChannelId channel, UserId customer) {
    if (actor.staff && !channels::store::standing(tx, actor.tenant, channel, actor.user)->in_scope) throw not_found("client", customer.value);
}

Started with_first(db::Tx& tx, const Actor& actor, ChannelId channel, std::optional<Message> first) {
    Started out;
    if (first) {
        first->channel_id = channel;
        out.first = messages::store::append(tx, actor.tenant, std::move(*first));
    }
    out.session = *find(tx, actor, channel);
    return out;
}
}  // namespace

Started start(db::Tx& tx, Actor actor, ChatConfigId own_config, Start request, std::optional<Message> first) {
    auto customer = actor.user;
    if (actor.staff) {
        if (!request.customer_id) throw invalid("customer_id", "is required when a technician starts a chat");
        customer = *request.customer_id;
    } else if (request.customer_id && *request.customer_id != actor.user) {
        throw invalid("customer_id", "is for technicians only");
    }
    const auto config = config_of(tx, actor.tenant, own_config, request.config_id);
    if (request.team_id) must_exist(tx, actor.tenant, *request.team_id);
    // The client's row is the lock of "one open chat": a second start waits here, and then finds the first.
    const auto found = db::exec(tx, "SELECT kind, name FROM users WHERE tenant_id = $1 AND id = $2 AND status = 'active' FOR NO KEY UPDATE",
                                actor.tenant, customer);
    if (found.empty() || db::column<std::string>(found[0][0]) != "client") throw not_found("client", customer.value);

    const auto from = start_from(tx, actor, customer, request);
    if (request.device_id) must_be_theirs(tx, actor.tenant, customer, *request.device_id);
    if (const auto open = lock_open(tx, actor.tenant, customer, config.id, request.ticket_id)) {
        must_be_in_scope(tx, actor, *open, customer);
        const auto standing = channels::store::standing(tx, actor.tenant, *open, customer);
        Change back;
        if (!standing->participant) back = enter(tx, actor, *open, {customer, db::column<std::string>(found[0][1])}, Role::customer);
        auto started = with_first(tx, actor, *open, std::move(first));
        started.head = standing->last_seq;
        started.back = std::move(back);
        return started;
    }
    const auto team = request.team_id ? request.team_id : config.team_id;
    hours::store::Now now;
    if (!actor.staff) now = hours::store::now(tx, actor.tenant, config.id, team);
    const bool shut = !now.opening.open;
    if (shut) must_take_messages(config.after_hours, now);
    const auto made = db::exec(tx, R"(
        WITH ids AS (SELECT nextval(pg_get_serial_sequence('chat_channels', 'id')) AS live),
        live AS (INSERT INTO chat_channels (tenant_id, id, kind, session_id) SELECT $1, live, 'live', live FROM ids RETURNING id)
        INSERT INTO chat_channels (tenant_id, kind, session_id) SELECT $1, 'backstage', id FROM live RETURNING session_id, id)",
                               actor.tenant);
    const auto channel = db::column<ChannelId>(made[0][0]);
    db::exec(tx, R"(
        INSERT INTO live_chat_sessions (tenant_id, channel_id, backstage_id, customer_id, team_id, config_id, organization_id, subject,
                                        priority, required_skills, metadata, source, ticket_id, device_id)
        SELECT $1, $2, $3, $4, $5, $6, coalesce($13::bigint, (SELECT organization_id FROM contacts WHERE tenant_id = $1 AND user_id = $4)), $7, $8, $9, $10, $11, $12, $14)",
             actor.tenant, channel, db::column<ChannelId>(made[0][1]), customer, team,
             config.id, request.subject, request.priority, request.required_skills, request.metadata, request.source,
             request.ticket_id, from.organization_id, request.device_id);
    must_be_in_scope(tx, actor, channel, customer);
    queue::store::enqueue(tx, actor.tenant, channel, {});
    add_participant(tx, actor.tenant, channel, customer, Role::customer);
    keep_context(tx, actor.tenant, channel);
    auto started = with_first(tx, actor, channel, std::move(first));
    started.created = true;
    if (!shut) return started;
    started.callback = leave_message(tx, actor, channel, now.opening);
    started.session = started.callback.session;
    return started;
}

Session session(db::Tx& tx, Actor actor, ChannelId channel) {
    const auto standing = channels::store::standing(tx, actor.tenant, channel, actor.user);
    const bool visible = standing && standing->kind == channels::Kind::live &&
                         (standing->participant || (actor.staff ? standing->in_scope : standing->customer));
    if (!visible) throw not_found("chat", channel.value);
    return *find(tx, actor, channel);
}

Change accept(db::Tx& tx, Actor actor, Taking taking) {
    const auto [channel, agent, offer_id, assigned] = std::move(taking);
    auto [standing, session] = lock(tx, actor, channel);
    must_be_open(session);
    if (!session.queued && !assigned) {
        if (session.agent_id != agent) throw already_accepted(session);
        return {session, 0, {}, {}};
    }
    if (assigned && session.agent_id == agent) return {session, 0, {}, {}};

    // The technician's row is the lock of their capacity: two accepts of one technician are counted one after the other. Lock first,
    // look second: a count in the locking statement would be older than its wait.
    db::exec(tx, "SELECT FROM users WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE", actor.tenant, agent);
    const auto found = db::exec(tx, R"(
        SELECT u.name, u.max_concurrent_chats,
               (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.agent_id = $2 AND s.status = 'active') AS chats,
               EXISTS (SELECT FROM user_roles ur JOIN role_permissions rp ON rp.tenant_id = $1 AND rp.role_id = ur.role_id
                        WHERE ur.tenant_id = $1 AND ur.user_id = $2 AND rp.permission = 'chat.accept') AS may_accept
          FROM users u WHERE u.tenant_id = $1 AND u.id = $2 AND u.kind = 'technician' AND u.status = 'active')", actor.tenant, agent);
    if (found.empty()) throw not_found("technician", agent.value);
    const Person person{agent, db::column<std::string>(found[0][0])};
    const auto capacity = db::column<std::optional<int>>(found[0][1]);
    const auto in_scope = channels::store::standing(tx, actor.tenant, channel, agent);
    if (!db::column<bool>(found[0][3]) || !in_scope->in_scope)
        throw Error(Code::not_eligible, person.name + " cannot take this chat.");
    if (!assigned && capacity && db::column<int>(found[0][2]) >= *capacity)
        throw Error(Code::over_capacity, "You have " + std::to_string(*capacity) + " chats already.");

    queue::store::take(tx, actor.tenant, channel, agent, offer_id, assigned || actor.may_assign);
    db::exec(tx, R"(
        UPDATE live_chat_sessions
           SET status = 'active', agent_id = $3, assigned_at = coalesce(assigned_at, clock_timestamp()), reply_since = clock_timestamp(), reply_reminded = false,
               reply_after_seq = (SELECT c.last_seq FROM chat_channels c WHERE c.tenant_id = $1 AND c.id = $2),
               wait_seconds = coalesce(wait_seconds, greatest(0, extract(epoch FROM clock_timestamp() - opened_at))::int)
         WHERE tenant_id = $1 AND channel_id = $2)", actor.tenant, channel, agent);
    // Assigned to another, or accepted while its technician was handing it over: they are out of it.
    const bool handed_over = session.agent_id && session.agent_id != agent;
    if (handed_over) {
        remove_participant(tx, actor.tenant, channel, *session.agent_id);
        remove_participant(tx, actor.tenant, *session.backstage_id, *session.agent_id);
    }
    SessionAssigned event;
    event.participant = add_participant(tx, actor.tenant, channel, agent, Role::agent);
    event.agent = person;
    add_participant(tx, actor.tenant, *session.backstage_id, agent, Role::agent);
    messages::store::Note note{assigned ? "assigned" : "accepted", person_params("agent", person), person.name + " has joined the chat."};
    auto change = record(tx, actor, channel, note, event);
    if (handed_over) change.removed = session.agent_id;
    return change;
}

Change end(db::Tx& tx, Actor actor, ChannelId channel) {
    auto [standing, session] = lock(tx, actor, channel);
    must_be_open(session);
    const bool by_client = standing.customer;
    if (!by_client && !standing.participant && !actor.may_assign) throw Error(Code::not_participant, "You are not in this chat.");
    const bool waits = session.status == Status::pending;
    const auto status = waits && by_client ? Status::abandoned : Status::closed;
    const auto reason = by_client ? EndReason::client : EndReason::agent;
    queue::store::withdraw(tx, actor.tenant, channel, by_client && waits ? "abandoned" : "withdrawn");
    set_over(tx, actor, channel, status, reason);
    const Person person{actor.user, actor.name};
    Ended event;
    event.ended_by = person;
    event.reason = reason;
    messages::store::Note note{waits && by_client ? "abandoned" : "ended",
                               reason_params(person, reason),
                               person.name + " ended the chat."};
    auto change = record(tx, actor, channel, note, event);
    close_channels(tx, actor.tenant, channel);
    return change;
}

namespace {
/// The technician who has an active chat is out of it: it goes to another one in it who could accept it and is here, the longest in it first,
/// whose first reply the client waits for from now on; or into the queue.
void hand_on(db::Tx& tx, const Actor& actor, const Session& session) {
    const auto heir = db::exec(tx, R"(
        WITH heir AS (
            SELECT p.user_id FROM channel_participants p
              JOIN users u ON u.tenant_id = $1 AND u.id = p.user_id AND u.status = 'active' AND u.agent_status NOT IN ('offline', 'do_not_respond')
              JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = $2
             WHERE p.tenant_id = $1 AND p.channel_id = $2 AND p.role = 'agent' AND p.left_at IS NULL
               AND EXISTS (SELECT FROM user_roles ur JOIN role_permissions rp ON rp.tenant_id = $1 AND rp.role_id = ur.role_id
                            WHERE ur.tenant_id = $1 AND ur.user_id = p.user_id AND rp.permission = 'chat.accept')
               AND )" CHATD_SCOPE_ADMITS("$1", "p.user_id") R"(
             ORDER BY p.joined_at LIMIT 1)
        UPDATE live_chat_sessions
           SET agent_id = (SELECT user_id FROM heir), reply_since = (SELECT clock_timestamp() FROM heir), reply_reminded = false,
               reply_after_seq = (SELECT c.last_seq FROM chat_channels c WHERE c.tenant_id = $1 AND c.id = $2)
         WHERE tenant_id = $1 AND channel_id = $2 RETURNING agent_id)", actor.tenant, session.channel_id);
    if (!heir[0][0].is_null() || session.queued) return;
    queue::store::Entry back;
    back.sender = actor.user;
    back.at_head = true;
    queue::store::enqueue(tx, actor.tenant, session.channel_id, back);
}
}  // namespace

Change leave(db::Tx& tx, Actor actor, ChannelId channel) {
    auto [standing, session] = lock(tx, actor, channel);
    if (!standing.participant) throw Error(Code::not_participant, "You are not in this chat.");
    if (standing.customer && session.status == Status::pending) return become_abandoned(tx, actor, channel, EndReason::client);
    remove_participant(tx, actor.tenant, channel, actor.user);
    if (session.backstage_id) remove_participant(tx, actor.tenant, *session.backstage_id, actor.user);
    const bool was_theirs = session.status == Status::active && session.agent_id == actor.user;
    if (was_theirs) hand_on(tx, actor, session);
    ParticipantLeft event;
    event.user = {actor.user, actor.name};
    auto change = record(tx, actor, channel, {"left", person_params("user", event.user), actor.name + " left the chat."}, event);
    change.handed_on = was_theirs && session.queued;
    return change;
}

Change join(db::Tx& tx, Actor actor, ChannelId channel) {
    auto [standing, session] = lock(tx, actor, channel);
    const bool over = session.status != Status::pending && session.status != Status::active;
    if (standing.participant || over) return {session, 0, {}, {}};
    if (actor.staff && session.status == Status::pending) throw Error(Code::invalid_state, "The chat waits: accept it first.");
    if (actor.staff) add_participant(tx, actor.tenant, *session.backstage_id, actor.user, Role::agent);
    return enter(tx, actor, channel, {actor.user, actor.name}, actor.staff ? Role::agent : Role::customer);
}

}  // namespace chatd::livechat::store

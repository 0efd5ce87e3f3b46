#include "conversation/transfers_store.hpp"

#include "channels/scope.hpp"
#include "chatd/quantities.hpp"
#include "conversation/colleagues_store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "deadlines/store.hpp"
#include "livechat/transition.hpp"
#include "queue/store.hpp"

namespace chatd::conversation::store {
namespace {

using livechat::Status;
using livechat::store::Actor;
using std::chrono::milliseconds;

#define CHATD_SELECT_TRANSFER R"(
    SELECT t.id, jsonb_build_object('id', sender.id, 'name', sender.name) AS "from",
           CASE WHEN target.id IS NOT NULL THEN jsonb_build_object('id', target.id, 'name', target.name) END AS "to",
           t.team_id, team.name AS team_name, t.state, t.reason, t.immediate, t.note, t.created_at, t.answered_at,
           CASE WHEN taker.id IS NOT NULL THEN jsonb_build_object('id', taker.id, 'name', taker.name) END AS accepted_by
      FROM chat_transfers t
      JOIN users sender ON sender.tenant_id = $1 AND sender.id = t.from_id
      LEFT JOIN users target ON target.tenant_id = $1 AND target.id = t.to_id
      LEFT JOIN users taker ON taker.tenant_id = $1 AND taker.id = t.accepted_by
      LEFT JOIN teams team ON team.tenant_id = $1 AND team.id = t.team_id
     WHERE t.tenant_id = $1 AND t.channel_id = $2 )"

Transfer transfer_of(db::Tx& tx, TenantId tenant, ChannelId channel, std::int64_t id) {
    return *db::maybe_row_as<Transfer>(db::exec(tx, CHATD_SELECT_TRANSFER "AND t.id = $3", tenant, channel, id));
}
std::optional<Transfer> pending_of(db::Tx& tx, TenantId tenant, ChannelId channel) {
    return db::maybe_row_as<Transfer>(db::exec(tx, CHATD_SELECT_TRANSFER "AND t.state = 'pending'", tenant, channel));
}

/// Whether this is what was asked before.
bool asks_the_same(db::Tx& tx, TenantId tenant, std::int64_t pending, const TransferChat& request) {
    return db::column<bool>(db::exec(tx, R"(
        SELECT to_id IS NOT DISTINCT FROM $3 AND team_id IS NOT DISTINCT FROM $4 AND queue = $5 AND coalesce($6, note) IS NOT DISTINCT FROM note
          FROM chat_transfers WHERE tenant_id = $1 AND id = $2)", tenant, pending, request.agent_id, request.team_id, request.queue, request.note)[0][0]);
}

/// How long it still waits, by the clock as it is; null: as long as it takes.
#define CHATD_TRANSFER_WAITS "(t.expires_at - t.created_at) - (clock_timestamp() - lasting_since(t.created_at))"

struct Target {
    std::string name;
    std::optional<milliseconds> timeout{};  ///< the team's own, or the tenant's
};
/// Who or what it is for; refused when they can't have it.
Target target_of(db::Tx& tx, const Actor& actor, const TransferChat& request) {
    if (request.agent_id) {
        if (*request.agent_id == actor.user) throw invalid("agent_id", "is yourself");
        const auto next = colleague(tx, actor, request.channel_id, *request.agent_id, "agent_id");
        must_be_allowed(next);
        if (!request.queue) must_be_here(next);
        if (!request.queue && next.capacity && next.chats >= *next.capacity)
            throw Error(Code::over_capacity, next.name + " has " + std::to_string(next.chats) + " chats already.");
        const auto said = db::exec(tx, "SELECT tenant_setting($1, 'queue.transfer_timeout')", actor.tenant);
        return {next.name, parse_duration(db::column<std::optional<std::string>>(said[0][0]).value_or(""))};
    }
    const auto found = db::exec(tx, "SELECT name, coalesce(settings ->> 'transfer_timeout', tenant_setting($1, 'queue.transfer_timeout')) FROM teams WHERE tenant_id = $1 AND id = $2 FOR KEY SHARE", actor.tenant,
                                *request.team_id);
    if (found.empty()) throw not_found("team", request.team_id->value);
    Target team{db::column<std::string>(found[0][0]), parse_duration(db::column<std::optional<std::string>>(found[0][1]).value_or(""))};
    if (request.queue) return team;
    const auto anybody = db::exec(tx, R"(
        SELECT FROM user_team_assignments m
          JOIN users u ON u.tenant_id = $1 AND u.id = m.user_id AND u.kind = 'technician' AND u.status = 'active'
                      AND u.agent_status NOT IN ('offline', 'do_not_respond')
          JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = $4
         WHERE m.tenant_id = $1 AND m.team_id = $2 AND m.user_id <> $3
           AND EXISTS (SELECT FROM user_roles ur JOIN role_permissions rp ON rp.tenant_id = $1 AND rp.role_id = ur.role_id
                        WHERE ur.tenant_id = $1 AND ur.user_id = u.id AND rp.permission = 'chat.accept')
           AND )" CHATD_SCOPE_ADMITS("$1", "u.id") " LIMIT 1", actor.tenant, *request.team_id, actor.user, request.channel_id);
    if (anybody.empty()) throw Error(Code::not_eligible, "Nobody of " + team.name + " is here.", {}, R"({"reason":"nobody"})");
    return team;
}

/// In the backstage, as the sender's own message.
std::optional<Message> leave_note(db::Tx& tx, const Actor& actor, const messages::Sender& sender, ChannelId backstage, const std::optional<std::string>& note) {
    if (!note) return {};
    Message message;
    message.channel_id = backstage;
    message.sender = sender;
    message.content = *note;
    message.client_id = Uuid::random();
    message.visibility = messages::Visibility::internal;
    return messages::store::append(tx, actor.tenant, std::move(message));
}

std::int64_t insert(db::Tx& tx, const Actor& actor, const TransferChat& request, std::optional<RequestId> waits, std::optional<milliseconds> timeout) {
    const auto timeout_ms = timeout ? std::optional(timeout->count()) : std::nullopt;
    const auto rows = db::exec(tx, R"(
        INSERT INTO chat_transfers (tenant_id, channel_id, request_id, from_id, to_id, team_id, immediate, note, queue, state, expires_at, answered_at, accepted_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $10, CASE WHEN $3::bigint IS NULL THEN 'completed' ELSE 'pending' END,
                clock_timestamp() + make_interval(secs => $9::float8 / 1000), CASE WHEN $3::bigint IS NULL THEN clock_timestamp() END,
                CASE WHEN $3::bigint IS NULL THEN $5::bigint END)
        RETURNING id)", actor.tenant, request.channel_id, waits, actor.user, request.agent_id, request.team_id, request.immediate, request.note, timeout_ms, request.queue);
    return db::column<std::int64_t>(rows[0][0]);
}

/// The event of the room, which is not told the note.
livechat::Change record(db::Tx& tx, const Actor& actor, ChannelId channel, const Transfer& transfer, const char* code, std::string text) {
    Transferred event;
    event.transfer = without_note(transfer);
    const messages::store::Note note{code, R"({"transfer":)" + to_json(event.transfer) + '}', std::move(text)};
    return livechat::store::record(tx, actor, channel, note, event);
}

void withdraw(db::Tx& tx, TenantId tenant, ChannelId channel) {
    db::exec(tx, R"(
        UPDATE pending_chat_requests SET status = 'withdrawn', answered_at = clock_timestamp()
         WHERE tenant_id = $1 AND channel_id = $2 AND status IN ('waiting', 'offered'))", tenant, channel);
}

RequestId wait_for(db::Tx& tx, const Actor& actor, const TransferChat& request) {
    queue::store::Entry entry;
    entry.team = request.team_id;
    entry.target = request.agent_id;
    entry.sender = actor.user;
    entry.at_head = true;
    // Whoever did not want to hear of the chat for a while is asked all the same.
    db::exec(tx, "DELETE FROM queue_snoozes WHERE tenant_id = $1 AND channel_id = $2 AND technician_id = $3", actor.tenant, request.channel_id, request.agent_id);
    queue::store::enqueue(tx, actor.tenant, request.channel_id, entry);
    return *db::maybe_value_as<RequestId>(db::exec(tx, R"(
        SELECT id FROM pending_chat_requests WHERE tenant_id = $1 AND channel_id = $2 AND status IN ('waiting', 'offered'))",
                                                   actor.tenant, request.channel_id));
}

/// To a technician, without asking.
Handed give(db::Tx& tx, const Actor& actor, const TransferChat& request, const std::string& name) {
    Handed out;
    out.transfer = transfer_of(tx, actor.tenant, request.channel_id, insert(tx, actor, request, {}, {}));
    out.told = record(tx, actor, request.channel_id, out.transfer, "transferred", actor.name + " has handed the chat over to " + name + ".");
    out.assigned = livechat::store::accept(tx, actor, {request.channel_id, *request.agent_id, {}, true});
    return out;
}

/// To a team, which finds out by itself who takes it.
Handed leave_to_team(db::Tx& tx, const Actor& actor, const Session& session, const TransferChat& request, const std::string& name) {
    const auto channel = request.channel_id;
    livechat::store::remove_participant(tx, actor.tenant, channel, actor.user);
    livechat::store::remove_participant(tx, actor.tenant, *session.backstage_id, actor.user);
    db::exec(tx, "UPDATE live_chat_sessions SET agent_id = NULL, team_id = $3 WHERE tenant_id = $1 AND channel_id = $2", actor.tenant, channel, *request.team_id);
    Handed out;
    out.transfer = transfer_of(tx, actor.tenant, channel, insert(tx, actor, request, wait_for(tx, actor, request), {}));
    out.told = record(tx, actor, channel, out.transfer, "transferred", actor.name + " has handed the chat over to " + name + ".");
    out.told.removed = actor.user;
    return out;
}

/// The sender stays until somebody has accepted it.
Handed offer(db::Tx& tx, const Actor& actor, const TransferChat& request, const std::string& name, milliseconds timeout) {
    std::optional<milliseconds> comes_back;
    if (!request.queue && timeout.count() > 0) comes_back = timeout;
    Handed out;
    out.transfer = transfer_of(tx, actor.tenant, request.channel_id, insert(tx, actor, request, wait_for(tx, actor, request), comes_back));
    out.told = record(tx, actor, request.channel_id, out.transfer, "transfer_begun", actor.name + " is handing the chat over to " + name + ".");
    return out;
}

}  // namespace

Transfer without_note(Transfer transfer) {
    transfer.note.reset();
    return transfer;
}

Handed transfer(db::Tx& tx, Actor actor, messages::Sender sender, TransferChat request, milliseconds timeout) {
    const auto [standing, session] = livechat::store::lock(tx, actor, request.channel_id);
    livechat::store::must_be_open(session);
    if (!standing.participant) throw Error(Code::not_participant, "You are not in this chat.");
    if (session.agent_id != actor.user) throw forbidden("Only the technician who has a chat hands it over.");
    const auto before = pending_of(tx, actor.tenant, request.channel_id);
    if (before && !request.immediate && asks_the_same(tx, actor.tenant, before->id, request)) {
        Handed same;
        same.transfer = *before;
        same.told.session = session;
        return same;
    }
    const auto [name, own_timeout] = target_of(tx, actor, request);
    if (before) {
        db::exec(tx, "UPDATE chat_transfers SET state = 'replaced', answered_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2", actor.tenant, before->id);
        withdraw(tx, actor.tenant, request.channel_id);
    }
    auto note = leave_note(tx, actor, sender, *session.backstage_id, request.note);
    auto handed = !request.immediate  ? offer(tx, actor, request, name, own_timeout.value_or(timeout))
                  : request.agent_id ? give(tx, actor, request, name)
                                     : leave_to_team(tx, actor, session, request, name);
    handed.note = std::move(note);
    return handed;
}

std::optional<Handed> come_back(db::Tx& tx, TenantId tenant, ChannelId channel, deadlines::ClockReference clock) {
    db::lock_channels(tx, tenant, {channel});
    const bool agrees = clock.agrees(deadlines::store::read_clock(tx));
    // An offer that runs is waited for, unless the time of the whole is over.
    const auto rows = db::exec(tx, R"(
        SELECT t.id, t.from_id, u.name, coalesce(CASE WHEN t.to_id IS NOT NULL THEN ended.status END,
                                               CASE WHEN $3 AND )" CHATD_TRANSFER_WAITS R"( <= interval '0' THEN 'expired' END) AS reason
          FROM chat_transfers t
          JOIN users u ON u.tenant_id = $1 AND u.id = t.from_id
          LEFT JOIN LATERAL (SELECT o.status FROM chat_offers o WHERE o.tenant_id = $1 AND o.request_id = t.request_id ORDER BY o.id DESC LIMIT 1) last ON true
          LEFT JOIN LATERAL (SELECT last.status WHERE last.status IN ('declined', 'expired', 'unavailable')) ended ON true
         WHERE t.tenant_id = $1 AND t.channel_id = $2 AND t.state = 'pending')", tenant, channel, agrees);
    if (rows.empty() || rows[0][3].is_null()) return {};
    const auto id = db::column<std::int64_t>(rows[0][0]);
    Actor sender;
    sender.tenant = tenant;
    sender.user = db::column<UserId>(rows[0][1]);
    sender.name = db::column<std::string>(rows[0][2]);
    sender.staff = true;
    db::exec(tx, "UPDATE chat_transfers SET state = 'returned', reason = $3, answered_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2", tenant, id,
             db::column<TransferReason>(rows[0][3]));
    withdraw(tx, tenant, channel);
    const auto session = *livechat::store::find(tx, sender, channel);
    if (!session.agent_id) {  // the sender has left meanwhile
        queue::store::Entry entry;
        entry.sender = sender.user;
        entry.at_head = true;
        queue::store::enqueue(tx, tenant, channel, entry);
    }
    Handed out;
    out.transfer = transfer_of(tx, tenant, channel, id);
    const auto whom = out.transfer.to ? out.transfer.to->name : out.transfer.team_name.value_or("Nobody");
    out.told = record(tx, sender, channel, out.transfer, "transfer_returned",
                      whom + " has not taken the chat; " + (session.agent ? "it stays with " + session.agent->name : std::string("it waits for another technician")) + ".");
    return out;
}

std::vector<Transfer> transfers(db::Tx& tx, Actor actor, ChannelId channel) {
    livechat::store::session(tx, actor, channel);
    return db::rows_as<Transfer>(db::exec(tx, CHATD_SELECT_TRANSFER "ORDER BY t.id", actor.tenant, channel));
}

std::vector<Pending> pending(db::Tx& tx) {
    constexpr int at_once = 1'000;
    const auto rows = db::exec(tx, R"(
        SELECT t.tenant_id, t.channel_id, ceil(extract(epoch FROM )" CHATD_TRANSFER_WAITS R"() * 1000)::bigint FROM chat_transfers t
         WHERE t.state = 'pending' AND t.expires_at IS NOT NULL ORDER BY t.expires_at LIMIT $1)", at_once);
    std::vector<Pending> out;
    for (const auto& row : rows) out.push_back({db::column<TenantId>(row[0]), db::column<ChannelId>(row[1]), milliseconds(db::column<std::int64_t>(row[2]))});
    return out;
}

}  // namespace chatd::conversation::store

#include "waiting/reopening_store.hpp"

#include <algorithm>

#include "channels/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/after_hours.hpp"
#include "livechat/transition.hpp"
#include "queue/store.hpp"

namespace chatd::waiting::store {
namespace {

using livechat::Person, livechat::Role, livechat::Session, livechat::Status;
using livechat::store::Actor;

/// The technician who had it last, if they could accept it now. Their row is the lock of their capacity, as in an accept.
std::optional<Person> available(db::Tx& tx, const Actor& actor, ChannelId channel, UserId agent) {
    db::exec(tx, "SELECT FROM users WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE", actor.tenant, agent);
    const auto rows = db::exec(tx, R"(
        SELECT u.name FROM users u
         WHERE u.tenant_id = $1 AND u.id = $2 AND u.kind = 'technician' AND u.status = 'active' AND u.agent_status = 'online'
           AND EXISTS (SELECT FROM user_roles ur JOIN role_permissions rp ON rp.tenant_id = $1 AND rp.role_id = ur.role_id
                        WHERE ur.tenant_id = $1 AND ur.user_id = $2 AND rp.permission = 'chat.accept')
           AND (u.max_concurrent_chats IS NULL OR u.max_concurrent_chats > (
                SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.agent_id = $2 AND s.status = 'active')))", actor.tenant, agent);
    if (rows.empty() || !channels::store::standing(tx, actor.tenant, channel, agent)->in_scope) return {};
    return Person{agent, db::column<std::string>(rows[0][0])};
}

bool still_in_time(db::Tx& tx, const Actor& actor, ChannelId channel, std::chrono::milliseconds within) {
    return db::column<bool>(db::exec(tx, R"(
        SELECT ended_at + make_interval(secs => $3 / 1000.0) > clock_timestamp()
          FROM live_chat_sessions WHERE tenant_id = $1 AND channel_id = $2)", actor.tenant, channel, within.count())[0][0]);
}

/// The technicians who are in the chat, the longest in it first.
std::vector<UserId> technicians_in(db::Tx& tx, TenantId tenant, ChannelId channel) {
    return db::values_as<UserId>(db::exec(tx, R"(
        SELECT user_id FROM channel_participants
         WHERE tenant_id = $1 AND channel_id = $2 AND role = 'agent' AND left_at IS NULL ORDER BY joined_at, user_id)", tenant, channel));
}

/// Nobody has it: who was in it, or behind its scenes, would hear and say more than others whom it rings at.
void remove_technicians(db::Tx& tx, TenantId tenant, ChannelId channel) {
    db::exec(tx, R"(
        UPDATE channel_participants SET left_at = now()
         WHERE tenant_id = $1 AND channel_id IN (SELECT c.id FROM chat_channels c WHERE c.tenant_id = $1 AND c.session_id = $2)
           AND role = 'agent' AND left_at IS NULL)", tenant, channel);
}

/// One open chat for each client, config and ticket: the schema says so. The first reply of whoever has it is waited for anew.
void set_open(db::Tx& tx, const Actor& actor, ChannelId channel, const std::optional<Person>& agent) {
    try {
        db::exec(tx, R"(
            UPDATE live_chat_sessions
               SET status = $3, agent_id = $4, ended_at = NULL, ended_by = NULL, end_reason = NULL,
                   reply_since = CASE WHEN $4::bigint IS NOT NULL THEN clock_timestamp() END, reply_reminded = false,
                   reply_after_seq = (SELECT c.last_seq FROM chat_channels c WHERE c.tenant_id = $1 AND c.id = $2)
             WHERE tenant_id = $1 AND channel_id = $2)", actor.tenant, channel, agent ? Status::active : Status::pending,
                 agent ? std::optional(agent->id) : std::nullopt);
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != "live_chat_sessions_one_open") throw;
        throw Error(Code::session_closed, "The chat is closed, and another one is open.");
    }
    db::exec(tx, "UPDATE chat_channels SET status = 'open' WHERE tenant_id = $1 AND session_id = $2", actor.tenant, channel);
}

}  // namespace

Reopened reopen(db::Tx& tx, Actor actor, ChannelId channel, Patience defaults) {
    Reopened out;
    // The lock of "one open chat", as in a start: before that of the channel.
    db::exec(tx, "SELECT FROM users WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE", actor.tenant, actor.user);
    const auto [standing, session] = livechat::store::lock(tx, actor, channel);
    if (!standing.customer) return out;
    out.open = session.status == Status::pending || session.status == Status::active;  // another message was faster
    if (out.open || session.status == Status::completed) return out;
    if (!still_in_time(tx, actor, channel, patience(tx, actor.tenant, channel, defaults).reopen_within)) return out;

    std::optional<Person> agent;
    if (session.agent_id) agent = available(tx, actor, channel, *session.agent_id);
    const auto office = livechat::store::office_of(tx, actor.tenant, channel);
    const bool shut = !agent && !office.now.opening.open;
    if (shut) livechat::store::must_take_messages(office.after_hours, office.now);
    set_open(tx, actor, channel, agent);
    out.open = true;
    out.outside = technicians_in(tx, actor.tenant, channel);
    if (!agent) remove_technicians(tx, actor.tenant, channel);
    const Person client{actor.user, actor.name};
    if (!standing.participant) out.changes.push_back(livechat::store::enter(tx, actor, channel, client, Role::customer));
    const messages::store::Note note{"reopened", livechat::store::person_params("by", client), client.name + " took the chat up again."};
    if (!agent) {
        queue::store::enqueue(tx, actor.tenant, channel, {});
        out.changes.push_back(shut ? livechat::store::leave_message(tx, actor, channel, office.now.opening)
                                   : livechat::store::record(tx, actor, channel, note, livechat::ChannelUpdated()));
        return out;
    }
    livechat::SessionAssigned event;
    event.agent = *agent;
    event.participant = livechat::store::add_participant(tx, actor.tenant, channel, agent->id, Role::agent);
    const auto backstage = channels::store::backstage(tx, actor.tenant, channel);
    livechat::store::add_participant(tx, actor.tenant, *backstage, agent->id, Role::agent);
    out.inside = technicians_in(tx, actor.tenant, channel);
    std::erase_if(out.outside, [&](UserId one) { return std::ranges::find(out.inside, one) != out.inside.end(); });
    out.changes.push_back(livechat::store::record(tx, actor, channel, note, event));
    return out;
}

}  // namespace chatd::waiting::store

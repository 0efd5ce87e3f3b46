#include "livechat/transition.hpp"

#include "channels/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/rows.hpp"
#include "queue/store.hpp"

namespace chatd::livechat {

Session client_safe(Session session) {
    session.backstage_id.reset();
    session.customer.email.reset();
    session.callback.reset();
    session.rating.reset();
    session.position.reset();
    session.last_message.reset();
    session.unread.reset();
    return session;
}

namespace store {

std::optional<Session> find(db::Tx& tx, const Actor& actor, ChannelId channel) {
    const auto rows = db::exec(tx, CHATD_SELECT_SESSION "AND s.channel_id = $3", actor.tenant, actor.user, channel);
    auto session = db::maybe_row_as<Session>(rows);
    if (!session) return {};
    return actor.staff ? *session : client_safe(*session);
}

Locked lock(db::Tx& tx, const Actor& actor, ChannelId channel) {
    db::lock_channels(tx, actor.tenant, {channel});
    const auto standing = channels::store::standing(tx, actor.tenant, channel, actor.user);
    const bool visible = standing && standing->kind == channels::Kind::live &&
                         (standing->participant || (actor.staff ? standing->in_scope : standing->customer));
    if (!visible) throw not_found("chat", channel.value);
    return {*standing, *find(tx, actor, channel)};
}

void must_be_open(const Session& session) {
    if (session.status == Status::pending || session.status == Status::active) return;
    if (session.status == Status::closed) throw Error(Code::session_closed, "The chat is closed.");
    throw Error(Code::invalid_state, "The chat is " + std::string(name_of(session.status)) + ".");
}

std::string person_params(const char* who, const Person& person) {
    return std::string("{\"") + who + "\":" + to_json(person) + "}";
}

Entry next_entry(db::Tx& tx, const Actor& actor, ChannelId channel, const messages::store::Note& note) {
    Entry out;
    out.slot = db::next_slot(tx, actor.tenant, channel);
    out.message = messages::store::compose(tx, actor.tenant, channel, out.slot, note);
    out.change.session = *find(tx, actor, channel);
    out.change.seq = out.slot.seq;
    return out;
}

Participant add_participant(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user, Role role) {
    const auto rows = db::exec(tx, R"(
        WITH here AS (
            INSERT INTO channel_participants (tenant_id, channel_id, user_id, role) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, channel_id, user_id) DO UPDATE SET left_at = NULL, joined_at = now() RETURNING *)
        SELECT u.id, u.name, u.kind, u.avatar_url, here.role, here.joined_at, here.last_read_message_id
          FROM here JOIN users u ON u.tenant_id = $1 AND u.id = here.user_id)", tenant, channel, user, role);
    return db::row_as<Participant>(rows, rows[0]);
}

void remove_participant(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user) {
    db::exec(tx, "UPDATE channel_participants SET left_at = now() WHERE tenant_id = $1 AND channel_id = $2 AND user_id = $3", tenant,
             channel, user);
}

void set_over(db::Tx& tx, const Actor& actor, ChannelId channel, Status status, EndReason reason) {
    const auto by = actor.user ? std::optional(actor.user) : std::nullopt;
    db::exec(tx, R"(
        UPDATE live_chat_sessions SET status = $3, ended_at = clock_timestamp(), ended_by = $4, end_reason = $5
         WHERE tenant_id = $1 AND channel_id = $2)", actor.tenant, channel, status, by, reason);
}

void close_channels(db::Tx& tx, TenantId tenant, ChannelId channel) {
    db::exec(tx, "UPDATE chat_channels SET status = 'closed' WHERE tenant_id = $1 AND session_id = $2", tenant, channel);
}

std::string reason_params(const std::optional<Person>& by, EndReason reason) {
    return R"({"by":)" + (by ? to_json(*by) : std::string("null")) + R"(,"reason":")" + std::string(name_of(reason)) + "\"}";
}

Change become_abandoned(db::Tx& tx, const Actor& actor, ChannelId channel, EndReason reason) {
    Abandoned event;
    event.reason = reason;
    if (actor.user) event.ended_by = Person{actor.user, actor.name};
    queue::store::withdraw(tx, actor.tenant, channel, "abandoned");
    set_over(tx, actor, channel, Status::abandoned, reason);
    const auto text = actor.user ? actor.name + " left before anybody came." : std::string("The client was gone before anybody came.");
    auto change = record(tx, actor, channel, {"abandoned", reason_params(event.ended_by, reason), text}, event);
    close_channels(tx, actor.tenant, channel);
    return change;
}

Change enter(db::Tx& tx, const Actor& actor, ChannelId channel, const Person& person, Role role) {
    ParticipantJoined event;
    event.user = person;
    event.participant = add_participant(tx, actor.tenant, channel, person.id, role);
    if (person.id != actor.user) event.by = Person{actor.user, actor.name};
    return record(tx, actor, channel, {"joined", person_params("user", person), person.name + " joined the chat."}, event);
}

}  // namespace store
}  // namespace chatd::livechat

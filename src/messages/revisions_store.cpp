#include "messages/revisions_store.hpp"

#include "channels/store.hpp"
#include "db/channel_log.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "files/store.hpp"
#include "messages/store.hpp"

namespace chatd::messages::store {
namespace {

struct Target {
    channels::Standing standing;
    Message message;
};

/// Locks the channel, then reads the message: what is judged below is so until the transaction ends.
Target target_of(db::Tx& tx, const Caller& caller, MessageId id, std::optional<ChannelId> channel) {
    const auto rows = db::exec(tx, "SELECT channel_id FROM chat_messages WHERE tenant_id = $1 AND id = $2", caller.tenant, id);
    const auto own = db::maybe_value_as<ChannelId>(rows);
    if (!own || (channel && *channel != *own)) throw not_found("message", id.value);
    db::lock_channels(tx, caller.tenant, {*own});
    const auto standing = channels::store::standing(tx, caller.tenant, *own, caller.user);
    if (!standing || !standing->may_read(caller)) throw not_found("message", id.value);
    return {*standing, *find(tx, caller.tenant, *own, id)};
}

void must_take_part(const Target& target) {
    if (!target.standing.open) throw Error(Code::session_closed, "The chat is closed.");
    if (!target.standing.participant) throw Error(Code::not_participant, "You are not in this chat.");
}
void must_be_of_a_person(const Message& message) {
    if (message.type == Type::system_event) throw Error(Code::invalid_state, "A system message stays as it is.");
}
void must_be_there(const Message& message) {
    if (message.deleted_at) throw Error(Code::invalid_state, "The message was deleted.");
}

void keep_former(db::Tx& tx, const Caller& caller, const Message& message, const db::Slot& slot) {
    db::exec(tx, "INSERT INTO message_edits (tenant_id, message_id, seq, editor_id, content, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
             caller.tenant, message.id, slot.seq, caller.user, message.content, slot.at);
}

template <class Event>
Revision record(db::Tx& tx, const Caller& caller, Message message, const db::Slot& slot, Event event) {
    event.session_id = event.chat_id = message.session_id;
    event.channel_id = message.channel_id;
    event.seq = slot.seq;
    Revision out{std::move(message), slot.seq, std::string(Event::event), to_json(event)};
    db::insert_event(tx, caller.tenant, out.message.channel_id, slot, caller.user, out.event, out.payload);
    return out;
}

}  // namespace

Revision edit(db::Tx& tx, Caller caller, Edit request, std::chrono::seconds edit_within) {
    auto target = target_of(tx, caller, request.message_id, request.channel_id);
    auto& message = target.message;
    must_be_of_a_person(message);
    if (message.sender.id != caller.user) throw forbidden("Only who sent a message may edit it.");
    must_take_part(target);
    must_be_there(message);
    if (message.content == request.content) return {std::move(message), {}, {}, {}};
    const auto slot = db::next_slot(tx, caller.tenant, message.channel_id);
    if (slot.at.us - message.created_at.us > std::chrono::microseconds(edit_within).count())
        throw Error(Code::invalid_state, "A message can be edited for " + std::to_string(edit_within.count() / 60) + " minutes.");
    keep_former(tx, caller, message, slot);
    db::exec(tx, "UPDATE chat_messages SET content = $4, edited_at = $5 WHERE tenant_id = $1 AND channel_id = $2 AND seq = $3", caller.tenant,
             message.channel_id, message.seq, request.content, slot.at);
    message.content = std::move(request.content);
    message.edited_at = slot.at;
    MessageUpdated event;
    event.message = message;
    return record(tx, caller, std::move(message), slot, event);
}

Removal remove(db::Tx& tx, Caller caller, OnMessage request) {
    auto target = target_of(tx, caller, request.message_id, request.channel_id);
    auto& message = target.message;
    must_be_of_a_person(message);
    if (!caller.may(Permission::data_erase)) {
        if (message.sender.id != caller.user) throw forbidden("Only who sent a message, or an administrator, may delete it.");
        must_take_part(target);
    }
    if (message.deleted_at) return {{std::move(message), {}, {}, {}}};
    const auto slot = db::next_slot(tx, caller.tenant, message.channel_id);
    keep_former(tx, caller, message, slot);
    db::exec(tx, R"(
        UPDATE chat_messages SET content = '', reactions = NULL, deleted_at = $4
         WHERE tenant_id = $1 AND channel_id = $2 AND seq = $3)", caller.tenant, message.channel_id, message.seq, slot.at);
    db::exec(tx, "DELETE FROM message_reactions WHERE tenant_id = $1 AND message_id = $2", caller.tenant, message.id);
    files::store::release(tx, caller.tenant, message.id);
    if (message.edited_at)  // what its edits told the room is replayed to who comes back: without the words
        db::exec(tx, R"(
            UPDATE channel_events SET data = jsonb_set(jsonb_set(data, '{message,content}', '""'), '{message,attachments}', '[]')
             WHERE tenant_id = $1 AND channel_id = $2 AND seq > $3 AND kind = 'chat:message_updated'
               AND (data->'message'->>'id')::bigint = $4)", caller.tenant, message.channel_id, message.seq, message.id);
    MessageDeleted event;
    event.message_id = message.id;
    event.by = {caller.user, caller.name};
    event.deleted_at = slot.at;
    return {record(tx, caller, std::move(message), slot, event)};
}

Revision react(db::Tx& tx, Caller caller, React request) {
    auto target = target_of(tx, caller, request.message_id, request.channel_id);
    auto& message = target.message;
    must_be_of_a_person(message);
    must_take_part(target);
    must_be_there(message);
    const auto changed =
        request.remove
            ? db::exec(tx, "DELETE FROM message_reactions WHERE tenant_id = $1 AND message_id = $2 AND user_id = $3 AND emoji = $4 RETURNING 1",
                       caller.tenant, message.id, caller.user, request.emoji)
            : db::exec(tx, R"(
                INSERT INTO message_reactions (tenant_id, message_id, user_id, emoji, created_at) VALUES ($1, $2, $3, $4, clock_timestamp())
                ON CONFLICT DO NOTHING RETURNING 1)", caller.tenant, message.id, caller.user, request.emoji);
    if (changed.empty()) return {std::move(message), {}, {}, {}};
    const auto now = db::exec(tx, R"(
        UPDATE chat_messages SET reactions = (
            SELECT jsonb_agg(jsonb_build_object('emoji', emoji, 'count', count, 'user_ids', users) ORDER BY first, emoji)
              FROM (SELECT emoji, count(*) AS count, jsonb_agg(user_id ORDER BY created_at, user_id) AS users, min(created_at) AS first
                      FROM message_reactions WHERE tenant_id = $1 AND message_id = $4 GROUP BY emoji) r)
         WHERE tenant_id = $1 AND channel_id = $2 AND seq = $3 RETURNING reactions)", caller.tenant, message.channel_id, message.seq, message.id);
    message.reactions = db::column<std::vector<Reaction>>(now[0][0]);
    if (std::ssize(message.reactions) > emojis_max)
        throw Error(Code::conflict, "A message takes at most " + std::to_string(emojis_max) + " different emojis.");
    const auto slot = db::next_slot(tx, caller.tenant, message.channel_id);
    Reacted event;
    event.message_id = message.id;
    event.user = {caller.user, caller.name};
    event.emoji = request.emoji;
    event.removed = request.remove;
    event.reactions = message.reactions;
    return record(tx, caller, std::move(message), slot, event);
}

std::vector<Former> formers(db::Tx& tx, Caller caller, OnMessage request) {
    const auto target = target_of(tx, caller, request.message_id, request.channel_id);
    const auto rows = db::exec(tx, R"(
        SELECT e.seq, jsonb_build_object('id', u.id, 'name', u.name) AS editor, e.content, e.created_at
          FROM message_edits e JOIN users u ON u.tenant_id = $1 AND u.id = e.editor_id
         WHERE e.tenant_id = $1 AND e.message_id = $2 ORDER BY e.seq)", caller.tenant, target.message.id);
    return db::rows_as<Former>(rows);
}

}  // namespace chatd::messages::store

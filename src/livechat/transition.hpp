// What every transition of a live chat is made of: lock its channel, judge who acts and in which state, change rows, record the one
// durable event. For the store files of this folder and of those that act on live chats after it. Blocking; in the caller's transaction.
#pragma once
#include "channels/channels.hpp"
#include "livechat/store.hpp"
#include "messages/store.hpp"

namespace chatd::livechat::store {

/// As that person sees it, whoever they are: nobody's right is judged.
std::optional<Session> find(db::Tx& tx, const Actor& actor, ChannelId channel);

/// Locks the channel and judges whether the actor may see the chat at all; else throws `not_found`.
struct Locked {
    channels::Standing standing;
    Session session;
};
Locked lock(db::Tx& tx, const Actor& actor, ChannelId channel);

/// Throws `session_closed`, or `invalid_state` that names the state.
void must_be_open(const Session& session);

/// `{"who": {id, name}}`, for the params of a note.
std::string person_params(const char* who, const Person& person);

/// Who is in the chat from now on, as its room has them; whoever had left comes back.
Participant add_participant(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user, Role role);
void remove_participant(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user);
/// The same with its event.
Change enter(db::Tx& tx, const Actor& actor, ChannelId channel, const Person& person, Role role);

/// What it is over as, who ended it (nobody: chatd) and why; the requests and channels are not touched.
void set_over(db::Tx& tx, const Actor& actor, ChannelId channel, Status status, EndReason reason);
/// The chat and its backstage take no more messages.
void close_channels(db::Tx& tx, TenantId tenant, ChannelId channel);
/// `{"by": {id, name} or null, "reason"}`, for the params of a note.
std::string reason_params(const std::optional<Person>& by, EndReason reason);
/// A pending chat whose client does not wait any more; an actor without a user: they are gone.
Change become_abandoned(db::Tx& tx, const Actor& actor, ChannelId channel, EndReason reason);

/// Takes the next seq and composes the system message that the change is; then the event is written around it.
struct Entry {
    db::Slot slot;
    Message message;
    Change change;
};
Entry next_entry(db::Tx& tx, const Actor& actor, ChannelId channel, const messages::store::Note& note);

/// Writes the system message that is the change's durable event, with the push that the room gets, now and on replay.
template <class Event>
Change record(db::Tx& tx, const Actor& actor, ChannelId channel, const messages::store::Note& note, Event event) {
    auto [slot, message, change] = next_entry(tx, actor, channel, note);
    event.session_id = event.channel_id = event.chat_id = channel;
    event.seq = slot.seq;
    event.session = client_safe(change.session);
    event.message = message;
    change.event = Event::event;
    change.payload = to_json(event);
    messages::store::insert(tx, actor.tenant, message, slot, change.event, change.payload);
    return std::move(change);
}

}  // namespace chatd::livechat::store

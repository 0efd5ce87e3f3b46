#include "waiting/completion.hpp"

#include "api/once.hpp"
#include "waiting/completion_store.hpp"

namespace chatd::waiting {

using livechat::store::actor_of;

void Completion::declare(api::Api& api) {
    api.operation("chat:complete", *this, &Completion::complete)
        .says("Say that an abandoned chat, or one that asked to be called, has been dealt with; best with a note of what was done.")
        .allow(api::needs(Permission::chat_complete))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/complete");
    api.operation("chat:session_notes", *this, &Completion::notes)
        .says("What technicians have written about a chat.")
        .allow(api::staff)
        .event()
        .rest(api::get, "/api/live-chat/{channel_id}/notes");
    api.operation("chat:add_session_note", *this, &Completion::add_note)
        .says("Write about a chat, in whatever state it is: for technicians, to be found and changed later. What is said behind the scenes of an open chat is a private note (chat:add_note).")
        .allow(api::staff)
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/notes", 201);
    api.operation("chat:edit_session_note", *this, &Completion::edit_note)
        .says("Change what a note about a chat says: its author, or who has chat.assign.")
        .allow(api::staff)
        .once()
        .event()
        .rest(api::patch, "/api/live-chat/{channel_id}/notes/{note_id}");
    api.operation("chat:delete_session_note", *this, &Completion::delete_note)
        .says("Take a note about a chat away: its author, or who has chat.assign.")
        .allow(api::staff)
        .once()
        .event()
        .rest(api::del, "/api/live-chat/{channel_id}/notes/{note_id}", 204);
    api.announces<CompletedNow>();
}

Task<Completed> Completion::complete(Call& call, Complete request) {
    const auto& caller = call.caller();
    if (request.note) messages_.check_length(*request.note, "note");
    const auto done = co_await api::once(call, database_, store::complete, actor_of(caller), request);
    const auto channel = request.channel_id;
    co_await livechat_.publish(caller.tenant, done.change);
    CompletedNow event;
    event.session_id = event.channel_id = event.chat_id = channel;
    event.session = co_await livechat_.as_technicians_see_it(caller.tenant, channel);
    event.by = {caller.user, caller.name};
    livechat_.queue_changed(caller.tenant, channel, {}, api::push_of(event));
    co_return done.reply();
}

Task<SessionNotes> Completion::notes(Call& call, livechat::OnSession request) {
    auto found = co_await database_.run(store::notes, actor_of(call.caller()), request.channel_id);
    co_return found;
}

Task<SessionNote> Completion::add_note(Call& call, AddSessionNote request) {
    messages_.check_length(request.text, "text");
    auto note = co_await api::once(call, database_, store::add_note, actor_of(call.caller()), request);
    co_return note;
}

Task<SessionNote> Completion::edit_note(Call& call, EditSessionNote request) {
    messages_.check_length(request.text, "text");
    auto note = co_await api::once(call, database_, store::edit_note, actor_of(call.caller()), request);
    co_return note;
}

Task<api::Nothing> Completion::delete_note(Call& call, OnSessionNote request) {
    co_await api::once(call, database_, store::delete_note, actor_of(call.caller()), request);
    co_return api::Nothing();
}

}  // namespace chatd::waiting

#include "livechat/backstage.hpp"

#include "channels/store.hpp"

namespace chatd::livechat {

using messages::Person;

Backstage::Backstage(db::Database& database, hub::Hub& hub, messages::Messages& messages)
    : database_(database), hub_(hub), messages_(messages) {
    hub_.on_closed([this](const hub::Session& session) { look_away(session); });
    messages_.on_typing([this](std::optional<ChannelId> session_id, UserId) {
        if (session_id) tell_viewers(*session_id);
    });
}

void Backstage::declare(api::Api& api) {
    api.operation("chat:add_note", *this, &Backstage::note)
        .says("Write a private note: a message that technicians see and the client does not.")
        .allow(api::staff)
        .limit(api::per_identity(messages_.sending_rate()))
        .own_key()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/private-notes", 201);
    api.operation("chat:focus", *this, &Backstage::focus)
        .says("Tell which live chat is open before one, so that two technicians do not answer the same client.")
        .allow(api::staff)
        .repeatable("it is not kept")
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/focus");
    api.announces<Viewers>();
}

Task<messages::Sent> Backstage::note(Call& call, AddNote request) {
    messages::Send note;
    note.channel_id = request.channel_id;
    note.content = std::move(request.content);
    note.mentions = std::move(request.mentions);
    note.client_id = request.client_id;
    note.visibility = messages::Visibility::internal;
    return messages_.post(call, std::move(note));
}

// ---- viewers ----------------------------------------------------------------------------------------------------------

Task<api::Nothing> Backstage::focus(Call& call, Focus request) {
    const auto caller = call.caller();
    auto session = call.session;
    if (!session)  // by REST: the newest of the technician's connections stands for them
        if (const auto sessions = hub_.sessions_of(caller.user); !sessions.empty()) session = sessions.back();
    std::optional<ChannelId> backstage;
    if (request.channel_id) {
        const auto standing = co_await database_.read(channels::store::standing, caller.tenant, *request.channel_id, caller.user);
        if (!standing || standing->kind != channels::Kind::live || !standing->may_read(caller)) throw not_found("chat", request.channel_id->value);
        backstage = co_await database_.read(channels::store::backstage, caller.tenant, *request.channel_id);
    }
    if (!session || !hub_.sessions().contains(session)) co_return api::Nothing();
    if (const auto old = focus_.find(session.get()); old != focus_.end() && old->second == request.channel_id) co_return api::Nothing();
    look_away(*session);
    if (backstage) {
        auto& watched = watched_[*request.channel_id];
        watched.backstage = *backstage;
        watched.by.insert_or_assign(session.get(), Person(caller.user, caller.name));
        focus_[session.get()] = *request.channel_id;
        tell_viewers(*request.channel_id);
    }
    co_return api::Nothing();
}

void Backstage::look_away(const hub::Session& session) {
    const auto found = focus_.find(&session);
    if (found == focus_.end()) return;
    const auto id = found->second;
    focus_.erase(found);
    watched_.at(id).by.erase(&session);
    tell_viewers(id);
    if (watched_.at(id).by.empty()) watched_.erase(id);
}

void Backstage::tell_viewers(ChannelId session_id) {
    const auto found = watched_.find(session_id);
    if (found == watched_.end()) return;
    const auto& [backstage, by] = found->second;
    std::map<UserId, Viewer> viewers;
    for (const auto& [session, person] : by) {
        const bool note = messages_.writing(backstage, person.id), reply = messages_.writing(session_id, person.id);
        viewers.insert_or_assign(person.id, Viewer(person.id, person.name, note ? Writing::note : reply ? Writing::reply : Writing::none));
    }
    Viewers event;
    event.session_id = event.chat_id = session_id;
    event.channel_id = backstage;
    for (auto& [id, viewer] : viewers) event.viewers.push_back(std::move(viewer));
    const auto push = api::push_of(event);
    hub_.tell(backstage, push);
    for (const auto& [session, person] : by)
        if (!hub_.subscribed(*session, backstage)) session->send(push);
}

}  // namespace chatd::livechat

#include "messages/revisions.hpp"

#include "api/once.hpp"
#include "messages/emoji.hpp"
#include "messages/revisions_store.hpp"

namespace chatd::messages {

void Revisions::declare(api::Api& api) {
    api.operation("chat:edit_message", *this, &Revisions::edit)
        .says("Change what one's own message says, for a while after it was sent. What it said before is kept for administrators.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.revising))
        .once()
        .event()
        .rest(api::patch, "/api/messages/{message_id}");
    api.operation("chat:delete_message", *this, &Revisions::remove)
        .says("Delete one's own message; administrators (`data.erase`) any. It stays in its place, empty.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.revising))
        .once()
        .event()
        .rest(api::del, "/api/messages/{message_id}", 204);
    api.operation("chat:react", *this, &Revisions::react)
        .says("React to a message with an emoji, or take it back.")
        .allow(api::signed_in)
        .limit(api::per_identity(limits_.revising))
        .once()
        .event()
        .rest(api::post, "/api/messages/{message_id}/reactions");
    api.operation("chat:message_edits", *this, &Revisions::formers)
        .says("What a message said before it was edited or deleted.")
        .allow(api::needs(Permission::data_export))
        .event()
        .rest(api::get, "/api/messages/{message_id}/edits");
    api.announces<MessageUpdated>();
    api.announces<MessageDeleted>();
    api.announces<Reacted>();
}

Task<Revised> Revisions::edit(Call& call, Edit request) {
    if (request.content.size() > limits_.message_bytes_max)
        throw invalid("content", "is longer than " + std::to_string(limits_.message_bytes_max) + " bytes");
    const auto revision = co_await api::once(call, database_, store::edit, call.caller(), request, limits_.edit_within);
    hub::Push push(revision.event, revision.payload);
    co_await publish(call, revision.message.channel_id, revision.seq, std::move(push));
    co_return revision.reply();
}

Task<Deleted> Revisions::remove(Call& call, OnMessage request) {
    const auto revision = co_await api::once(call, database_, store::remove, call.caller(), request);
    hub::Push push(revision.event, revision.payload);
    co_await publish(call, revision.message.channel_id, revision.seq, std::move(push));
    co_return revision.reply();
}

Task<Revised> Revisions::react(Call& call, React request) {
    if (!is_emoji(request.emoji)) throw invalid("emoji", "is not one emoji");
    const auto revision = co_await api::once(call, database_, store::react, call.caller(), request);
    hub::Push push(revision.event, revision.payload);
    co_await publish(call, revision.message.channel_id, revision.seq, std::move(push));
    co_return revision.reply();
}

Task<Formers> Revisions::formers(Call& call, OnMessage request) {
    Formers reply;
    reply.data = co_await database_.run(store::formers, call.caller(), request);
    co_return reply;
}

/// The actor's connection hears of it as well, before its ack.
Task<> Revisions::publish(Call& call, ChannelId channel, std::optional<std::int64_t> seq, hub::Push push) {
    if (!seq) co_return;
    hub_.publish(call.caller().tenant, channel, *seq, std::move(push));
    co_await hub_.handed_out(channel, *seq);
}

}  // namespace chatd::messages

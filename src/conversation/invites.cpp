#include "conversation/invites.hpp"

#include "api/once.hpp"
#include "conversation/invites_store.hpp"

namespace chatd::conversation {

void Invites::declare(api::Api& api) {
    api.operation("chat:invite", *this, &Invites::invite)
        .says("Bring another technician into a chat that one is in: they are a participant at once, on all their devices.")
        .allow(api::staff)
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/invite");
}

Task<livechat::SessionReply> Invites::invite(Call& call, Invite request) {
    const auto& caller = call.caller();
    const auto change = co_await api::once(call, database_, store::invite, livechat::store::actor_of(caller), request);
    if (change.seq) {
        livechat_.enroll(request.user_id, request.channel_id, change.seq - 1);
        backstage_.enroll(request.user_id, request.channel_id, *change.session.backstage_id);
    }
    co_await livechat_.publish(caller.tenant, change);
    co_return change.reply();
}

}  // namespace chatd::conversation

#include "conversation/ratings.hpp"

#include "api/once.hpp"
#include "conversation/ratings_store.hpp"

namespace chatd::conversation {

void Ratings::declare(api::Api& api) {
    api.operation("chat:rate", *this, &Ratings::rate)
        .says("Say how a chat was that is over. Rated again within `chat.rate_within` it is changed.")
        .allow(api::clients)
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/rate");
    api.announces<Rated>();
}

Task<RatedReply> Ratings::rate(Call& call, RateChat request) {
    const auto& caller = call.caller();
    const auto stored = co_await api::once(call, database_, store::rate, livechat::store::actor_of(caller), request, rate_within_);
    if (!stored.seq) co_return stored.reply();
    hub::Push push(stored.event, stored.payload);
    hub_.publish(caller.tenant, stored.backstage, stored.seq, std::move(push));
    Rated own;
    own.session_id = own.channel_id = own.chat_id = request.channel_id;
    own.rating = stored.rating;
    own.by = {caller.user, caller.name};
    const auto told = api::push_of(own);
    for (const auto& session : hub_.sessions_of(caller.user))
        if (session != call.session) session->send(told);
    co_return stored.reply();
}

}  // namespace chatd::conversation

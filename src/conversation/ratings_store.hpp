// The SQL of ratings. Blocking; for the database's threads.
#pragma once
#include "conversation/ratings.hpp"
#include "livechat/store.hpp"

namespace chatd::conversation::store {

/// A rating that has been written, and what the backstage is to be told.
struct Stored {
    Rating rating;
    ChannelId backstage;
    std::int64_t seq = 0;  ///< 0: it was so already
    std::string event{}, payload{};
    RatedReply reply() const { return {rating, std::nullopt}; }
};
/// By the chat's client, when it is closed and somebody had answered it, for so long after its end.
Stored rate(db::Tx& tx, livechat::store::Actor actor, RateChat request, std::chrono::seconds within);

}  // namespace chatd::conversation::store

// The SQL of reopening. Blocking; for the database's threads.
#pragma once
#include "livechat/store.hpp"
#include "waiting/reopening.hpp"

namespace chatd::waiting::store {

struct Reopened {
    bool open = false;  ///< it takes messages now, by this or by somebody else
    std::vector<livechat::Change> changes{};
};
/// For its client, within `chat.reopen_within` after the end. Of two at once one opens it. Nothing happens to a chat that is completed, or
/// whose client has another one open.
Reopened reopen(db::Tx& tx, livechat::store::Actor actor, ChannelId channel, Patience defaults);

}  // namespace chatd::waiting::store

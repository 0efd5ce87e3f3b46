// The SQL of reopening. Blocking; for the database's threads.
#pragma once
#include "livechat/store.hpp"
#include "waiting/reopening.hpp"

namespace chatd::waiting::store {

struct Reopened {
    bool open = false;  ///< it takes messages now, by this or by somebody else
    std::vector<livechat::Change> changes{};
    std::vector<UserId> inside{}, outside{};  ///< technicians who are in it now, and who were until then
};
/// For its client, within `chat.reopen_within` after the end. Of two at once one opens it. Nothing happens to a chat that is completed, or
/// whose client has another one open. Where nobody gets it and the office is shut, it takes a message as a new chat would, or throws as that.
Reopened reopen(db::Tx& tx, livechat::store::Actor actor, ChannelId channel, Patience defaults);

}  // namespace chatd::waiting::store

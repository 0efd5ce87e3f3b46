// The SQL of inviting. Blocking; for the database's threads.
#pragma once
#include "conversation/invites.hpp"
#include "livechat/store.hpp"

namespace chatd::conversation::store {

/// Whoever is in the chat already stays so: nothing changes.
livechat::Change invite(db::Tx& tx, livechat::store::Actor actor, Invite request);

}  // namespace chatd::conversation::store

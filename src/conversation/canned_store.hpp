// What a canned response says in a chat. Blocking; for the database's threads.
#pragma once
#include "conversation/canned.hpp"
#include "livechat/store.hpp"

namespace chatd::conversation::store {

/// Throws `not_found` for a chat that the actor may not see or a response that is not there, `forbidden` for one of a team that they are
/// not in, `invalid` naming each variable that has no value, or for more than `bytes_max`.
std::string canned_text(db::Tx& tx, livechat::store::Actor actor, UseCanned request, std::size_t bytes_max);

}  // namespace chatd::conversation::store

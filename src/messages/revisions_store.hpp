// The SQL of revisions. Each function locks the channel of the message first, and answers `not_found` to who may not read it.
// Blocking; for the database's threads.
#pragma once
#include "db/database.hpp"
#include "hub/push.hpp"
#include "messages/revisions.hpp"

namespace chatd::messages::store {

/// A message after its revision, and what its channel is to be told. Without seq nothing changed.
struct Revision {
    Message message;
    std::optional<std::int64_t> seq;
    std::string event, payload;
    Revised reply() const { return {message, seq}; }
};
struct Removal : Revision {
    Deleted reply() const { return {seq}; }
};

/// By its sender, while the channel is open, within `edit_within` of its sending.
Revision edit(db::Tx& tx, Caller caller, Edit request, std::chrono::seconds edit_within);
/// By its sender while the channel is open, or at any time by who may erase data.
Removal remove(db::Tx& tx, Caller caller, OnMessage request);
/// By who is in the channel, while it is open. At most `emojis_max` different ones on a message.
Revision react(db::Tx& tx, Caller caller, React request);
inline constexpr int emojis_max = 20;

std::vector<Former> formers(db::Tx& tx, Caller caller, OnMessage request);

}  // namespace chatd::messages::store

// Durable events of a channel that are no message of a person: state changes, edits, reactions. They take a seq of the channel's one
// counter in the transaction that makes the change. Rule: next_slot() (or lock_channels(), for several) comes first in that transaction
// (after its idempotency key, if it has one: db/idempotency.hpp), since it locks the channel; so nothing is stored after a closing event, and nobody deadlocks with the journal.
// Plain and blocking, for the stores.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chatd/ids.hpp"
#include "db/database.hpp"

namespace chatd::db {

/// A place in a channel: taken, to be filled in the same transaction by exactly one of the functions below.
struct Slot {
    std::int64_t seq = 0;
    MessageId message_id{};  ///< for a message; unused otherwise
    Time at{};               ///< the database's clock after the lock: rises with seq
};
/// Locks the channel and raises its last_seq. Throws `not_found`.
Slot next_slot(Tx& tx, TenantId tenant, ChannelId channel);
inline std::int64_t next_seq(Tx& tx, TenantId tenant, ChannelId channel) { return next_slot(tx, tenant, channel).seq; }

/// Locks several channels, in the order in which the journal does. Unknown ones are ignored.
void lock_channels(Tx& tx, TenantId tenant, const std::vector<ChannelId>& channels);

/// A message of type system_event, from the tenant's system user. `system` is `{"code", "params"}`, `push` is `{"event", "data"}`:
/// what the room is told, for replay. Both are the text of a JSON object.
void insert_system_event(Tx& tx, TenantId tenant, ChannelId channel, const Slot& slot, std::string_view content, std::string_view system,
                         std::string_view push);

/// A row of channel_events: `kind` is the push's event, `data` (the text of a JSON object) what the room is told.
void insert_event(Tx& tx, TenantId tenant, ChannelId channel, const Slot& slot, std::optional<UserId> actor, std::string_view kind, std::string_view data);

}  // namespace chatd::db

// Idempotency keys: an operation that is asked for twice under one key has its effect once, and the second time is answered what the
// first was. The key is taken, and the reply kept, in the transaction of the effect itself: neither exists without the other.
// Rule: claim() is the first statement of its transaction, before the channel's lock and any other. So whoever waits for a key holds
// nothing that others wait for, and nobody deadlocks. Plain and blocking, for the stores; features use api/once.hpp.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "chatd/ids.hpp"
#include "db/database.hpp"

namespace chatd::db {

struct IdempotencyKey {
    TenantId tenant;
    UserId actor;
    std::string key;
    std::string operation;
    std::string request_hash;  ///< 32 bytes
};

struct Claim {
    std::optional<std::string> known;  ///< what was answered before
    std::string by;                    ///< the transaction that has the key: this one, or the one that answered
};
/// Takes the key: nothing is known, and then keep_reply() must follow in this transaction; or what was answered before. Waits for another
/// transaction that has it, up to the lock time-out (`timeout`). Throws `idempotency_conflict` when it was used for another request.
Claim claim(Tx& tx, const IdempotencyKey& key);
/// The same without taking it: what has become of a transaction that has it.
Claim look_up(Tx& tx, const IdempotencyKey& key);
void keep_reply(Tx& tx, const IdempotencyKey& key, std::string_view reply);

/// Forgets at most `limit` keys whose time is over, the oldest first, and says how many. One statement.
int forget_expired_keys(Tx& tx, int limit);

}  // namespace chatd::db

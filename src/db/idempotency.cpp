#include "db/idempotency.hpp"

#include "chatd/error.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::db {

/// Whether its time is over, by a clock that may have been set meanwhile.
#define CHATD_KEY_IS_OVER(row) "(" row "expires_at <= now() AND lasting_since(" row "expires_at - interval '7 days') <= now() - interval '7 days')"

Claim claim(Tx& tx, const IdempotencyKey& key) {
    // A row whose time is over is as good as none. One that is not stays as it is, and locked.
    const auto taken = exec(tx, R"(
        INSERT INTO idempotency_keys AS known (tenant_id, actor_id, key, operation, request_hash) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tenant_id, actor_id, key) DO UPDATE
           SET operation = excluded.operation, request_hash = excluded.request_hash, reply = NULL, expires_at = excluded.expires_at
         WHERE )" CHATD_KEY_IS_OVER("known.") R"(
        RETURNING xmin::text)", key.tenant, key.actor, key.key, key.operation, Bytes{key.request_hash});
    if (!taken.empty()) return {{}, column<std::string>(taken[0][0])};
    const auto known = exec(tx, R"(
        SELECT operation = $4 AND request_hash = $5, reply, xmin::text FROM idempotency_keys WHERE tenant_id = $1 AND actor_id = $2 AND key = $3)",
                            key.tenant, key.actor, key.key, key.operation, Bytes{key.request_hash});
    if (!column<bool>(known[0][0])) throw Error(Code::idempotency_conflict, "This key was used for another request.");
    return {column<std::string>(known[0][1]), column<std::string>(known[0][2])};
}

Claim look_up(Tx& tx, const IdempotencyKey& key) {
    auto found = claim(tx, key);
    if (!found.known) exec(tx, "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND actor_id = $2 AND key = $3", key.tenant, key.actor, key.key);
    return found;
}

void keep_reply(Tx& tx, const IdempotencyKey& key, std::string_view reply) {
    exec(tx, "UPDATE idempotency_keys SET reply = $4 WHERE tenant_id = $1 AND actor_id = $2 AND key = $3", key.tenant, key.actor, key.key, reply);
}

int forget_expired_keys(Tx& tx, int limit) {
    const auto rows = exec(tx, R"(
        DELETE FROM idempotency_keys WHERE ctid IN (
            SELECT ctid FROM idempotency_keys WHERE )" CHATD_KEY_IS_OVER("") R"( ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED)
        RETURNING true)", limit);
    return static_cast<int>(rows.size());
}

}  // namespace chatd::db

// Where the key of a call comes from: REST's `Idempotency-Key`, or `client_id` in the payload. For Api::call alone.
#pragma once
#include "api/operation.hpp"

namespace chatd::api {

/// Finds the key, keeps it in the call (`.once()`) or in the request's own `client_id` (`.own_key()`), and returns the body that is left
/// to be read if it differs from `body`. Throws `invalid` when the key is malformed, or given twice and different.
std::optional<Json> take_key(Call& call, const Operation& operation, const Json& body);

/// What makes two requests the same: `text`, with the version that they are for.
void remember_request(Call& call, const std::string& text);

/// After a good answer. Throws std::logic_error, a bug, when a verb declared `.once()` ran its transaction by other means, or says
/// something else than what its transaction stored.
void check_once(const Call& call, const std::string& reply);

}  // namespace chatd::api

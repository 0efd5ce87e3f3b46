// How a portal proves to the widget whom it has signed in: an HMAC over that person's id, made on the portal's server. Pure.
#pragma once
#include <string_view>

namespace chatd::accounts {

/// True if `hash` is the lower-case hex HMAC-SHA256 of `external_id` under `secret` (SPEC 2). Compared in constant time;
/// never true for an empty secret or id.
bool identity_proven(std::string_view secret, std::string_view external_id, std::string_view hash);

}  // namespace chatd::accounts

// Tokens: signed claims about a caller (RFC 7515, 7519; SPEC 19.1). Pure: keys and `now` are arguments. Any thread.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/keyring.hpp"
#include "chatd/ids.hpp"

namespace chatd::accounts {

using Seconds = std::chrono::sys_seconds;

struct Claims {
    std::string issuer, audience;
    std::string subject;  ///< a user's id if `sign_in` is there, else the id of a person at the issuer
    Seconds expires_at;
    std::optional<Seconds> not_before, issued_at;
    TenantId tenant_id;
    std::optional<SignInId> sign_in;    ///< `sid`; only from our own secrets: what a host platform calls sid is not ours
    std::string kind = "client";             ///< staff, client, device, service
    std::vector<std::string> roles;
    std::string name, email;
    bool operator==(const Claims&) const = default;
};

struct TokenRules {
    std::string issuer = "chatd";    ///< of tokens signed with a shared secret
    std::string audience = "chatd";  ///< `aud` must be this or hold it
    std::vector<std::string> trusted_issuers{};  ///< of tokens signed with a public key; empty: the same as `issuer`
    std::chrono::seconds leeway{60};  ///< for clocks that differ
};

inline constexpr std::size_t token_bytes_max = 8192;

/// Throws `token_expired` when only the time has run out, else `unauthenticated` with the reason.
/// The key is chosen by `kid` among ours and brings its own algorithm; nothing else in the header (jku, jwk, x5u …) is looked at.
Claims verify(std::string_view token, const Keyring& keyring, const TokenRules& rules, Seconds now);

/// With the keyring's signing secret.
std::string sign(const Claims& claims, const Keyring& keyring);

}  // namespace chatd::accounts

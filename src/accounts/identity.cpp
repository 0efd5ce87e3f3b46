#include "accounts/identity.hpp"

#include "chatd/crypto.hpp"

namespace chatd::accounts {

bool identity_proven(std::string_view secret, std::string_view external_id, std::string_view hash) {
    if (secret.empty() || external_id.empty()) return false;
    return same_bytes(to_hex(hmac_sha256(secret, external_id)), hash);
}

}  // namespace chatd::accounts

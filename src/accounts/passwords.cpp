#include "accounts/passwords.hpp"

#include <argon2.h>

#include "chatd/crypto.hpp"
#include "chatd/error.hpp"

namespace chatd::accounts {
namespace {
constexpr std::uint32_t memory_kib = 19456, passes = 2, lanes = 1;
constexpr std::size_t salt_bytes = 16, hash_bytes = 32;
constexpr std::string_view costs = "$argon2id$v=19$m=19456,t=2,p=1$";
// Of a random password that nobody knows.
constexpr auto nobodys = "$argon2id$v=19$m=19456,t=2,p=1$swVFy3Ywp/UY2O5p8qxfsQ$TyUcg1DrkAiY2QmF14LDkxUHg8uflTWA1qL/g7iY+Nk";
}  // namespace

std::string hash_password(std::string password) {
    auto salt = random_bytes(salt_bytes);
    std::string phc(argon2_encodedlen(passes, memory_kib, lanes, salt_bytes, hash_bytes, Argon2_id), '\0');
    auto failed = argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(), salt.size(), hash_bytes, phc.data(), phc.size());
    if (failed != ARGON2_OK) throw Error(Code::internal, std::string("argon2: ") + argon2_error_message(failed));
    phc.resize(phc.find('\0'));
    return phc;
}

bool password_matches(std::string password, std::string phc) {
    auto known = !phc.empty();
    auto matches = argon2id_verify(known ? phc.c_str() : nobodys, password.data(), password.size()) == ARGON2_OK;
    return matches && known;
}

bool is_outdated(const std::string& phc) { return !phc.starts_with(costs); }

}  // namespace chatd::accounts

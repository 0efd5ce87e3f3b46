// Passwords, kept as argon2id in PHC text (`$argon2id$v=19$m=19456,t=2,p=1$salt$hash`). Pure and slow (about 60 ms): for the cpu pool.
#pragma once
#include <string>

namespace chatd::accounts {

inline constexpr std::size_t password_bytes_min = 8, password_bytes_max = 1024;

/// With a fresh salt; 19 MiB, two passes, one lane (OWASP's minimum).
std::string hash_password(std::string password);

/// False for an empty `phc` (no such account, or one without a password), after as long as for any other: the time tells nothing.
bool password_matches(std::string password, std::string phc);

/// True if the hash was made with other costs than hash_password() takes today.
bool is_outdated(const std::string& phc);

}  // namespace chatd::accounts

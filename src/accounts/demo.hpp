// What `--demo` fills an empty database with (SPEC 16): a service provider with its people, two client organizations, a chat config.
#pragma once
#include <string>

#include "db/database.hpp"

namespace chatd::accounts {

/// Known to everybody who has read the manual: app refuses a demo that listens outside loopback, unless asked for.
inline constexpr auto demo_password = "chatd-demo";

/// False, and nothing done, if there is any tenant already. `password_hash` is that of the demo password.
bool fill_demo(db::Tx& tx, std::string password_hash);

}  // namespace chatd::accounts

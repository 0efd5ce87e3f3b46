// The SQL of chat configs. Blocking; for the database's threads.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/chat_configs.hpp"
#include "db/database.hpp"

namespace chatd::accounts::store {

/// Of all tenants: a widget names nothing but the config's public id.
std::vector<ChatConfig> chat_configs(db::Tx& tx);
/// Changes whenever any config does.
std::string chat_configs_version(db::Tx& tx);

}  // namespace chatd::accounts::store

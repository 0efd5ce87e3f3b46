#include "accounts/chat_configs_store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::accounts::store {

std::vector<ChatConfig> chat_configs(db::Tx& tx) {
    return db::rows_as<ChatConfig>(db::exec(tx, R"(
        SELECT c.tenant_id, c.id, c.public_id, c.name, c.status, c.team_id, c.data, c.after_hours, c.allowed_origins,
               c.identity_mode, c.identity_secret
          FROM chat_configs c JOIN tenants t ON t.id = c.tenant_id
         WHERE t.status = 'active')"));
}

std::string chat_configs_version(db::Tx& tx) {
    return *db::maybe_value_as<std::string>(db::exec(tx, R"(
        SELECT concat_ws(' ', count(*), max(c.updated_at), count(*) FILTER (WHERE t.status = 'active'))
          FROM chat_configs c JOIN tenants t ON t.id = c.tenant_id)"));
}

}  // namespace chatd::accounts::store

#include "presence/store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::presence::store {

AgentStatus arrive(db::Tx& tx, TenantId tenant, UserId user) {
    db::exec(tx, "UPDATE users SET agent_status = 'online' WHERE tenant_id = $1 AND id = $2 AND agent_status = 'offline'", tenant, user);
    return status(tx, tenant, user);
}

AgentStatus status(db::Tx& tx, TenantId tenant, UserId user) {
    const auto rows = db::exec(tx, "SELECT agent_status FROM users WHERE tenant_id = $1 AND id = $2", tenant, user);
    if (rows.empty()) throw not_found("technician", user.value);
    return db::column<AgentStatus>(rows[0][0]);
}

Activity touch(db::Tx& tx, TenantId tenant, UserId user, SignInId sign_in) {
    const auto rows = db::exec(tx, R"(
        WITH touched AS (UPDATE user_sessions SET last_activity_at = now() WHERE tenant_id = $1 AND id = $3 AND user_id = $2 AND ended_at IS NULL RETURNING last_activity_at)
        SELECT agent_status AS status, (SELECT last_activity_at FROM touched) AS last_activity_at FROM users WHERE tenant_id = $1 AND id = $2)",
                               tenant, user, sign_in);
    if (rows.empty()) throw not_found("technician", user.value);
    return db::row_as<Activity>(rows, rows.front());
}

StatusReply set_status(db::Tx& tx, TenantId tenant, UserId user, AgentStatus status) {
    db::exec(tx, "UPDATE users SET agent_status = $3 WHERE tenant_id = $1 AND id = $2", tenant, user, status);
    return StatusReply(status);
}

bool go_offline(db::Tx& tx, TenantId tenant, UserId user) {
    return db::exec(tx, "UPDATE users SET agent_status = 'offline' WHERE tenant_id = $1 AND id = $2 AND agent_status = 'online' RETURNING id",
                    tenant, user).size() == 1;
}

int all_offline_but(db::Tx& tx, std::vector<UserId> here) {
    const auto rows = db::exec(tx, R"(
        UPDATE users SET agent_status = 'offline' WHERE agent_status = 'online' AND NOT (id = ANY ($1::bigint[])) RETURNING id)", here);
    return static_cast<int>(rows.size());
}

}  // namespace chatd::presence::store

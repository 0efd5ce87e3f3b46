#include "ops/audit_log_store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::ops::store {

std::vector<AuditEntry> audit_entries(db::Tx& tx, TenantId tenant, ListAudit request) {
    return db::rows_as<AuditEntry>(db::exec(tx, R"(
        SELECT a.id, a.at, a.actor_id, u.name AS actor_name, a.action, a.object_kind, a.object_id, a.details, a.ip, a.request_id
          FROM audit_log a LEFT JOIN users u ON u.tenant_id = $1 AND u.id = a.actor_id
         WHERE a.tenant_id = $1 AND ($2::bigint IS NULL OR a.actor_id = $2) AND ($3::text IS NULL OR a.action = $3)
           AND ($4::text IS NULL OR a.object_kind = $4) AND ($5::bigint IS NULL OR a.object_id = $5)
           AND ($6::timestamptz IS NULL OR a.at >= $6) AND ($7::timestamptz IS NULL OR a.at < $7) AND ($8::bigint IS NULL OR a.id < $8)
         ORDER BY a.id DESC LIMIT $9)", tenant, request.actor_id, request.action, request.object_kind, request.object_id, request.after, request.before,
                                            request.cursor, request.limit));
}

}  // namespace chatd::ops::store

// The SQL of reading the audit log. Blocking; for the database's threads.
#pragma once
#include "ops/audit_log.hpp"

namespace chatd::ops::store {

/// At most `request.limit` of them, the newest first.
std::vector<AuditEntry> audit_entries(db::Tx& tx, TenantId tenant, ListAudit request);

}  // namespace chatd::ops::store

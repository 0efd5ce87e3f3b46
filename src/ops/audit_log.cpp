#include "ops/audit_log.hpp"

#include "ops/audit_log_store.hpp"

namespace chatd::ops {

void AuditLog::declare(api::Api& api) {
    api.operation("audit_log:list", *this, &AuditLog::list)
        .says("Who changed what, page by page, the newest first. It cannot be changed.")
        .allow(api::needs(Permission::data_export))
        .rest(api::get, "/api/audit-log");
}

Task<AuditList> AuditLog::list(Call& call, ListAudit request) {
    const int limit = request.limit;
    request.limit = limit + 1;
    AuditList out;
    out.data = co_await database_.read(store::audit_entries, call.caller().tenant, std::move(request));
    if (std::ssize(out.data) > limit) {
        out.data.pop_back();
        out.next_cursor = out.data.back().id;
    }
    co_return out;
}

}  // namespace chatd::ops

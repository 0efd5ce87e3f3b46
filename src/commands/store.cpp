#include "commands/store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::commands::store {

std::vector<Candidate> called(db::Tx& tx, TenantId tenant, std::string name, bool teams) {
    return db::rows_as<Candidate>(db::exec(tx, R"(
        WITH named AS (
            SELECT 'agent' AS kind, id, name FROM users WHERE tenant_id = $1 AND kind = 'technician' AND status = 'active'
            UNION ALL
            SELECT 'team', id, name FROM teams WHERE tenant_id = $1 AND $3
        ), fits AS (
            SELECT kind, id, name, rank() OVER (ORDER BY lower(name) <> lower($2)) AS place
              FROM named WHERE starts_with(lower(name) || ' ', lower($2) || ' ')
        )
        SELECT kind, id, name FROM fits WHERE place = 1 ORDER BY name, kind, id LIMIT 10)", tenant, name, teams));
}

TicketId ticket_numbered(db::Tx& tx, TenantId tenant, std::int64_t number) {
    const auto found = db::maybe_value_as<TicketId>(db::exec(tx, "SELECT id FROM tickets WHERE tenant_id = $1 AND number = $2", tenant, number));
    if (!found) throw not_found("ticket", number);
    return *found;
}

}  // namespace chatd::commands::store

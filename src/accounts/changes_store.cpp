#include "accounts/changes_store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::accounts::store {
using db::exec;

std::string moment(Tx& tx) { return db::column<std::string>(exec(tx, "SELECT pg_current_snapshot()::text")[0][0]); }

News changes_since(Tx& tx, std::string moment) {
    // What is visible now and was not then: exactly what has been committed in between.
    const auto rows = exec(tx, R"(
        SELECT pg_current_snapshot()::text, c.tenant_id, c.user_id, c.channel_id
          FROM (SELECT $1::pg_snapshot AS seen) last
          LEFT JOIN LATERAL (SELECT DISTINCT tenant_id, user_id, channel_id FROM account_changes
                              WHERE made_by >= pg_snapshot_xmin(last.seen) AND NOT pg_visible_in_snapshot(made_by, last.seen)) c ON true)", moment);
    News out;
    out.moment = db::column<std::string>(rows[0][0]);
    for (const auto& row : rows)
        if (!row[1].is_null())
            out.changes.push_back({db::column<TenantId>(row[1]), db::column<std::optional<UserId>>(row[2]), db::column<std::optional<ChannelId>>(row[3])});
    return out;
}

int forget_changes(Tx& tx, std::int64_t older_than_s) {
    return static_cast<int>(exec(tx, "DELETE FROM account_changes WHERE made_at < now() - make_interval(secs => $1)", older_than_s).affected_rows());
}

std::vector<std::optional<Person>> people(Tx& tx, std::vector<TenantId> tenants, std::vector<UserId> users, std::vector<SignInId> sign_ins) {
    const auto rows = exec(tx, R"(
        SELECT k.ord, u.tenant_id, u.id, u.kind, u.name, u.email, u.avatar_url,
               u.status = 'active' AND t.status = 'active' AS active,
               ARRAY(SELECT DISTINCT p.permission FROM user_roles r JOIN role_permissions p USING (tenant_id, role_id)
                      WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id) AS permissions,
               EXISTS (SELECT FROM user_sessions s
                        WHERE s.tenant_id = u.tenant_id AND s.id = k.sign_in AND s.user_id = u.id AND s.ended_at IS NULL) AS alive
          FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS k (tenant, person, sign_in, ord)
          JOIN users u ON u.tenant_id = k.tenant AND u.id = k.person
          JOIN tenants t ON t.id = u.tenant_id)", tenants, users, sign_ins);
    std::vector<std::optional<Person>> out(users.size());
    for (const auto& row : rows) out[db::column<std::size_t>(row[0]) - 1] = db::row_as<Person>(rows, row);
    return out;
}

}  // namespace chatd::accounts::store

#include "directory/store.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "accounts/store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::directory::store {
namespace {

using records::Change, records::Written;

/// Two who demote each other at once come one after the other here.
void must_keep_somebody_who_manages_users(db::Tx& tx, TenantId tenant) {
    db::exec(tx, "SELECT FROM tenants WHERE id = $1 FOR NO KEY UPDATE", tenant);
    const auto rows = db::exec(tx, R"(
        SELECT EXISTS (SELECT FROM users u
                         JOIN user_roles ur ON ur.tenant_id = $1 AND ur.user_id = u.id
                         JOIN role_permissions p ON p.tenant_id = $1 AND p.role_id = ur.role_id AND p.permission = 'users.manage'
                        WHERE u.tenant_id = $1 AND u.status = 'active'))", tenant);
    if (!db::column<bool>(rows[0][0])) throw Error(Code::conflict, "Nobody could manage users any more.");
}

/// A permission of these roles that whoever changes something lacks.
std::optional<std::string> lacking(db::Tx& tx, const Written& written, const std::vector<std::int64_t>& roles) {
    const auto given = db::values_as<std::string>(db::exec(tx, R"(
        SELECT DISTINCT permission FROM role_permissions WHERE tenant_id = $1 AND role_id = ANY ($2::bigint[]))", written.tenant, roles));
    for (const auto& name : given) {
        const auto permission = enum_of<Permission>(name);
        if (!permission || !written.permissions.has(*permission)) return name;
    }
    return {};
}

void must_hold_what_is_given(db::Tx& tx, const Written& written, const std::vector<std::int64_t>& roles) {
    if (const auto name = lacking(tx, written, roles)) throw forbidden("You cannot give the permission " + *name + ", which you do not have.");
}

constexpr std::array<std::string_view, 5> account_fields{"password", "email", "external_id", "status", "role_ids"};
constexpr std::array<std::string_view, 3> scope_fields{"board_ids", "organization_ids", "ticket_ids"};

/// Who changes how somebody signs in could sign in as them; so nobody does it to somebody who may do, or see, more than they.
void must_stand_above(db::Tx& tx, const Written& written) {
    const auto changes = [&](std::string_view field) { return written.changes(field); };
    const bool moves_scope = std::ranges::any_of(scope_fields, changes);
    if (written.row == written.by.value) {
        const auto limits = [&](std::string_view field) { return !written.before[std::string(field)].empty(); };
        if (moves_scope && std::ranges::any_of(scope_fields, limits)) throw forbidden("You cannot change your own access scope.");
        return;
    }
    if (written.change == Change::updated && !moves_scope && std::ranges::none_of(account_fields, changes)) return;
    if (written.change != Change::created)
        if (const auto name = lacking(tx, written, written.before["role_ids"].get<std::vector<std::int64_t>>()))
            throw forbidden("The user has the permission " + *name + ", which you do not have.");
    const auto sees_more = db::exec(tx, R"(
        SELECT EXISTS (SELECT FROM user_access_scopes mine JOIN users u ON u.tenant_id = $1 AND u.id = $3 AND u.kind <> 'client'
                        WHERE mine.tenant_id = $1 AND mine.user_id = $2
                          AND NOT EXISTS (SELECT FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = $3 AND a.kind = mine.kind))
            OR EXISTS (SELECT FROM user_access_scopes a
                        WHERE a.tenant_id = $1 AND a.user_id = $3
                          AND EXISTS (SELECT FROM user_access_scopes mine WHERE mine.tenant_id = $1 AND mine.user_id = $2 AND mine.kind = a.kind)
                          AND NOT EXISTS (SELECT FROM user_access_scopes mine WHERE mine.tenant_id = $1 AND mine.user_id = $2 AND mine.kind = a.kind
                                             AND mine.object_id = a.object_id)))", written.tenant, written.by, written.row);
    if (db::column<bool>(sees_more[0][0])) throw forbidden("The user would see more than your access scope.");
}

}  // namespace

void uphold_role(db::Tx& tx, const Written& written) {
    if (written.change == Change::updated && written.sets("name") &&
        written.holds(tx, "SELECT built_in FROM roles WHERE tenant_id = $1 AND id = $2"))
        throw invalid("name", "is that of a built-in role, which keeps it");
    if (written.change == Change::deleted && written.values["built_in"] == true) throw Error(Code::conflict, "A built-in role cannot be deleted.");
    if (!written.sets("permissions")) return;
    must_hold_what_is_given(tx, written, {written.row});
    must_keep_somebody_who_manages_users(tx, written.tenant);
}

void uphold_user(db::Tx& tx, const Written& written) {
    must_stand_above(tx, written);
    if (written.sets("role_ids")) must_hold_what_is_given(tx, written, written.values["role_ids"].get<std::vector<std::int64_t>>());
    if (written.change != Change::created && (written.sets("role_ids") || written.sets("status") || written.change == Change::deleted))
        must_keep_somebody_who_manages_users(tx, written.tenant);
    if (written.sets("board_ids") &&
        written.holds(tx, R"(SELECT EXISTS (SELECT FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = $2 AND a.kind = 'board'
                        AND NOT EXISTS (SELECT FROM boards b WHERE b.tenant_id = $1 AND b.id = a.object_id)))"))
        throw invalid("board_ids", "leads nowhere");
    if (written.sets("organization_ids") &&
        written.holds(tx, R"(SELECT EXISTS (SELECT FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = $2 AND a.kind = 'organization'
                        AND NOT EXISTS (SELECT FROM organizations o WHERE o.tenant_id = $1 AND o.id = a.object_id)))"))
        throw invalid("organization_ids", "leads nowhere");
    if (written.sets("ticket_ids") &&
        written.holds(tx, R"(SELECT EXISTS (SELECT FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = $2 AND a.kind = 'ticket'
                        AND NOT EXISTS (SELECT FROM tickets t WHERE t.tenant_id = $1 AND t.id = a.object_id)))"))
        throw invalid("ticket_ids", "leads nowhere");
    if (written.change != Change::updated) return;
    const bool is_disabled = written.sets("status") && written.values["status"] == "disabled";
    if (is_disabled || written.sets("password"))
        accounts::store::end_sign_ins(tx, written.tenant, UserId{written.row}, is_disabled ? "disabled" : "password");
}

void uphold_team(db::Tx& tx, const Written& written) {
    if (written.sets("member_ids") &&
        written.holds(tx, R"(SELECT EXISTS (SELECT FROM user_team_assignments m JOIN users u ON u.tenant_id = $1 AND u.id = m.user_id
                        WHERE m.tenant_id = $1 AND m.team_id = $2 AND u.kind IN ('client', 'system')))"))
        throw invalid("member_ids", "names somebody who is no technician");
}

void uphold_chat_config(db::Tx& tx, const Written& written) {
    if (written.change == Change::deleted) return;
    if (written.holds(tx, "SELECT identity_mode = 'verified_only' AND identity_secret IS NULL FROM chat_configs WHERE tenant_id = $1 AND id = $2"))
        throw invalid("identity.secret", "is missing: mode is verified_only");
}

}  // namespace chatd::directory::store

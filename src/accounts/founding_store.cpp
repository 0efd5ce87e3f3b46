#include "accounts/founding_store.hpp"

#include "chatd/error.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::accounts::store {
using db::exec;

namespace {
template <class Id>
Id only(const pqxx::result& result) {
    return *db::maybe_value_as<Id>(result);
}
}  // namespace

bool has_tenants(db::Tx& tx) { return only<bool>(exec(tx, "SELECT EXISTS (SELECT FROM tenants)")); }

std::optional<TenantId> tenant_by_slug(db::Tx& tx, const std::string& slug) {
    return db::maybe_value_as<TenantId>(exec(tx, "SELECT id FROM tenants WHERE slug = $1", slug));
}

TenantId add_tenant(db::Tx& tx, const std::string& slug, const std::string& name) {
    auto made = db::maybe_value_as<TenantId>(exec(tx, "INSERT INTO tenants (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING RETURNING id", slug, name));
    if (!made) throw Error(Code::conflict, "There is a tenant \"" + slug + "\" already.");
    exec(tx, "SELECT seed_tenant($1)", *made);
    return *made;
}

std::optional<UserId> user_by_email(db::Tx& tx, TenantId tenant, const std::string& email) {
    return db::maybe_value_as<UserId>(exec(tx, "SELECT id FROM users WHERE tenant_id = $1 AND lower(email) = lower($2)", tenant, email));
}

UserId add_user(db::Tx& tx, TenantId tenant, UserKind kind, const std::string& name, const std::string& email,
                const std::optional<std::string>& password_hash, std::optional<int> max_concurrent_chats) {
    auto made = db::maybe_value_as<UserId>(exec(tx, R"(
        INSERT INTO users (tenant_id, kind, name, email, password_hash, max_concurrent_chats) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, lower(email)) DO NOTHING
        RETURNING id)", tenant, kind, name, email, password_hash, max_concurrent_chats));
    if (!made) throw Error(Code::conflict, "There is a user \"" + email + "\" already.");
    return *made;
}

bool give_role(db::Tx& tx, TenantId tenant, UserId user, const std::string& role) {
    exec(tx, R"(
        INSERT INTO user_roles (tenant_id, user_id, role_id) SELECT tenant_id, $2, id FROM roles WHERE tenant_id = $1 AND name = $3
            ON CONFLICT DO NOTHING)", tenant, user, role);
    return only<bool>(exec(tx, "SELECT EXISTS (SELECT FROM roles WHERE tenant_id = $1 AND name = $2)", tenant, role));
}

bool take_role(db::Tx& tx, TenantId tenant, UserId user, const std::string& role) {
    return exec(tx, R"(
        DELETE FROM user_roles WHERE tenant_id = $1 AND user_id = $2 AND role_id = (SELECT id FROM roles WHERE tenant_id = $1 AND name = $3))",
        tenant, user, role).affected_rows() == 1;
}

AccountRecord account(db::Tx& tx, TenantId tenant, UserId user) {
    return *db::maybe_row_as<AccountRecord>(exec(tx, R"(
        SELECT id, tenant_id, coalesce(email, '') AS email, status,
               ARRAY(SELECT r.name FROM user_roles ur JOIN roles r ON r.tenant_id = $1 AND r.id = ur.role_id
                      WHERE ur.tenant_id = $1 AND ur.user_id = $2 ORDER BY r.name) AS roles
          FROM users WHERE tenant_id = $1 AND id = $2)", tenant, user));
}

void set_tenant_status(db::Tx& tx, TenantId tenant, const std::string& status) {
    exec(tx, "UPDATE tenants SET status = $2 WHERE id = $1", tenant, status);
}

TeamId team(db::Tx& tx, TenantId tenant, const std::string& name) {
    exec(tx, "INSERT INTO teams (tenant_id, name) VALUES ($1, $2) ON CONFLICT (tenant_id, name) DO NOTHING", tenant, name);
    return only<TeamId>(exec(tx, "SELECT id FROM teams WHERE tenant_id = $1 AND name = $2", tenant, name));
}

void join_team(db::Tx& tx, TenantId tenant, UserId user, TeamId team) {
    exec(tx, "INSERT INTO user_team_assignments (tenant_id, user_id, team_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", tenant, user, team);
}

void add_skill(db::Tx& tx, TenantId tenant, UserId user, const std::string& skill) {
    exec(tx, "INSERT INTO user_skills (tenant_id, user_id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", tenant, user, skill);
}

ChatConfigId add_chat_config(db::Tx& tx, const ChatConfigRecord& record, const std::optional<std::string>& secret, const JsonObject& settings) {
    auto made = db::maybe_value_as<ChatConfigId>(exec(tx, R"(
        INSERT INTO chat_configs (tenant_id, public_id, name, team_id, data, allowed_origins, identity_mode, identity_secret)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (public_id) DO NOTHING
        RETURNING id)", record.tenant_id, record.id, record.name, record.team_id, settings, record.allowed_origins, record.identity_mode, secret));
    if (!made) throw Error(Code::conflict, "There is a chat config \"" + record.id + "\" already.");
    return *made;
}

void set_office_hours(db::Tx& tx, TenantId tenant, const std::string& chat_config, const JsonObject& hours) {
    exec(tx, "UPDATE chat_configs SET office_hours = $3 WHERE tenant_id = $1 AND public_id = $2", tenant, chat_config, hours);
}

OrganizationId add_organization(db::Tx& tx, TenantId tenant, const std::string& name) {
    return only<OrganizationId>(exec(tx, "INSERT INTO organizations (tenant_id, name) VALUES ($1, $2) RETURNING id", tenant, name));
}

void add_contact(db::Tx& tx, TenantId tenant, OrganizationId organization, const std::string& external_id, const std::string& name,
                 const std::string& email, const std::string& phone) {
    exec(tx, R"(
        WITH person AS (
            INSERT INTO users (tenant_id, kind, name, email, external_id) VALUES ($1, 'client', $3, $4, $6) RETURNING id)
        INSERT INTO contacts (tenant_id, organization_id, user_id, name, email, phone, external_id)
        SELECT $1, $2, id, $3, $4, $5, $6 FROM person)", tenant, organization, name, email, phone, external_id);
}

}  // namespace chatd::accounts::store

// How the first tenants, users and chat configs come to be: for `chatd tenant|user|chat-config add`, for `--demo` and for tests.
// Store functions with strings as people type them; blocking, for `Database::block` and the database's threads.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/chat_configs.hpp"
#include "accounts/sign_ins.hpp"
#include "chatd/describe.hpp"
#include "db/database.hpp"

namespace chatd::accounts {

struct NewTenant {
    std::string slug, name;
};
struct TenantRecord {
    TenantId id;
    std::string slug, name;
    static constexpr auto fields = describe(field(&TenantRecord::id, "id", ""), field(&TenantRecord::slug, "slug", ""), field(&TenantRecord::name, "name", ""));
};
/// With its built-in roles. Throws `conflict` if the slug is taken, `invalid` if it is no slug ([a-z0-9-], at most 63).
TenantRecord add_tenant(db::Tx& tx, NewTenant tenant);

struct NewUser {
    std::string tenant;  ///< slug
    std::string email, name;
    std::string role = "technician";  ///< one of the tenant's roles; `client` makes a client user
    std::string password_hash;        ///< of hash_password(); empty: cannot sign in by password
    std::optional<std::string> team;  ///< by name; made if there is none
    std::vector<std::string> skills;
    std::optional<int> max_concurrent_chats;
};
struct UserRecord {
    UserId id;
    TenantId tenant_id;
    UserKind kind = UserKind::technician;
    std::string name, email, role;
    std::optional<TeamId> team_id;
    static constexpr auto fields = describe(
        field(&UserRecord::id, "id", ""), field(&UserRecord::tenant_id, "tenant_id", ""), field(&UserRecord::kind, "kind", ""), field(&UserRecord::name, "name", ""),
        field(&UserRecord::email, "email", ""), field(&UserRecord::role, "role", ""), field(&UserRecord::team_id, "team_id", ""));
};
/// Throws `not_found` (tenant, role), `conflict` (email).
UserRecord add_user(db::Tx& tx, NewUser user);

/// What an operator changes in an account that is there. Open sockets learn it within two seconds, like any change.
struct Account {
    std::string tenant;  ///< slug
    std::string email;
    std::string role;    ///< of grant_role and revoke_role
};
struct AccountRecord {
    UserId id;
    TenantId tenant_id;
    std::string email, status;
    std::vector<std::string> roles;
    static constexpr auto fields = describe(
        field(&AccountRecord::id, "id", ""), field(&AccountRecord::tenant_id, "tenant_id", ""), field(&AccountRecord::email, "email", ""),
        field(&AccountRecord::status, "status", ""), field(&AccountRecord::roles, "roles", ""));
};
/// All of them throw `not_found` (tenant, user, role). Disabling ends all sign-ins; signing out does only that.
AccountRecord disable_user(db::Tx& tx, Account account);
AccountRecord enable_user(db::Tx& tx, Account account);
AccountRecord sign_user_out(db::Tx& tx, Account account);
AccountRecord grant_role(db::Tx& tx, Account account);
AccountRecord revoke_role(db::Tx& tx, Account account);

struct TenantStatus {
    TenantId id;
    std::string slug, status;
    static constexpr auto fields = describe(field(&TenantStatus::id, "id", ""), field(&TenantStatus::slug, "slug", ""), field(&TenantStatus::status, "status", ""));
};
/// Nobody of a suspended tenant is let in, until it is activated again. Throws `not_found`.
TenantStatus suspend_tenant(db::Tx& tx, std::string slug);
TenantStatus activate_tenant(db::Tx& tx, std::string slug);

struct NewChatConfig {
    std::string tenant;            ///< slug
    std::optional<std::string> id;  ///< the public id; random if none
    std::string name;
    std::optional<std::string> team;  ///< by name; made if there is none
    IdentityMode identity = IdentityMode::verified_if_present;
    std::optional<std::string> secret;
    std::vector<std::string> origins;
    JsonObject settings;  ///< appearance, prechat_form, languages …
};
/// The record of SPEC 19.16, as far as the command line can set it.
struct ChatConfigRecord {
    std::string id;  ///< the public id
    ChatConfigId record_id;
    TenantId tenant_id;
    std::string name;
    std::optional<TeamId> team_id;
    IdentityMode identity_mode = IdentityMode::verified_if_present;
    std::vector<std::string> allowed_origins;
    static constexpr auto fields = describe(
        field(&ChatConfigRecord::id, "id", ""), field(&ChatConfigRecord::record_id, "record_id", ""), field(&ChatConfigRecord::tenant_id, "tenant_id", ""),
        field(&ChatConfigRecord::name, "name", ""), field(&ChatConfigRecord::team_id, "team_id", ""), field(&ChatConfigRecord::identity_mode, "identity_mode", ""),
        field(&ChatConfigRecord::allowed_origins, "allowed_origins", ""));
};
/// Throws `not_found` (tenant), `conflict` (id), `invalid` (id, origins, a mode that needs a secret and has none).
ChatConfigRecord add_chat_config(db::Tx& tx, NewChatConfig config);

/// A sign-in for `chatd token`; what is returned is to be signed by access_token(). Throws `not_found`.
struct Opened {
    store::Person person;
    SignInId sign_in;
};
Opened open_sign_in(db::Tx& tx, std::string tenant, std::string email);
std::string access_token(const Opened& opened, const Keyring& keyring, const TokenRules& rules, std::chrono::seconds ttl, Seconds now);

}  // namespace chatd::accounts

// The SQL of people: who somebody is, passwords, sign-ins, refresh tokens, persons of host platforms. Blocking; for the database's threads.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chatd/caller.hpp"
#include "db/database.hpp"

namespace chatd::accounts::store {

using db::Tx;

/// A user with the rights of now.
struct Person {
    TenantId tenant_id;
    UserId id;
    UserKind kind = UserKind::client;
    std::string name;
    std::optional<std::string> email, avatar_url;
    std::vector<std::string> permissions;
    bool active = false;  ///< the user and the tenant
    bool alive = false;   ///< the sign-in that was asked for is this user's and has not ended
    static constexpr auto fields = describe(
        field(&Person::tenant_id, "tenant_id", ""), field(&Person::id, "id", ""), field(&Person::kind, "kind", ""), field(&Person::name, "name", ""),
        field(&Person::email, "email", ""), field(&Person::avatar_url, "avatar_url", ""), field(&Person::permissions, "permissions", ""),
        field(&Person::active, "active", ""), field(&Person::alive, "alive", ""));
};
/// `sign_in` may be zero.
std::optional<Person> person(Tx& tx, TenantId tenant, UserId user, SignInId sign_in);

/// Somebody active who can sign in with a password.
struct Credential {
    TenantId tenant_id;
    std::string tenant, tenant_name;  ///< slug and name
    UserId user_id;
    std::string password_hash;
    static constexpr auto fields = describe(
        field(&Credential::tenant_id, "tenant_id", ""), field(&Credential::tenant, "tenant", ""), field(&Credential::tenant_name, "tenant_name", ""),
        field(&Credential::user_id, "user_id", ""), field(&Credential::password_hash, "password_hash", ""));
};
/// In all tenants, or in the one with that slug; at most eight.
std::vector<Credential> credentials(Tx& tx, std::string email, std::optional<std::string> tenant);
void set_password_hash(Tx& tx, TenantId tenant, UserId user, std::string hash);

struct NewSignIn {
    std::string ip, user_agent;
    std::string token_hash;  ///< of its first refresh token
    std::int64_t refresh_ttl_s = 0;
};
/// Nothing if user or tenant is not active. One statement.
std::optional<SignInId> begin_sign_in(Tx& tx, TenantId tenant, UserId user, NewSignIn sign_in);
/// False if it had ended before. One statement.
bool end_sign_in(Tx& tx, TenantId tenant, SignInId sign_in, std::string reason);

/// All of one user.
void end_sign_ins(Tx& tx, TenantId tenant, UserId user, std::string reason);

struct Rotation {
    enum class Outcome : std::uint8_t { rotated, refused, reused };
    Outcome outcome = Outcome::refused;
    TenantId tenant;
    UserId user;
    SignInId sign_in;
};
struct RotationRules {
    std::int64_t staff_ttl_s = 0, client_ttl_s = 0;
    std::int64_t grace_s = 10;
};
/// Replaces a refresh token by the next one. A token that was used or revoked before ends its sign-in (`reused`), except once within the
/// grace of its first use while its successor was not used: then the answer was lost, and the successor is revoked in favour of the new one.
Rotation rotate(Tx& tx, std::string token_hash, std::string next_hash, RotationRules rules);

/// False if there is no such user. Disabling ends all sign-ins.
bool set_active(Tx& tx, TenantId tenant, UserId user, bool active);

/// Somebody whom a host platform vouches for.
struct Outsider {
    std::string external_id, name, email;
    bool staff = false;              ///< to be made a technician if not known
    std::vector<std::string> roles;  ///< of a new technician; those that the tenant has
};
/// The user by that external id, made if there is none. Nothing if there is no such active tenant.
std::optional<UserId> outsider(Tx& tx, TenantId tenant, Outsider person);

struct Visitor {
    std::string name, email;
    std::string external_id;  ///< proven; empty: anonymous
};
/// An anonymous client user; or the client behind the external id, made (and bound to its contact) if there is none.
/// Nothing if that person is no client or not active.
std::optional<UserId> visitor(Tx& tx, TenantId tenant, Visitor visitor);

}  // namespace chatd::accounts::store

#include "accounts/store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::accounts::store {
using db::exec;

std::optional<Person> person(Tx& tx, TenantId tenant, UserId user, SignInId sign_in) {
    return db::maybe_row_as<Person>(exec(tx, R"(
        SELECT u.tenant_id, u.id, u.kind, u.name, u.email, u.avatar_url,
               u.status = 'active' AND t.status = 'active' AS active,
               ARRAY(SELECT DISTINCT p.permission FROM user_roles r JOIN role_permissions p USING (tenant_id, role_id)
                      WHERE r.tenant_id = u.tenant_id AND r.user_id = u.id) AS permissions,
               EXISTS (SELECT FROM user_sessions s
                        WHERE s.tenant_id = u.tenant_id AND s.id = $3 AND s.user_id = u.id AND s.ended_at IS NULL) AS alive
          FROM users u JOIN tenants t ON t.id = u.tenant_id
         WHERE u.tenant_id = $1 AND u.id = $2)", tenant, user, sign_in));
}

std::vector<Credential> credentials(Tx& tx, std::string email, std::optional<std::string> tenant) {
    // The one look-up that goes over all tenants: who signs in has none yet.
    return db::rows_as<Credential>(exec(tx, R"(
        SELECT u.tenant_id, t.slug AS tenant, t.name AS tenant_name, u.id AS user_id, u.password_hash
          FROM users u JOIN tenants t ON t.id = u.tenant_id
         WHERE lower(u.email) = lower($1) AND u.password_hash IS NOT NULL AND u.status = 'active' AND t.status = 'active'
           AND t.slug = coalesce($2, t.slug)
         ORDER BY u.tenant_id LIMIT 8)", email, tenant));
}

void set_password_hash(Tx& tx, TenantId tenant, UserId user, std::string hash) {
    exec(tx, "UPDATE users SET password_hash = $3 WHERE tenant_id = $1 AND id = $2", tenant, user, hash);
}

std::optional<SignInId> begin_sign_in(Tx& tx, TenantId tenant, UserId user, NewSignIn sign_in) {
    return db::maybe_value_as<SignInId>(exec(tx, R"(
        WITH begun AS (
            INSERT INTO user_sessions (tenant_id, user_id, ip, user_agent)
            SELECT u.tenant_id, u.id, nullif($3, ''), nullif($4, '')
              FROM users u JOIN tenants t ON t.id = u.tenant_id
             WHERE u.tenant_id = $1 AND u.id = $2 AND u.status = 'active' AND t.status = 'active'
            RETURNING tenant_id, id, user_id)
        INSERT INTO refresh_tokens (tenant_id, session_id, user_id, token_hash, family, expires_at)
        SELECT tenant_id, id, user_id, $5, gen_random_uuid(), now() + make_interval(secs => $6) FROM begun
        RETURNING session_id)", tenant, user, sign_in.ip, sign_in.user_agent, db::Bytes{sign_in.token_hash}, sign_in.refresh_ttl_s));
}

bool end_sign_in(Tx& tx, TenantId tenant, SignInId sign_in, std::string reason) {
    return exec(tx, "UPDATE user_sessions SET ended_at = now(), end_reason = $3 WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL",
                tenant, sign_in, reason).affected_rows() == 1;
}

namespace {
struct Held {
    TenantId tenant_id;
    std::int64_t id = 0;
    SignInId session_id;
    UserId user_id;
    Uuid family;
    bool usable = false, revoked = false, used = false, graceful = false, client = false;
    static constexpr auto fields = describe(
        field(&Held::tenant_id, "tenant_id", ""), field(&Held::id, "id", ""), field(&Held::session_id, "session_id", ""), field(&Held::user_id, "user_id", ""),
        field(&Held::family, "family", ""), field(&Held::usable, "usable", ""), field(&Held::revoked, "revoked", ""), field(&Held::used, "used", ""),
        field(&Held::graceful, "graceful", ""), field(&Held::client, "client", ""));
};

/// The token, with its sign-in locked: all that happens to one family happens in a row.
std::optional<Held> held(Tx& tx, const std::string& token_hash, std::int64_t grace_s) {
    auto locked = exec(tx, R"(
        SELECT s.id FROM refresh_tokens r JOIN user_sessions s ON s.tenant_id = r.tenant_id AND s.id = r.session_id
         WHERE r.token_hash = $1 FOR UPDATE OF s)", db::Bytes{token_hash});
    if (locked.empty()) return {};
    return db::maybe_row_as<Held>(exec(tx, R"(
        SELECT r.tenant_id, r.id, r.session_id, r.user_id, r.family,
               s.ended_at IS NULL AND r.expires_at > now() AND u.status = 'active' AND t.status = 'active' AS usable,
               r.revoked_at IS NOT NULL AS revoked,
               r.used_at IS NOT NULL AS used,
               coalesce(r.used_at > clock_timestamp() - make_interval(secs => $2) AND next.used_at IS NULL
                        AND NOT EXISTS (SELECT FROM refresh_tokens g WHERE g.tenant_id = r.tenant_id AND g.family = r.family AND g.revoked_at IS NOT NULL),
                        false) AS graceful,
               u.kind = 'client' AS client
          FROM refresh_tokens r
          JOIN user_sessions s ON s.tenant_id = r.tenant_id AND s.id = r.session_id
          JOIN users u ON u.tenant_id = r.tenant_id AND u.id = r.user_id
          JOIN tenants t ON t.id = r.tenant_id
          LEFT JOIN refresh_tokens next ON next.tenant_id = r.tenant_id AND next.id = r.replaced_by
         WHERE r.token_hash = $1)", db::Bytes{token_hash}, grace_s));
}
}  // namespace

Rotation rotate(Tx& tx, std::string token_hash, std::string next_hash, RotationRules rules) {
    auto token = held(tx, token_hash, rules.grace_s);
    if (!token) return {};
    Rotation out{Rotation::Outcome::refused, token->tenant_id, token->user_id, token->session_id};
    if (!token->usable) return out;
    if (token->revoked || (token->used && !token->graceful)) {
        exec(tx, "UPDATE refresh_tokens SET revoked_at = now() WHERE tenant_id = $1 AND family = $2 AND revoked_at IS NULL", token->tenant_id, token->family);
        end_sign_in(tx, token->tenant_id, token->session_id, "reuse");
        out.outcome = Rotation::Outcome::reused;
        return out;
    }
    if (token->used)
        exec(tx, R"(UPDATE refresh_tokens SET revoked_at = now()
                     WHERE tenant_id = $1 AND id = (SELECT replaced_by FROM refresh_tokens WHERE tenant_id = $1 AND id = $2))", token->tenant_id, token->id);
    exec(tx, R"(
        WITH next AS (
            INSERT INTO refresh_tokens (tenant_id, session_id, user_id, token_hash, family, expires_at)
            VALUES ($1, $3, $4, $5, $6, now() + make_interval(secs => $7))
            RETURNING id)
        UPDATE refresh_tokens SET used_at = coalesce(used_at, clock_timestamp()), replaced_by = (SELECT id FROM next)
         WHERE tenant_id = $1 AND id = $2)", token->tenant_id, token->id, token->session_id, token->user_id, db::Bytes{next_hash}, token->family,
         token->client ? rules.client_ttl_s : rules.staff_ttl_s);
    exec(tx, "UPDATE user_sessions SET last_activity_at = now() WHERE tenant_id = $1 AND id = $2", token->tenant_id, token->session_id);
    out.outcome = Rotation::Outcome::rotated;
    return out;
}

void end_sign_ins(Tx& tx, TenantId tenant, UserId user, std::string reason) {
    exec(tx, "UPDATE user_sessions SET ended_at = now(), end_reason = $3 WHERE tenant_id = $1 AND user_id = $2 AND ended_at IS NULL", tenant, user, reason);
}

bool set_active(Tx& tx, TenantId tenant, UserId user, bool active) {
    auto changed = exec(tx, "UPDATE users SET status = CASE WHEN $3 THEN 'active' ELSE 'disabled' END WHERE tenant_id = $1 AND id = $2", tenant, user, active);
    if (!active) end_sign_ins(tx, tenant, user, "disabled");
    return changed.affected_rows() == 1;
}

namespace {
std::optional<UserId> by_external_id(Tx& tx, TenantId tenant, const std::string& external_id) {
    return db::maybe_value_as<UserId>(exec(tx, "SELECT id FROM users WHERE tenant_id = $1 AND external_id = $2", tenant, external_id));
}

/// Made, or the one that somebody else made at this moment. An email that another user has is left out: nobody is merged by it.
UserId make_known(Tx& tx, TenantId tenant, UserKind kind, const std::string& external_id, const std::string& name, const std::string& email) {
    exec(tx, R"(
        INSERT INTO users (tenant_id, kind, name, email, external_id)
        SELECT $1, $2, $3, CASE WHEN NOT EXISTS (SELECT FROM users WHERE tenant_id = $1 AND lower(email) = lower($4)) THEN nullif($4, '') END, $5
            ON CONFLICT DO NOTHING)", tenant, kind, name.empty() ? external_id : name, email, external_id);
    if (auto user = by_external_id(tx, tenant, external_id)) return *user;
    return make_known(tx, tenant, kind, external_id, name, "");  // somebody else took the email at this moment
}
}  // namespace

std::optional<UserId> outsider(Tx& tx, TenantId tenant, Outsider person) {
    auto open = exec(tx, "SELECT FROM tenants WHERE id = $1 AND status = 'active'", tenant);
    if (open.empty()) return {};
    if (auto known = by_external_id(tx, tenant, person.external_id)) return known;
    auto user = make_known(tx, tenant, person.staff ? UserKind::technician : UserKind::client, person.external_id, person.name, person.email);
    if (person.staff)
        exec(tx, R"(
            INSERT INTO user_roles (tenant_id, user_id, role_id)
            SELECT tenant_id, $2, id FROM roles WHERE tenant_id = $1 AND name = ANY ($3) ON CONFLICT DO NOTHING)", tenant, user, person.roles);
    return user;
}

namespace {
UserId anonymous(Tx& tx, TenantId tenant, const Visitor& visitor) {
    auto user = *db::maybe_value_as<UserId>(exec(tx, R"(
        INSERT INTO users (tenant_id, kind, name, is_anonymous) VALUES ($1, 'client', $2, true) RETURNING id)",
        tenant, visitor.name.empty() ? "Visitor" : visitor.name));
    if (!visitor.name.empty() || !visitor.email.empty())
        exec(tx, "INSERT INTO contacts (tenant_id, user_id, name, email) VALUES ($1, $2, $3, nullif($4, ''))",
             tenant, user, visitor.name.empty() ? "Visitor" : visitor.name, visitor.email);
    return user;
}

/// A contact that a technician or a sync made before gets its user now; what the browser says never changes a contact.
UserId proven(Tx& tx, TenantId tenant, const Visitor& visitor) {
    if (auto known = by_external_id(tx, tenant, visitor.external_id)) return *known;
    auto contact = exec(tx, "SELECT id, user_id, name, coalesce(email, '') FROM contacts WHERE tenant_id = $1 AND external_id = $2 FOR UPDATE",
                        tenant, visitor.external_id);
    if (contact.empty()) {
        auto user = make_known(tx, tenant, UserKind::client, visitor.external_id, visitor.name, visitor.email);
        exec(tx, R"(INSERT INTO contacts (tenant_id, user_id, external_id, name, email) VALUES ($1, $2, $3, $4, nullif($5, ''))
                        ON CONFLICT DO NOTHING)", tenant, user, visitor.external_id, visitor.name.empty() ? visitor.external_id : visitor.name, visitor.email);
        return user;
    }
    auto row = contact.front();
    if (!row[1].is_null()) return db::column<UserId>(row[1]);
    auto user = make_known(tx, tenant, UserKind::client, visitor.external_id, db::column<std::string>(row[2]), db::column<std::string>(row[3]));
    exec(tx, "UPDATE contacts SET user_id = $3 WHERE tenant_id = $1 AND id = $2", tenant, db::column<std::int64_t>(row[0]), user);
    return user;
}
}  // namespace

std::optional<UserId> visitor(Tx& tx, TenantId tenant, Visitor visitor) {
    auto user = visitor.external_id.empty() ? anonymous(tx, tenant, visitor) : proven(tx, tenant, visitor);
    return db::maybe_value_as<UserId>(exec(tx, "SELECT id FROM users WHERE tenant_id = $1 AND id = $2 AND kind = 'client' AND status = 'active'", tenant, user));
}

}  // namespace chatd::accounts::store

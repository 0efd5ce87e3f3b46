#include "accounts/founding.hpp"

#include "accounts/founding_store.hpp"
#include "chatd/crypto.hpp"
#include "chatd/error.hpp"

namespace chatd::accounts {
namespace {
TenantId tenant_of(db::Tx& tx, const std::string& slug) {
    auto found = store::tenant_by_slug(tx, slug);
    if (!found) throw not_found("There is no tenant \"" + slug + "\".");
    return *found;
}
std::optional<TeamId> team_of(db::Tx& tx, TenantId tenant, const std::optional<std::string>& name) {
    if (!name || name->empty()) return {};
    return store::team(tx, tenant, *name);
}
void require(const char* field, const std::string& text, std::size_t bytes_max) {
    if (text.empty() || text.size() > bytes_max) throw invalid(field, "has not 1 to " + std::to_string(bytes_max) + " bytes");
    if (!valid_utf8(text)) throw invalid(field, "is not valid UTF-8");
}
UserId user_of(db::Tx& tx, TenantId tenant, const std::string& email) {
    auto found = store::user_by_email(tx, tenant, email);
    if (!found) throw not_found("There is no user \"" + email + "\".");
    return *found;
}
TenantStatus set_tenant_status(db::Tx& tx, const std::string& slug, const char* status) {
    const auto tenant = tenant_of(tx, slug);
    store::set_tenant_status(tx, tenant, status);
    return {tenant, slug, status};
}
bool only(const std::string& text, std::string_view characters) { return text.find_first_not_of(characters) == std::string::npos; }
}  // namespace

TenantRecord add_tenant(db::Tx& tx, NewTenant tenant) {
    require("slug", tenant.slug, 63);
    if (!only(tenant.slug, "abcdefghijklmnopqrstuvwxyz0123456789-") || tenant.slug[0] == '-') throw invalid("slug", "is not made of a-z, 0-9 and -");
    require("name", tenant.name, 200);
    return {store::add_tenant(tx, tenant.slug, tenant.name), tenant.slug, tenant.name};
}

UserRecord add_user(db::Tx& tx, NewUser user) {
    require("name", user.name, 200);
    require("email", user.email, 254);
    if (user.email.find('@') == std::string::npos) throw invalid("email", "is no email address");
    UserRecord record;
    record.tenant_id = tenant_of(tx, user.tenant);
    record.kind = user.role == "client" ? UserKind::client : user.role == "ai" ? UserKind::ai : UserKind::technician;
    record.name = user.name;
    record.email = user.email;
    record.role = user.role;
    auto password_hash = user.password_hash.empty() ? std::nullopt : std::optional(user.password_hash);
    record.id = store::add_user(tx, record.tenant_id, record.kind, user.name, user.email, password_hash, user.max_concurrent_chats);
    if (!store::give_role(tx, record.tenant_id, record.id, user.role)) throw not_found("There is no role \"" + user.role + "\".");
    record.team_id = team_of(tx, record.tenant_id, user.team);
    if (record.team_id) store::join_team(tx, record.tenant_id, record.id, *record.team_id);
    for (const auto& skill : user.skills) store::add_skill(tx, record.tenant_id, record.id, skill);
    return record;
}

AccountRecord disable_user(db::Tx& tx, Account account) {
    const auto tenant = tenant_of(tx, account.tenant);
    const auto user = user_of(tx, tenant, account.email);
    store::set_active(tx, tenant, user, false);
    return store::account(tx, tenant, user);
}
AccountRecord enable_user(db::Tx& tx, Account account) {
    const auto tenant = tenant_of(tx, account.tenant);
    const auto user = user_of(tx, tenant, account.email);
    store::set_active(tx, tenant, user, true);
    return store::account(tx, tenant, user);
}
AccountRecord sign_user_out(db::Tx& tx, Account account) {
    const auto tenant = tenant_of(tx, account.tenant);
    const auto user = user_of(tx, tenant, account.email);
    store::end_sign_ins(tx, tenant, user, "operator");
    return store::account(tx, tenant, user);
}
AccountRecord grant_role(db::Tx& tx, Account account) {
    const auto tenant = tenant_of(tx, account.tenant);
    const auto user = user_of(tx, tenant, account.email);
    if (!store::give_role(tx, tenant, user, account.role)) throw not_found("There is no role \"" + account.role + "\".");
    return store::account(tx, tenant, user);
}
AccountRecord revoke_role(db::Tx& tx, Account account) {
    const auto tenant = tenant_of(tx, account.tenant);
    const auto user = user_of(tx, tenant, account.email);
    if (!store::take_role(tx, tenant, user, account.role)) throw not_found("They have no role \"" + account.role + "\".");
    return store::account(tx, tenant, user);
}

TenantStatus suspend_tenant(db::Tx& tx, std::string slug) { return set_tenant_status(tx, slug, "suspended"); }
TenantStatus activate_tenant(db::Tx& tx, std::string slug) { return set_tenant_status(tx, slug, "active"); }

ChatConfigRecord add_chat_config(db::Tx& tx, NewChatConfig config) {
    require("name", config.name, 200);
    ChatConfigRecord record;
    record.id = config.id ? *config.id : random_string();
    require("id", record.id, 64);
    if (!only(record.id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")) throw invalid("id", "is not made of letters, digits, - and _");
    if (config.identity == IdentityMode::verified_only && !config.secret) throw invalid("secret", "is missing: identity is verified_only");
    for (const auto& origin : config.origins) check_origin(origin);
    record.tenant_id = tenant_of(tx, config.tenant);
    record.name = config.name;
    record.team_id = team_of(tx, record.tenant_id, config.team);
    record.identity_mode = config.identity;
    record.allowed_origins = config.origins;
    record.record_id = store::add_chat_config(tx, record, config.secret, config.settings);
    return record;
}

Opened open_sign_in(db::Tx& tx, std::string tenant, std::string email) {
    auto id = tenant_of(tx, tenant);
    const auto user = user_of(tx, id, email);
    store::NewSignIn sign_in;
    sign_in.user_agent = "command line";
    sign_in.token_hash = sha256(random_string(43));
    auto begun = store::begin_sign_in(tx, id, user, sign_in);
    if (!begun) throw forbidden("The account is disabled.");
    return {*store::person(tx, id, user, *begun), *begun};
}

std::string access_token(const Opened& opened, const Keyring& keyring, const TokenRules& rules, std::chrono::seconds ttl, Seconds now) {
    return sign(claims_of(opened.person, opened.sign_in, rules, ttl, now), keyring);
}

}  // namespace chatd::accounts

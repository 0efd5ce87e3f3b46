// The SQL of founding: tenants, users with roles, teams and skills, chat configs, organizations with contacts. Blocking.
#pragma once
#include <optional>
#include <string>

#include "accounts/founding.hpp"

namespace chatd::accounts::store {

bool has_tenants(db::Tx& tx);
std::optional<TenantId> tenant_by_slug(db::Tx& tx, const std::string& slug);
/// With built-in roles and its system user.
TenantId add_tenant(db::Tx& tx, const std::string& slug, const std::string& name);

std::optional<UserId> user_by_email(db::Tx& tx, TenantId tenant, const std::string& email);
UserId add_user(db::Tx& tx, TenantId tenant, UserKind kind, const std::string& name, const std::string& email,
                const std::optional<std::string>& password_hash, std::optional<int> max_concurrent_chats);
/// False if the tenant has no such role.
bool give_role(db::Tx& tx, TenantId tenant, UserId user, const std::string& role);
/// False if they have no such role.
bool take_role(db::Tx& tx, TenantId tenant, UserId user, const std::string& role);
AccountRecord account(db::Tx& tx, TenantId tenant, UserId user);
void set_tenant_status(db::Tx& tx, TenantId tenant, const std::string& status);
/// Made if there is none.
TeamId team(db::Tx& tx, TenantId tenant, const std::string& name);
void join_team(db::Tx& tx, TenantId tenant, UserId user, TeamId team);
void add_skill(db::Tx& tx, TenantId tenant, UserId user, const std::string& skill);

ChatConfigId add_chat_config(db::Tx& tx, const ChatConfigRecord& record, const std::optional<std::string>& secret, const JsonObject& settings);

/// `hours`: hours::OfficeHours.
void set_office_hours(db::Tx& tx, TenantId tenant, const std::string& chat_config, const JsonObject& hours);

OrganizationId add_organization(db::Tx& tx, TenantId tenant, const std::string& name);
/// A contact with a client user of its own.
void add_contact(db::Tx& tx, TenantId tenant, OrganizationId organization, const std::string& external_id, const std::string& name,
                 const std::string& email, const std::string& phone);

}  // namespace chatd::accounts::store

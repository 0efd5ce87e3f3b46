#include <nlohmann/json.hpp>

#include "accounts/passwords.hpp"
#include "chatd/caller.hpp"
#include "directory/directory.hpp"
#include "directory/store.hpp"

namespace chatd::directory {
namespace {

enum class UserStatus : std::uint8_t { active, disabled };
constexpr auto names_of(UserStatus) { return std::array<std::string_view, 2>{"active", "disabled"}; }

struct SkillLevel {
    std::string name;
    int level = 1;
    static constexpr auto fields = describe(field(&SkillLevel::name, "name", "The skill; a new name makes one.", length(1, 100)),
                                            field(&SkillLevel::level, "level", "How well, 10 is best.", range(1, 10)).defaults());
};

struct User {
    UserId id;
    UserKind kind = UserKind::client;
    std::string name;
    std::optional<std::string> email, password, external_id, avatar_url, locale;
    UserStatus status = UserStatus::active;
    std::string agent_status;
    std::optional<int> max_concurrent_chats;
    bool is_anonymous = false;
    std::vector<Id<struct Role>> role_ids;
    std::vector<TeamId> team_ids;
    std::vector<SkillLevel> skills;
    std::vector<Id<struct Board>> board_ids;
    std::vector<OrganizationId> organization_ids;
    std::vector<TicketId> ticket_ids;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&User::id, "id", "The user.").read_only(),
        field(&User::kind, "kind", "What they are; it stays."),
        field(&User::name, "name", "What they are called.", length(1, 200)),
        field(&User::email, "email", "Their email address, with which they sign in.", length(3, 254)),
        field(&User::password, "password", "To sign in with; a new one ends their sign-ins. Null takes it away.",
              length(accounts::password_bytes_min, accounts::password_bytes_max)).write_only(),
        field(&User::external_id, "external_id", "The id that a host platform knows them by.", length(1, 200)),
        field(&User::avatar_url, "avatar_url", "Their picture.", length(1, 2000)),
        field(&User::locale, "locale", "Their language, like `de` or `pt-BR`.", length(2, 35)),
        field(&User::status, "status", "A disabled one is signed out at once and cannot sign in.").defaults(),
        field(&User::agent_status, "agent_status", "What a technician has chosen: online, away, busy, do_not_respond or offline.").read_only(),
        field(&User::max_concurrent_chats, "max_concurrent_chats", "How many chats a technician takes at once; null for no limit.", range(0, 1000)),
        field(&User::is_anonymous, "is_anonymous", "A visitor of whom nothing is known.").read_only(),
        field(&User::role_ids, "role_ids", "The roles that give their permissions.", items(0, 50)).defaults(),
        field(&User::team_ids, "team_ids", "The teams that they belong to.", items(0, 200)).defaults(),
        field(&User::skills, "skills", "What a technician can do.", items(0, 200)).defaults(),
        field(&User::board_ids, "board_ids", "Access scope: only these boards; none means all.", items(0, 1000)).defaults(),
        field(&User::organization_ids, "organization_ids", "Access scope: only these organizations; none means all.", items(0, 1000)).defaults(),
        field(&User::ticket_ids, "ticket_ids", "Access scope: only these tickets; none means all.", items(0, 1000)).defaults(),
        field(&User::created_at, "created_at", "When it was made.").read_only(),
        field(&User::updated_at, "updated_at", "When it was last changed.").read_only());
};

void check(const User& user) {
    if (user.email) check_email(*user.email);
    if (user.kind == UserKind::system) throw invalid("kind", "is chatd's own");
    if (user.kind == UserKind::client && !(user.role_ids.empty() && user.team_ids.empty() && user.skills.empty()))
        throw invalid("kind", "is client, who has no roles, teams or skills");
    if (user.avatar_url && !user.avatar_url->starts_with("https://") && !user.avatar_url->starts_with("/"))
        throw invalid("avatar_url", "is neither https:// nor a path");
}

Task<Json> with_hash(CpuPool& cpu, Json values) {
    const auto password = values.find("password");
    if (password != values.end() && password->is_string()) *password = co_await cpu.run(accounts::hash_password, password->get<std::string>());
    co_return values;
}

}  // namespace

records::Kind users(CpuPool& cpu) {
    return records::kind<User>("users", "user")
        .read_by(api::staff).written_by(api::needs(Permission::users_manage))
        .only_where("t.kind <> 'system'")
        .fixed({"kind"}).stored_as("password", "password_hash")
        .searched_in({"name", "email", "external_id"}).filtered_by({"kind", "status", "email", "external_id", "is_anonymous"})
        .links({"role_ids", "user_roles", "user_id", {"role_id"}})
        .links({"team_ids", "user_team_assignments", "user_id", {"team_id"}})
        .links({"skills", "user_skills", "user_id", {"name", "level"}})
        .links({"board_ids", "user_access_scopes", "user_id", {"object_id"}, "kind", "board"})
        .links({"organization_ids", "user_access_scopes", "user_id", {"object_id"}, "kind", "organization"})
        .links({"ticket_ids", "user_access_scopes", "user_id", {"object_id"}, "kind", "ticket"})
        .judged_by(check).upheld_by(store::uphold_user)
        .prepared_by([&cpu](Json values) { return with_hash(cpu, std::move(values)); })
        // A client is within the scope of their contact, as the contact is.
        .seen_if(R"((t.kind <> 'client' OR NOT EXISTS (SELECT FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = $2 AND a.kind = 'organization')
              OR EXISTS (SELECT FROM contacts c JOIN user_access_scopes a ON a.tenant_id = $1 AND a.user_id = $2::bigint AND a.kind = 'organization' AND a.object_id = c.organization_id
                          WHERE c.tenant_id = $1 AND c.user_id = t.id)))")
        .held_by("contacts", "user_id").held_by("user_sessions", "user_id").held_by("channel_participants", "user_id")
        .synced();
}

}  // namespace chatd::directory

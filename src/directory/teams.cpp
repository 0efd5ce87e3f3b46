#include "directory/directory.hpp"
#include "directory/store.hpp"
#include "directory/team_settings.hpp"

namespace chatd::directory {
namespace {

enum class Assignment : std::uint8_t { broadcast, round_robin, least_busy };
constexpr auto names_of(Assignment) { return std::array<std::string_view, 3>{"broadcast", "round_robin", "least_busy"}; }

struct Team {
    TeamId id;
    std::string name;
    Assignment assignment = Assignment::broadcast;
    std::optional<TeamId> overflow_team_id;
    TeamSettings settings;
    std::vector<UserId> member_ids;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Team::id, "id", "The team.").read_only(),
        field(&Team::name, "name", "What it is called.", length(1, 200)),
        field(&Team::assignment, "assignment", "How its requests find a technician.").defaults(),
        field(&Team::overflow_team_id, "overflow_team_id", "Who is asked as well when it does not answer in time."),
        field(&Team::settings, "settings", "Overrides of the operator's `queue` defaults.").defaults(),
        field(&Team::member_ids, "member_ids", "The technicians who belong to it.", items(0, 1000)).defaults(),
        field(&Team::created_at, "created_at", "When it was made.").read_only(),
        field(&Team::updated_at, "updated_at", "When it was last changed.").read_only());
};

void check(const Team& team) {
    if (team.id && team.overflow_team_id == team.id) throw invalid("overflow_team_id", "is the team itself");
}

}  // namespace

records::Kind teams() {
    return records::kind<Team>("teams", "team")
        .read_by(api::staff).written_by(api::needs(Permission::users_manage))
        .searched_in({"name"}).filtered_by({"assignment", "overflow_team_id"})
        .links({"member_ids", "user_team_assignments", "team_id", {"user_id"}})
        .judged_by(check).upheld_by(store::uphold_team)
        .held_by("chat_configs", "team_id").held_by("boards", "team_id");
}

}  // namespace chatd::directory

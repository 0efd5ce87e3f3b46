#include "directory/directory.hpp"

namespace chatd::directory {
namespace {

struct Skill {
    Id<Skill> id;
    std::string name, description;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Skill::id, "id", "The skill.").read_only(),
        field(&Skill::name, "name", "What requests and technicians call it.", length(1, 100)),
        field(&Skill::description, "description", "Who has it.", length(0, 2000)).defaults(),
        field(&Skill::created_at, "created_at", "When it was made.").read_only(),
        field(&Skill::updated_at, "updated_at", "When it was last changed.").read_only());
};

}  // namespace

records::Kind skills() {
    return records::kind<Skill>("skills", "skill")
        .read_by(api::staff).written_by(api::needs(Permission::users_manage))
        .searched_in({"name", "description"}).filtered_by({"name"});
}

}  // namespace chatd::directory

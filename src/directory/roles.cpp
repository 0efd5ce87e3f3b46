#include "chatd/caller.hpp"
#include "directory/directory.hpp"
#include "directory/store.hpp"

namespace chatd::directory {
namespace {

struct Role {
    Id<Role> id;
    std::string name;
    bool built_in = false;
    std::vector<Permission> permissions;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Role::id, "id", "The role.").read_only(),
        field(&Role::name, "name", "What it is called.", length(1, 100)),
        field(&Role::built_in, "built_in", "Such a role keeps its name and cannot be deleted.").read_only(),
        field(&Role::permissions, "permissions", "What its users may do.", items(0, 100)).defaults(),
        field(&Role::created_at, "created_at", "When it was made.").read_only(),
        field(&Role::updated_at, "updated_at", "When it was last changed.").read_only());
};

}  // namespace

records::Kind roles() {
    return records::kind<Role>("roles", "role")
        .read_by(api::staff).written_by(api::needs(Permission::users_manage))
        .searched_in({"name"}).filtered_by({"built_in"})
        .links({"permissions", "role_permissions", "role_id", {"permission"}})
        .upheld_by(store::uphold_role)
        .held_by("user_roles", "role_id");
}

}  // namespace chatd::directory

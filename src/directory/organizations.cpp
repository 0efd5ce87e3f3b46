#include "directory/directory.hpp"

namespace chatd::directory {
namespace {

struct Organization {
    OrganizationId id;
    std::string name;
    std::optional<std::string> external_id;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Organization::id, "id", "The organization.").read_only(),
        field(&Organization::name, "name", "What it is called.", length(1, 200)),
        field(&Organization::external_id, "external_id", "The id that a host platform knows it by.", length(1, 200)),
        field(&Organization::created_at, "created_at", "When it was made.").read_only(),
        field(&Organization::updated_at, "updated_at", "When it was last changed.").read_only());
};

}  // namespace

records::Kind organizations() {
    return records::kind<Organization>("organizations", "organization")
        .read_by(api::staff).written_by(api::needs(Permission::config_manage))
        .searched_in({"name", "external_id"}).filtered_by({"external_id"})
        .held_by("contacts", "organization_id").held_by("devices", "organization_id").held_by("agreements", "organization_id").held_by("tickets", "organization_id")
        .within_scope("organization", "id")
        .synced();
}

}  // namespace chatd::directory

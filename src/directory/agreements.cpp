#include "directory/directory.hpp"

namespace chatd::directory {
namespace {

enum class AgreementKind : std::uint8_t { managed, block_hours, time_and_materials, project };
constexpr auto names_of(AgreementKind) {
    return std::array<std::string_view, 4>{"managed", "block_hours", "time_and_materials", "project"};
}
enum class AgreementStatus : std::uint8_t { draft, active, expired, cancelled };
constexpr auto names_of(AgreementStatus) { return std::array<std::string_view, 4>{"draft", "active", "expired", "cancelled"}; }

struct Agreement {
    Id<Agreement> id;
    OrganizationId organization_id;
    std::string name;
    AgreementKind kind = AgreementKind::managed;
    AgreementStatus status = AgreementStatus::active;
    bool is_billable = false;
    std::optional<Time> starts_at, ends_at;
    std::optional<double> hours_included;
    std::string notes;
    std::optional<std::string> external_id;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Agreement::id, "id", "The agreement.").read_only(),
        field(&Agreement::organization_id, "organization_id", "Whose it is."),
        field(&Agreement::name, "name", "What it is called.", length(1, 200)),
        field(&Agreement::kind, "kind", "How work under it is paid.").defaults(),
        field(&Agreement::status, "status", "Only an active one covers work.").defaults(),
        field(&Agreement::is_billable, "is_billable", "Whether time under it is charged beside the fee.").defaults(),
        field(&Agreement::starts_at, "starts_at", "From when it covers work."),
        field(&Agreement::ends_at, "ends_at", "Until when."),
        field(&Agreement::hours_included, "hours_included", "Hours that are paid already.", range(0, 1e6)),
        field(&Agreement::notes, "notes", "For technicians.", length(0, 8192)).defaults(),
        field(&Agreement::external_id, "external_id", "The id that a host platform knows it by.", length(1, 200)),
        field(&Agreement::created_at, "created_at", "When it was made.").read_only(),
        field(&Agreement::updated_at, "updated_at", "When it was last changed.").read_only());
};

void check(const Agreement& agreement) {
    if (agreement.starts_at && agreement.ends_at && *agreement.ends_at <= *agreement.starts_at) throw invalid("ends_at", "is not after starts_at");
}

}  // namespace

records::Kind agreements() {
    return records::kind<Agreement>("agreements", "agreement")
        .read_by(api::staff).written_by(api::needs(Permission::config_manage))
        .searched_in({"name", "notes", "external_id"}).filtered_by({"organization_id", "kind", "status", "external_id"})
        .judged_by(check)
        .within_scope("organization", "organization_id");
}

}  // namespace chatd::directory

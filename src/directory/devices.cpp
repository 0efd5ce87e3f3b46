#include "directory/directory.hpp"

namespace chatd::directory {
namespace {

enum class DeviceKind : std::uint8_t { workstation, laptop, server, mobile, network, printer, other };
constexpr auto names_of(DeviceKind) {
    return std::array<std::string_view, 7>{"workstation", "laptop", "server", "mobile", "network", "printer", "other"};
}
enum class DeviceStatus : std::uint8_t { active, retired };
constexpr auto names_of(DeviceStatus) { return std::array<std::string_view, 2>{"active", "retired"}; }

struct Device {
    DeviceId id;
    std::string name;
    DeviceKind kind = DeviceKind::workstation;
    DeviceStatus status = DeviceStatus::active;
    std::optional<OrganizationId> organization_id;
    std::optional<Id<struct Contact>> contact_id;
    std::optional<std::string> serial_number, operating_system;
    JsonObject details;
    std::optional<std::string> external_id;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Device::id, "id", "The device.").read_only(),
        field(&Device::name, "name", "What it is called, as a rule its host name.", length(1, 200)),
        field(&Device::kind, "kind", "What it is.").defaults(),
        field(&Device::status, "status", "A retired one is kept for what was said of it.").defaults(),
        field(&Device::organization_id, "organization_id", "Whose it is."),
        field(&Device::contact_id, "contact_id", "Who works with it."),
        field(&Device::serial_number, "serial_number", "As its maker numbers it.", length(1, 200)),
        field(&Device::operating_system, "operating_system", "With its version.", length(1, 200)),
        field(&Device::details, "details", "What a host platform knows of it; kept as it is.", length(0, 16384)).defaults(),
        field(&Device::external_id, "external_id", "The id that a host platform knows it by.", length(1, 200)),
        field(&Device::created_at, "created_at", "When it was made.").read_only(),
        field(&Device::updated_at, "updated_at", "When it was last changed.").read_only());
};

}  // namespace

records::Kind devices() {
    return records::kind<Device>("devices", "device")
        .read_by(api::staff).written_by(api::needs(Permission::config_manage))
        .searched_in({"name", "serial_number", "operating_system", "external_id"})
        .filtered_by({"organization_id", "contact_id", "kind", "status", "external_id"})
        .within_scope("organization", "organization_id")
        .synced();
}

}  // namespace chatd::directory

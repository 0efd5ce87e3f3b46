#include "tickets/demo.hpp"

#include <array>

#include "db/exec.hpp"

namespace chatd::tickets {
namespace {

struct Device {
    const char *contact, *name, *kind, *operating_system, *serial_number;
};
constexpr std::array devices{
    Device{"af-1", "AF-LT-014", "laptop", "Windows 11 Pro", "5CG2140KXW"},
    Device{"af-2", "AF-PLOT-1", "printer", nullptr, "MY0C5TR01B"},
    Device{"af-3", "AF-WS-003", "workstation", "Windows 11 Pro", "8CC9381PLQ"},
    Device{"hd-1", "HD-LT-002", "laptop", "macOS 15", "C02XK1ABJG5J"},
    Device{"hd-2", "HD-XRAY-1", "workstation", "Windows 10 IoT", nullptr},
};

struct Sample {
    const char *contact, *assignee, *title, *description, *status, *priority, *classification;
};
constexpr std::array samples{
    Sample{"af-1", "dana@demo.test", "VPN drops on the train", "Since the update it drops whenever the train changes cells.", "open", "high", "network"},
    Sample{"af-1", "omar@demo.test", "New laptop for Lucia", "Starts on the 1st; needs the CAD suite.", "waiting", "medium", "hardware"},
    Sample{"af-2", nullptr, "Plotter prints stripes", "Only on A1, only in colour.", "new", "low", "printers"},
    Sample{"hd-1", "dana@demo.test", "Mailbox is full", "Nothing arrives since this morning.", "resolved", "urgent", "microsoft 365"},
    Sample{"hd-2", "omar@demo.test", "X-ray station has no network", "Cable was pulled by the cleaners.", "closed", "high", "network"},
};

std::optional<std::string> given(const char* text) { return text ? std::optional<std::string>(text) : std::nullopt; }

}  // namespace

void fill_demo(db::Tx& tx) {
    db::exec(tx, "INSERT INTO boards (tenant_id, name, description) SELECT id, 'Service board', 'What clients ask for' FROM tenants WHERE slug = 'demo'");
    db::exec(tx, R"(
        INSERT INTO ticket_templates (tenant_id, name, description, tasks)
        SELECT id, 'New starter', 'Which desk? Which groups?', '{Order a laptop,Make the account,Show them around}' FROM tenants WHERE slug = 'demo')");
    for (const auto& device : devices)
        db::exec(tx, R"(
            INSERT INTO devices (tenant_id, name, kind, operating_system, serial_number, organization_id, contact_id)
            SELECT c.tenant_id, $2, $3, $4, $5, c.organization_id, c.id FROM contacts c JOIN tenants t ON t.id = c.tenant_id AND t.slug = 'demo' WHERE c.external_id = $1)",
                 device.contact, device.name, device.kind, given(device.operating_system), given(device.serial_number));
    for (const auto& sample : samples)
        db::exec(tx, R"(
            INSERT INTO tickets (tenant_id, title, description, status, priority, board_id, organization_id, contact_id, assignee_id, classifications)
            SELECT t.id, $3, $4, $5, $6, b.id, c.organization_id, c.id, (SELECT u.id FROM users u WHERE u.tenant_id = t.id AND u.email = $2), ARRAY[$7]
              FROM tenants t JOIN contacts c ON c.tenant_id = t.id AND c.external_id = $1 JOIN boards b ON b.tenant_id = t.id
             WHERE t.slug = 'demo')", sample.contact, given(sample.assignee), sample.title, sample.description,
                 sample.status, sample.priority, sample.classification);
    db::exec(tx, R"(
        INSERT INTO ticket_devices (tenant_id, ticket_id, device_id)
        SELECT k.tenant_id, k.id, d.id FROM tickets k JOIN tenants t ON t.id = k.tenant_id AND t.slug = 'demo' JOIN devices d ON d.tenant_id = k.tenant_id AND d.contact_id = k.contact_id
         WHERE k.classifications && '{network,printers}')");
}

}  // namespace chatd::tickets

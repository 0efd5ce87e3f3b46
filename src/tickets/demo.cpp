#include "tickets/demo.hpp"

#include <array>

#include "db/exec.hpp"

namespace chatd::tickets {
namespace {

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

}  // namespace

void fill_demo(db::Tx& tx) {
    db::exec(tx, "INSERT INTO boards (tenant_id, name, description) SELECT id, 'Service board', 'What clients ask for' FROM tenants WHERE slug = 'demo'");
    db::exec(tx, R"(
        INSERT INTO ticket_templates (tenant_id, name, description, tasks)
        SELECT id, 'New starter', 'Which desk? Which groups?', '{Order a laptop,Make the account,Show them around}' FROM tenants WHERE slug = 'demo')");
    for (const auto& sample : samples)
        db::exec(tx, R"(
            INSERT INTO tickets (tenant_id, title, description, status, priority, board_id, organization_id, contact_id, assignee_id, classifications)
            SELECT t.id, $3, $4, $5, $6, b.id, c.organization_id, c.id, (SELECT u.id FROM users u WHERE u.tenant_id = t.id AND u.email = $2), ARRAY[$7]
              FROM tenants t JOIN contacts c ON c.tenant_id = t.id AND c.external_id = $1 JOIN boards b ON b.tenant_id = t.id
             WHERE t.slug = 'demo')", sample.contact, sample.assignee ? std::optional<std::string>(sample.assignee) : std::nullopt, sample.title, sample.description,
                 sample.status, sample.priority, sample.classification);
}

}  // namespace chatd::tickets

#include "tickets/store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "db/exec.hpp"
#include "db/rows.hpp"
#include "tickets/tickets.hpp"

namespace chatd::tickets::store {
namespace {

using records::Change, records::Written;
using records::store::Author;

Ticket ticket_of(const records::store::Stored& stored) { return read<Ticket>(Json::parse(stored.record)); }

/// What an applied template has to say of a ticket.
struct Applied {
    std::string description;
    std::optional<Priority> priority;
    std::optional<BoardId> board_id;
    std::vector<std::string> classifications, tasks;
    static constexpr auto fields = describe(
        field(&Applied::description, "description", ""), field(&Applied::priority, "priority", ""), field(&Applied::board_id, "board_id", ""),
        field(&Applied::classifications, "classifications", ""), field(&Applied::tasks, "tasks", ""));
};

}  // namespace

void uphold_ticket(db::Tx& tx, const Written& written) {
    if (written.change == Change::deleted) return;
    if (written.sets("assignee_id") &&
        written.holds(tx, R"(SELECT EXISTS (SELECT FROM tickets t JOIN users u ON u.tenant_id = $1 AND u.id = t.assignee_id
                        WHERE t.tenant_id = $1 AND t.id = $2 AND u.kind IN ('client', 'system')))"))
        throw invalid("assignee_id", "is no technician");
    if ((written.sets("contact_id") || written.sets("organization_id")) &&
        written.holds(tx, R"(SELECT EXISTS (SELECT FROM tickets t JOIN contacts c ON c.tenant_id = $1 AND c.id = t.contact_id
                        WHERE t.tenant_id = $1 AND t.id = $2 AND t.organization_id <> c.organization_id))"))
        throw invalid("contact_id", "works for another organization");
    if (written.sets("board_id") &&
        written.holds(tx, R"(SELECT EXISTS (SELECT FROM tickets t JOIN boards b ON b.tenant_id = $1 AND b.id = t.board_id
                        WHERE t.tenant_id = $1 AND t.id = $2 AND b.status = 'inactive'))"))
        throw invalid("board_id", "is inactive and takes no new tickets");
}

void uphold_task(db::Tx& tx, const Written& written) {
    if (written.change != Change::deleted && written.sets("assignee_id") &&
        written.holds(tx, R"(SELECT EXISTS (SELECT FROM ticket_tasks t JOIN users u ON u.tenant_id = $1 AND u.id = t.assignee_id
                        WHERE t.tenant_id = $1 AND t.id = $2 AND u.kind IN ('client', 'system')))"))
        throw invalid("assignee_id", "is no technician");
}

void uphold_update(db::Tx& tx, const Written& written) {
    const Error stays(Code::conflict, "What was said in a chat stays as it was said.");
    if (written.change == Change::deleted) {
        if (written.values["kind"] == "transcript") throw stays;
        return;
    }
    if (written.change == Change::updated && (written.sets("content") || written.sets("title")) &&
        written.holds(tx, "SELECT kind = 'transcript' FROM ticket_updates WHERE tenant_id = $1 AND id = $2"))
        throw stays;
}

Ticket find(db::Tx& tx, const Author& author, TicketId ticket) {
    return ticket_of(records::store::get(tx, &tickets(), author, std::to_string(ticket.value)));
}

Ticket apply_template(db::Tx& tx, Author author, TicketId id, TemplateId applied) {
    // The ticket's row is the lock: two who apply at once come one after the other.
    db::exec(tx, "SELECT FROM tickets WHERE tenant_id = $1 AND id = $2 FOR UPDATE", author.tenant, id);
    const auto ticket = find(tx, author, id);
    const auto found = db::maybe_row_as<Applied>(db::exec(tx, R"(
        SELECT description, priority, board_id, classifications, tasks FROM ticket_templates WHERE tenant_id = $1 AND id = $2)", author.tenant, applied));
    if (!found) throw not_found("ticket template", applied.value);

    auto values = Json::object();
    if (found->priority && *found->priority != ticket.priority) values["priority"] = name_of(*found->priority);
    if (found->board_id && found->board_id != ticket.board_id) values["board_id"] = found->board_id->value;
    if (!found->description.empty() && ticket.description.find(found->description) == std::string::npos)
        values["description"] = ticket.description + (ticket.description.empty() ? "" : "\n\n") + found->description;
    auto classes = ticket.classifications;
    for (const auto& one : found->classifications)
        if (std::find(classes.begin(), classes.end(), one) == classes.end()) classes.push_back(one);
    if (classes.size() != ticket.classifications.size()) values["classifications"] = classes;
    db::exec(tx, R"(
        INSERT INTO ticket_tasks (tenant_id, ticket_id, title)
        SELECT $1, $2, wanted.title FROM unnest($3::text[]) WITH ORDINALITY AS wanted (title, place)
         WHERE NOT EXISTS (SELECT FROM ticket_tasks t WHERE t.tenant_id = $1 AND t.ticket_id = $2 AND t.title = wanted.title)
         ORDER BY wanted.place)", author.tenant, id, found->tasks);
    if (values.empty()) return ticket;
    return ticket_of(records::store::update(tx, &tickets(), author, std::to_string(id.value), values.dump(), {}));
}

}  // namespace chatd::tickets::store

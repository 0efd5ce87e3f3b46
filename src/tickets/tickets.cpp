#include "tickets/tickets.hpp"

#include "api/once.hpp"
#include "tickets/store.hpp"

namespace chatd::tickets {

const records::Kind& tickets() {
    static const auto kind = records::kind<Ticket>("tickets", "ticket")
        .read_by(api::staff).written_by(api::needs(Permission::tickets_write)).named_by("title")
        .searched_in({"title", "external_id"})
        .filtered_by({"number", "status", "priority", "board_id", "organization_id", "contact_id", "assignee_id", "session_id", "external_id"})
        .links({"device_ids", "ticket_devices", "ticket_id", {"device_id"}})
        .within_scope("board", "board_id").within_scope("organization", "organization_id").within_scope("ticket", "id")
        .upheld_by(store::uphold_ticket)
        .held_by("live_chat_sessions", "ticket_id")
        .synced();
    return kind;
}

void add_kinds(records::Records& records) {
    records.add(tickets());
    records.add(ticket_templates());
    records.add(ticket_tasks());
    records.add(ticket_updates());
}

void Tickets::declare(api::Api& api) {
    api.operation("tickets:apply_template", *this, &Tickets::apply_template)
        .says("Apply a template to a ticket: its priority and board, its text at the end of the description, and the tasks and classifications that the ticket has not yet.")
        .allow(api::needs(Permission::tickets_write))
        .once()
        .rest(api::post, "/api/tickets/{id}/apply-template");
}

Task<Ticket> Tickets::apply_template(Call& call, ApplyTemplate request) {
    const auto changed = co_await api::once(call, database_, store::apply_template, records::author_of(call, "tickets:apply_template"), request.id, request.template_id);
    co_return changed;
}

}  // namespace chatd::tickets

// Tickets, as far as chat needs them (SPEC 12): the records, and a template that is applied to one. Who may open a ticket is
// `may_open_ticket` in the database: the access scopes by board, organization and ticket. Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "records/records.hpp"
#include "tickets/ticket.hpp"

namespace chatd::tickets {

/// Constant; also for stores that make tickets.
const records::Kind& tickets();
records::Kind ticket_templates();
records::Kind ticket_tasks();
records::Kind ticket_updates();
void add_kinds(records::Records& records);

struct ApplyTemplate {
    TicketId id;
    TemplateId template_id;
    static constexpr auto fields = describe(field(&ApplyTemplate::id, "id", "The ticket."),
                                            field(&ApplyTemplate::template_id, "template_id", "What is applied to it."));
};

class Tickets {
public:
    explicit Tickets(db::Database& database) : database_(database) {}
    void declare(api::Api& api);

    Task<Ticket> apply_template(Call& call, ApplyTemplate request);

private:
    db::Database& database_;
};

}  // namespace chatd::tickets

// The SQL of tickets that is not of records in general. Blocking; for the database's threads.
#pragma once
#include "records/kind.hpp"
#include "records/store.hpp"
#include "tickets/ticket.hpp"

namespace chatd::tickets::store {

/// Its assignee is a technician, its contact works for its organization.
void uphold_ticket(db::Tx& tx, const records::Written& written);
void uphold_task(db::Tx& tx, const records::Written& written);
/// A transcript stays as it is.
void uphold_update(db::Tx& tx, const records::Written& written);

/// Throws `not_found` for a ticket that the author may not open.
Ticket find(db::Tx& tx, const records::store::Author& author, TicketId ticket);
/// What has been applied already is not applied twice.
Ticket apply_template(db::Tx& tx, records::store::Author author, TicketId ticket, TemplateId applied);

}  // namespace chatd::tickets::store

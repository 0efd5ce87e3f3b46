// The SQL of a chat and its ticket. Blocking; for the database's threads. The channel is locked first: two who convert a chat at once
// come one after the other, and the second finds the ticket of the first.
#pragma once
#include "livechat/conversion.hpp"
#include "livechat/store.hpp"
#include "records/store.hpp"

namespace chatd::livechat::store {

struct Linked {
    Change change;
    tickets::Ticket ticket;
    Ticketed reply() const { return {ticket, change.session, change.seq ? std::optional(change.seq) : std::nullopt}; }
};

/// What becomes of the chat in the same transaction: its closing will log what was said.
enum class Then : std::uint8_t { goes_on, ends };

/// Throws `invalid_state` for a chat that waits, what records say of a ticket that cannot be so, `forbidden` if the author could not open it.
Linked convert(db::Tx& tx, Actor actor, records::store::Author author, ConvertToTicket request, tickets::TranscriptForms forms, Then then);
/// Throws `not_found` for a ticket that the author may not open, `conflict` when the chat has another, `invalid` when it is of another organization.
Linked link(db::Tx& tx, Actor actor, records::store::Author author, LinkTicket request, tickets::TranscriptForms forms);

struct Ending {
    std::optional<Change> linked;
    Change change;
    SessionReply reply() const { return change.reply(); }
};
/// end(), and what is asked for beside it.
Ending end_with(db::Tx& tx, Actor actor, records::store::Author author, End request, tickets::TranscriptForms forms);

/// The ticket that a client starts a chat from. Theirs is what names their contact, or no contact and their organization. Throws `not_found`.
struct StartedFrom {
    std::int64_t number = 0;
    std::string title;
    std::optional<OrganizationId> organization_id;
    static constexpr auto fields = describe(field(&StartedFrom::number, "number", ""), field(&StartedFrom::title, "title", ""), field(&StartedFrom::organization_id, "organization_id", ""));
};
StartedFrom ticket_of_client(db::Tx& tx, const Actor& actor, UserId client, TicketId ticket);

}  // namespace chatd::livechat::store

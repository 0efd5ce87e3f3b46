#include "livechat/conversion_store.hpp"

#include <nlohmann/json.hpp>

#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/transition.hpp"
#include "tickets/store.hpp"
#include "tickets/tickets.hpp"
#include "tickets/transcripts_store.hpp"

namespace chatd::livechat::store {
namespace {

using records::store::Author;
using tickets::Ticket;

constexpr std::size_t title_bytes_max = 200;

/// Cut between characters.
std::string cut(std::string text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xc0) == 0x80) --bytes_max;
    text.resize(bytes_max);
    return text;
}

struct ClientContact {
    std::optional<tickets::ContactId> contact_id;
    std::optional<OrganizationId> organization_id;
    static constexpr auto fields = describe(field(&ClientContact::contact_id, "contact_id", ""), field(&ClientContact::organization_id, "organization_id", ""));
};
ClientContact contact_of(db::Tx& tx, TenantId tenant, const Session& session) {
    auto found = db::maybe_row_as<ClientContact>(db::exec(tx, "SELECT id AS contact_id, organization_id FROM contacts WHERE tenant_id = $1 AND user_id = $2",
                                                          tenant, session.customer_id)).value_or(ClientContact());
    if (!found.organization_id) found.organization_id = session.organization_id;
    return found;
}

/// Of a technician who sees one board only, that one.
std::optional<BoardId> only_board(db::Tx& tx, const Actor& actor) {
    const auto boards = db::values_as<BoardId>(db::exec(tx, "SELECT object_id FROM user_access_scopes WHERE tenant_id = $1 AND user_id = $2 AND kind = 'board' LIMIT 2",
                                                        actor.tenant, actor.user));
    return boards.size() == 1 ? std::optional(boards.front()) : std::nullopt;
}

Json values_of(db::Tx& tx, const Actor& actor, const Session& session, const ConvertToTicket& request, tickets::Transcript transcript, const tickets::TranscriptForms& forms) {
    auto values = tickets::tickets().canonical(Json::parse(R"({"title":"x"})"), true);
    const auto subject = session.subject.empty() ? "Live chat with " + session.customer.name : session.subject;
    values["title"] = request.title.value_or(cut(subject, title_bytes_max));
    if (!forms.description) transcript.messages.clear();
    values["description"] = (request.description ? *request.description + "\n\n" : "") + tickets::as_text(tickets::without_notes(std::move(transcript)), forms.bytes_max);
    values["priority"] = name_of(request.priority.value_or(session.priority));
    values["classifications"] = request.classifications;
    const auto set = [&](const char* name, const auto& id) {
        if (id) values[name] = id->value;
    };
    const auto contact = contact_of(tx, actor.tenant, session);
    set("contact_id", contact.contact_id);
    set("organization_id", contact.organization_id);
    set("board_id", request.board_id ? request.board_id : only_board(tx, actor));
    set("assignee_id", request.assignee_id ? request.assignee_id : session.agent_id);
    return values;
}

bool is_over(const Session& session) { return session.status != Status::pending && session.status != Status::active; }

Change record_link(db::Tx& tx, const Actor& actor, ChannelId channel, const Ticket& ticket, const char* code, const std::string& what) {
    db::exec(tx, "UPDATE live_chat_sessions SET ticket_id = $3 WHERE tenant_id = $1 AND channel_id = $2", actor.tenant, channel, ticket.id);
    TicketLinked event;
    event.ticket = {ticket.id, ticket.number, ticket.title};
    event.by = {actor.user, actor.name};
    messages::store::Note note{code, R"({"ticket":)" + to_json(event.ticket) + R"(,"by":)" + to_json(event.by) + "}",
                               "Ticket #" + std::to_string(ticket.number) + what + ticket.title};
    return record(tx, actor, channel, note, event);
}

Linked as_it_is(db::Tx& tx, const Author& author, Session session) {
    const auto id = *session.ticket_id;
    return {{std::move(session), 0, {}, {}}, tickets::store::find(tx, author, id)};
}

/// A chat that waits has nobody yet who could say what it is about.
void must_not_wait(const Session& session) {
    if (session.status == Status::pending) throw Error(Code::invalid_state, "The chat waits: accept it first.");
}

}  // namespace

Linked convert(db::Tx& tx, Actor actor, Author author, ConvertToTicket request, tickets::TranscriptForms forms, Then then) {
    const auto channel = request.channel_id;
    auto [standing, session] = lock(tx, actor, channel);
    if (session.ticket_id) return as_it_is(tx, author, std::move(session));
    must_not_wait(session);
    const auto extent = tickets::store::extent_of(tx, actor.tenant, channel);
    const auto transcript = tickets::store::read_transcript(tx, actor.tenant, extent);
    const auto values = values_of(tx, actor, session, request, transcript, forms);
    const auto made = records::store::create(tx, &tickets::tickets(), author, values.dump());
    const TicketId id{made.row};
    if (request.template_id) tickets::store::apply_template(tx, author, id, *request.template_id);
    db::exec(tx, "UPDATE tickets SET session_id = $3 WHERE tenant_id = $1 AND id = $2", actor.tenant, id, channel);

    Linked out;
    out.ticket = tickets::store::find(tx, author, id);
    out.change = record_link(tx, actor, channel, out.ticket, "ticket_created", " was created: ");
    if (is_over(session)) tickets::store::log_closings(tx, actor.tenant, channel, id, actor.user, forms);
    else if (then == Then::goes_on)
        tickets::store::log_transcript(tx, actor.tenant, id, tickets::store::keep_interim(tx, actor.tenant, extent, transcript), transcript, actor.user, forms);
    return out;
}

Linked link(db::Tx& tx, Actor actor, Author author, LinkTicket request, tickets::TranscriptForms forms) {
    auto [standing, session] = lock(tx, actor, request.channel_id);
    auto ticket = tickets::store::find(tx, author, request.ticket_id);
    if (session.ticket_id == request.ticket_id) return as_it_is(tx, author, std::move(session));
    if (session.ticket_id)
        throw Error(Code::conflict, "The chat has another ticket.", {}, R"({"ticket_id":)" + std::to_string(session.ticket_id->value) + "}");
    must_not_wait(session);
    const auto organization = contact_of(tx, actor.tenant, session).organization_id;
    if (organization && ticket.organization_id && organization != ticket.organization_id) throw invalid("ticket_id", "is of another organization than the client");
    Linked out;
    out.change = record_link(tx, actor, request.channel_id, ticket, "ticket_linked", " is what this chat is about: ");
    out.ticket = std::move(ticket);
    if (is_over(session)) tickets::store::log_closings(tx, actor.tenant, request.channel_id, request.ticket_id, actor.user, forms);
    return out;
}

Ending end_with(db::Tx& tx, Actor actor, Author author, End request, tickets::TranscriptForms forms) {
    Ending out;
    if (request.create_ticket) {
        ConvertToTicket wanted;
        wanted.channel_id = request.channel_id;
        out.linked = convert(tx, actor, author, std::move(wanted), std::move(forms), Then::ends).change;
    }
    out.change = end(tx, actor, request.channel_id);
    if (request.save_transcript)
        db::exec(tx, "UPDATE live_chat_sessions SET save_transcript = $3 WHERE tenant_id = $1 AND channel_id = $2", actor.tenant, request.channel_id, *request.save_transcript);
    return out;
}

StartedFrom ticket_of_client(db::Tx& tx, const Actor& actor, UserId client, TicketId ticket) {
    const auto found = db::maybe_row_as<StartedFrom>(db::exec(tx, R"(
        SELECT t.number, t.title, t.organization_id FROM tickets t
          JOIN contacts c ON c.tenant_id = $1 AND c.user_id = $2
         WHERE t.tenant_id = $1 AND t.id = $3 AND (t.contact_id = c.id OR (t.contact_id IS NULL AND t.organization_id = c.organization_id))
           AND ($4::bigint IS NULL OR may_open_ticket($1, $4::bigint, t.id)))", actor.tenant, client, ticket, actor.staff ? std::optional(actor.user) : std::nullopt));
    if (!found) throw not_found("ticket", ticket.value);
    return *found;
}

}  // namespace chatd::livechat::store

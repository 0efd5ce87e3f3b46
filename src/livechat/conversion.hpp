// A live chat and its ticket (SPEC 12): a ticket is made of a chat, or a chat is linked to a ticket that is there. A chat has one ticket
// at most, for ever; whoever asks again gets it. Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"
#include "livechat/livechat.hpp"
#include "tickets/ticket.hpp"

namespace chatd::livechat {

struct ConvertToTicket {
    ChannelId channel_id;
    std::optional<std::string> title, description;
    std::optional<Priority> priority;
    std::optional<BoardId> board_id;
    std::optional<UserId> assignee_id;
    std::optional<tickets::TemplateId> template_id;
    std::vector<std::string> classifications;
    static constexpr auto fields = describe(
        field(&ConvertToTicket::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&ConvertToTicket::title, "title", "What it is about; the chat's subject if absent.", length(1, 200)),
        field(&ConvertToTicket::description, "description", "Said before what the chat says.", length(1, 32'768)),
        field(&ConvertToTicket::priority, "priority", "The chat's if absent."),
        field(&ConvertToTicket::board_id, "board_id", "The board that it goes to; if absent, the only one that the technician may see."),
        field(&ConvertToTicket::assignee_id, "assignee_id", "Who gets it; the chat's technician if absent."),
        field(&ConvertToTicket::template_id, "template_id", "A template that is applied to it."),
        field(&ConvertToTicket::classifications, "classifications", "What kind of thing it is.", items(0, 20)).defaults());
};
struct LinkTicket {
    ChannelId channel_id;
    TicketId ticket_id;
    static constexpr auto fields = describe(field(&LinkTicket::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
                                            field(&LinkTicket::ticket_id, "ticket_id", "The ticket that it is about."));
};
struct Ticketed {
    tickets::Ticket ticket;
    Session session;
    std::optional<std::int64_t> seq;
    static constexpr auto fields = describe(field(&Ticketed::ticket, "ticket", "The chat's ticket."), field(&Ticketed::session, "session", "As it is now."),
                                            field(&Ticketed::seq, "seq", "Of the event that linked it; null if it was so before."));
};

/// What the room may know of a ticket.
struct TicketName {
    TicketId id;
    std::int64_t number = 0;
    std::string title;
    static constexpr auto fields = describe(field(&TicketName::id, "id", "The ticket."), field(&TicketName::number, "number", "As people name it."),
                                            field(&TicketName::title, "title", "What it is about."));
};
struct TicketLinked {
    static constexpr std::string_view event = "ticket:linked", says = "The chat has a ticket from now on.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    TicketName ticket;
    Person by;
    static constexpr auto fields = describe(
        field(&TicketLinked::session_id, "session_id", "The live chat."), field(&TicketLinked::channel_id, "channel_id", "The same."),
        field(&TicketLinked::chat_id, "chatId", "The same, as older clients call it."), field(&TicketLinked::seq, "seq", "Place of this event in the channel; null to technicians who are not in it."),
        field(&TicketLinked::message, "message", "The event as a system message of the history."), field(&TicketLinked::session, "session", "As it is now."),
        field(&TicketLinked::ticket, "ticket", "Which."), field(&TicketLinked::by, "by", "Who linked it."));
};

class Conversion {
public:
    Conversion(db::Database& database, LiveChat& livechat, tickets::TranscriptForms forms) : database_(database), livechat_(livechat), forms_(std::move(forms)) {}
    void declare(api::Api& api);

    Task<Ticketed> convert(Call& call, ConvertToTicket request);
    Task<Ticketed> link(Call& call, LinkTicket request);

private:
    Task<> tell(Call& call, const Change& change, const tickets::Ticket& ticket);

    db::Database& database_;
    LiveChat& livechat_;
    const tickets::TranscriptForms forms_;
};

}  // namespace chatd::livechat

// A ticket as it looks from outside: the record of /api/tickets, also in the reply that made one of a chat.
#pragma once
#include "chatd/describe.hpp"
#include "routing/request.hpp"

namespace chatd::tickets {

using routing::Priority;
using ContactId = Id<struct ContactTag>;
using TemplateId = Id<struct TemplateTag>;

enum class TicketStatus : std::uint8_t { new_, open, waiting, resolved, closed };
constexpr auto names_of(TicketStatus) { return std::array<std::string_view, 5>{"new", "open", "waiting", "resolved", "closed"}; }

struct Ticket {
    TicketId id;
    std::int64_t number = 0;
    std::string title, description;
    TicketStatus status = TicketStatus::new_;
    Priority priority = Priority::medium;
    std::optional<BoardId> board_id;
    std::optional<OrganizationId> organization_id;
    std::optional<ContactId> contact_id;
    std::optional<UserId> assignee_id;
    std::vector<DeviceId> device_ids;
    std::vector<std::string> classifications;
    std::optional<ChannelId> session_id;
    std::optional<std::string> external_id;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Ticket::id, "id", "The ticket.").read_only(),
        field(&Ticket::number, "number", "As people name it: 1, 2, 3 … of the tenant.").read_only(),
        field(&Ticket::title, "title", "What it is about.", length(1, 200)),
        field(&Ticket::description, "description", "What is wrong, or wanted.", length(0, 131'072)).defaults(),
        field(&Ticket::status, "status", "Where it is in its life.").defaults(),
        field(&Ticket::priority, "priority", "How urgent it is.").defaults(),
        field(&Ticket::board_id, "board_id", "The board that it is on."),
        field(&Ticket::organization_id, "organization_id", "The client organization."),
        field(&Ticket::contact_id, "contact_id", "Whose it is."),
        field(&Ticket::assignee_id, "assignee_id", "The technician who has it."),
        field(&Ticket::device_ids, "device_ids", "The devices that it is about.", items(0, 100)).defaults(),
        field(&Ticket::classifications, "classifications", "What kind of thing it is, from the general to the particular.", items(0, 20)).defaults(),
        field(&Ticket::session_id, "session_id", "The live chat that it was made of.").read_only(),
        field(&Ticket::external_id, "external_id", "The id that a host platform knows it by.", length(1, 200)),
        field(&Ticket::created_at, "created_at", "When it was made.").read_only(),
        field(&Ticket::updated_at, "updated_at", "When it was last changed.").read_only());
};

}  // namespace chatd::tickets

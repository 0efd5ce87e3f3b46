#include "tickets/tickets.hpp"

namespace chatd::tickets {
namespace {

struct TicketTemplate {
    TemplateId id;
    std::string name, description;
    std::optional<Priority> priority;
    std::optional<BoardId> board_id;
    std::vector<std::string> classifications, tasks;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&TicketTemplate::id, "id", "The template.").read_only(),
        field(&TicketTemplate::name, "name", "What it is called.", length(1, 200)),
        field(&TicketTemplate::description, "description", "What is added to the description of a ticket: questions, a check list.", length(0, 16'384)).defaults(),
        field(&TicketTemplate::priority, "priority", "The priority that a ticket gets; null: it keeps its own."),
        field(&TicketTemplate::board_id, "board_id", "The board that a ticket goes to; null: it stays."),
        field(&TicketTemplate::classifications, "classifications", "What a ticket is classified as, beside what it is.", items(0, 20)).defaults(),
        field(&TicketTemplate::tasks, "tasks", "The titles of tasks that a ticket gets.", items(0, 50)).defaults(),
        field(&TicketTemplate::created_at, "created_at", "When it was made.").read_only(),
        field(&TicketTemplate::updated_at, "updated_at", "When it was last changed.").read_only());
};

void check(const TicketTemplate& one) {
    for (const auto& title : one.tasks)
        if (title.empty() || title.size() > 200) throw invalid("tasks", "has a title that is not 1 to 200 bytes long");
}

}  // namespace

records::Kind ticket_templates() {
    return records::kind<TicketTemplate>("ticket-templates", "ticket template")
        .in_table("ticket_templates")
        .read_by(api::staff).written_by(api::needs(Permission::config_manage))
        .searched_in({"name", "description"}).filtered_by({"board_id"})
        .judged_by(check)
        .within_scope("board", "board_id");
}

}  // namespace chatd::tickets

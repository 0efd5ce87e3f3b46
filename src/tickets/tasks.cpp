#include "tickets/tickets.hpp"

#include "tickets/store.hpp"

namespace chatd::tickets {
namespace {

enum class TaskStatus : std::uint8_t { open, done, skipped };
constexpr auto names_of(TaskStatus) { return std::array<std::string_view, 3>{"open", "done", "skipped"}; }

struct TicketTask {
    Id<TicketTask> id;
    TicketId ticket_id;
    std::string title;
    TaskStatus status = TaskStatus::open;
    std::optional<UserId> assignee_id;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&TicketTask::id, "id", "The task.").read_only(),
        field(&TicketTask::ticket_id, "ticket_id", "Its ticket; not changed later."),
        field(&TicketTask::title, "title", "What is to be done.", length(1, 200)),
        field(&TicketTask::status, "status", "Whether it is done, or will not be.").defaults(),
        field(&TicketTask::assignee_id, "assignee_id", "The technician who does it."),
        field(&TicketTask::created_at, "created_at", "When it was made.").read_only(),
        field(&TicketTask::updated_at, "updated_at", "When it was last changed.").read_only());
};

}  // namespace

records::Kind ticket_tasks() {
    return records::kind<TicketTask>("ticket-tasks", "task")
        .in_table("ticket_tasks").named_by("title")
        .read_by(api::staff).written_by(api::needs(Permission::tickets_write))
        .fixed({"ticket_id"}).searched_in({"title"}).filtered_by({"ticket_id", "status", "assignee_id"})
        .upheld_by(store::uphold_task)
        .seen_if("may_open_ticket($1::bigint, $2::bigint, t.ticket_id)");
}

}  // namespace chatd::tickets

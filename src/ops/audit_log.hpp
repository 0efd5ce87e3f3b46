// The audit log, to be read: who changed what, when, from where. It is written in the transactions of the changes themselves. Chat thread only.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"

namespace chatd::ops {

struct AuditEntry {
    std::int64_t id = 0;
    Time at;
    std::optional<UserId> actor_id;
    std::optional<std::string> actor_name;
    std::string action;
    std::optional<std::string> object_kind;
    std::optional<std::int64_t> object_id;
    std::optional<JsonText> details;
    std::optional<std::string> ip, request_id;
    static constexpr auto fields = describe(
        field(&AuditEntry::id, "id", "Grows with time."), field(&AuditEntry::at, "at", "When."),
        field(&AuditEntry::actor_id, "actor_id", "Who; null: chatd itself."), field(&AuditEntry::actor_name, "actor_name", "As they are called now."),
        field(&AuditEntry::action, "action", "The operation, by name."), field(&AuditEntry::object_kind, "object_kind", "What it was done to: the kind …"),
        field(&AuditEntry::object_id, "object_id", "… and which."), field(&AuditEntry::details, "details", "What was changed, without secrets."),
        field(&AuditEntry::ip, "ip", "From where."), field(&AuditEntry::request_id, "request_id", "As in the log of the daemon."));
};
struct ListAudit {
    std::optional<UserId> actor_id;
    std::optional<std::string> action, object_kind;
    std::optional<std::int64_t> object_id;
    std::optional<Time> after, before;
    int limit = 50;
    std::optional<std::int64_t> cursor;
    static constexpr auto fields = describe(
        field(&ListAudit::actor_id, "actor_id", "Only by them."), field(&ListAudit::action, "action", "Only this operation: `teams:update`.", length(1, 100)),
        field(&ListAudit::object_kind, "object_kind", "Only of this kind.", length(1, 100)), field(&ListAudit::object_id, "object_id", "Only this one.", range(0, 9e15)),
        field(&ListAudit::after, "after", "Only since then."), field(&ListAudit::before, "before", "Only before."),
        field(&ListAudit::limit, "limit", "How many at most.", range(1, 200)).defaults(),
        field(&ListAudit::cursor, "cursor", "The `next_cursor` of the answer before.", range(0, 9e15)));
};
struct AuditList {
    std::vector<AuditEntry> data;
    std::optional<std::int64_t> next_cursor;
    static constexpr auto fields = describe(field(&AuditList::data, "data", "The newest first."),
                                            field(&AuditList::next_cursor, "next_cursor", "Goes on from here; null at the end."));
};

class AuditLog {
public:
    explicit AuditLog(db::Database& database) : database_(database) {}
    void declare(api::Api& api);
    Task<AuditList> list(Call& call, ListAudit request);

private:
    db::Database& database_;
};

}  // namespace chatd::ops

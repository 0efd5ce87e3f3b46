#include "deadlines/store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::deadlines::store {

void set(db::Tx& tx, TenantId tenant, std::string_view kind, std::int64_t object, Time at) {
    db::exec(tx, R"(
        INSERT INTO deadlines (tenant_id, kind, object_id, due_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (tenant_id, kind, object_id) DO UPDATE SET due_at = excluded.due_at)", tenant, kind, object, at);
}

void clear(db::Tx& tx, TenantId tenant, std::string_view kind, std::int64_t object) {
    db::exec(tx, "DELETE FROM deadlines WHERE tenant_id = $1 AND kind = $2 AND object_id = $3", tenant, kind, object);
}

std::vector<Deadline> due(db::Tx& tx, int at_most) {
    return db::rows_as<Deadline>(db::exec(tx, R"(
        SELECT tenant_id, kind, object_id, due_at FROM deadlines WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT $1)", at_most));
}

std::optional<std::chrono::milliseconds> next_in(db::Tx& tx) {
    const auto rows = db::exec(tx, "SELECT ceil(extract(epoch FROM min(due_at) - clock_timestamp()) * 1000)::bigint FROM deadlines");
    const auto next = db::column<std::optional<std::int64_t>>(rows[0][0]);
    if (!next) return {};
    return std::chrono::milliseconds(*next);
}

void postpone(db::Tx& tx, Deadline deadline, std::chrono::milliseconds by) {
    db::exec(tx, R"(
        UPDATE deadlines SET due_at = clock_timestamp() + make_interval(secs => $5 / 1000.0)
         WHERE tenant_id = $1 AND kind = $2 AND object_id = $3 AND due_at = $4)",
             deadline.tenant_id, deadline.kind, deadline.object_id, deadline.due_at, by.count());
}

ClockReading read_clock(db::Tx& tx) {
    ClockReading out;
    out.before = std::chrono::steady_clock::now();
    out.wall = db::column<Time>(db::exec(tx, "SELECT clock_timestamp()")[0][0]);
    out.after = std::chrono::steady_clock::now();
    return out;
}

void clock_has_stepped(db::Tx& tx) {
    db::exec(tx, R"(
        INSERT INTO clock_steps (stepped_at) VALUES (clock_timestamp()) ON CONFLICT (id) DO UPDATE SET stepped_at = excluded.stepped_at)");
    db::exec(tx, "UPDATE deadlines SET due_at = clock_timestamp() WHERE due_at > clock_timestamp()");
}

}  // namespace chatd::deadlines::store

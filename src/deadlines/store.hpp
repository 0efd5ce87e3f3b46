// The SQL of deadlines. Blocking; for the database's threads, and for stores that set one in their own transaction.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "chatd/describe.hpp"
#include "db/database.hpp"
#include "deadlines/clock_reference.hpp"

namespace chatd::deadlines::store {

/// One for each kind and object: a second time takes the place of the first.
void set(db::Tx& tx, TenantId tenant, std::string_view kind, std::int64_t object, Time at);
void clear(db::Tx& tx, TenantId tenant, std::string_view kind, std::int64_t object);

struct Deadline {
    TenantId tenant_id;
    std::string kind;
    std::int64_t object_id = 0;
    Time due_at;
    static constexpr auto fields = describe(field(&Deadline::tenant_id, "tenant_id", ""), field(&Deadline::kind, "kind", ""),
                                            field(&Deadline::object_id, "object_id", ""), field(&Deadline::due_at, "due_at", ""));
};
/// The first of those that are due.
std::vector<Deadline> due(db::Tx& tx, int at_most);
/// How long until the next one, by the database's clock; below zero if it is due. Nothing if there is none.
std::optional<std::chrono::milliseconds> next_in(db::Tx& tx);
/// Asked again later, unless it has been set anew meanwhile.
void postpone(db::Tx& tx, Deadline deadline, std::chrono::milliseconds by);


ClockReading read_clock(db::Tx& tx);
/// The wall clock was set: what lasts counts from now (`lasting_since` of the database), and everything is to be looked at, for the times
/// in the rows are of the clock as it was.
void clock_has_stepped(db::Tx& tx);

}  // namespace chatd::deadlines::store

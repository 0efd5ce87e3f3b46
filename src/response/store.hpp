// The SQL of first replies. Blocking; for the database's threads.
#pragma once
#include "db/database.hpp"
#include "deadlines/clock_reference.hpp"
#include "livechat/session.hpp"

namespace chatd::response::store {

/// A chat whose technician has not been seen to answer.
struct Unanswered {
    TenantId tenant;
    ChannelId channel;
    std::chrono::milliseconds after, due_in;  ///< the rule of its team, and what is left
};
/// Of all tenants, those due first. One statement.
std::vector<Unanswered> unanswered(db::Tx& tx, std::chrono::milliseconds after);

struct Overdue {
    livechat::Person technician;
    std::optional<Time> returns_at;          ///< they are to be reminded
    std::optional<livechat::Change> change;  ///< they have left, and the chat waits
    bool clock_was_set = false;              ///< nothing can be said, and nothing was done
};
/// What is to be done about a chat that is due, done. Nothing when they have answered, or it is not due any more.
Overdue overdue(db::Tx& tx, TenantId tenant, ChannelId channel, deadlines::ClockReference clock_reference, std::chrono::milliseconds after);

}  // namespace chatd::response::store

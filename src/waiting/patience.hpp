// How long everybody waits: the client for a technician, the desk for a client who is gone or silent. The operator's times, which a tenant,
// a team and a chat config override, the nearest to the chat first. Plain values.
#pragma once
#include <chrono>

#include "chatd/ids.hpp"
#include "db/database.hpp"

namespace chatd::waiting {

/// Zero: never.
struct Patience {
    std::chrono::milliseconds no_answer_after = std::chrono::seconds(60);  ///< then a waiting client is asked, again each such time
    std::chrono::milliseconds abandon_after = std::chrono::seconds(120);   ///< a waiting client who is gone for so long has abandoned the chat
    std::chrono::milliseconds auto_close = std::chrono::minutes(30);       ///< a chat in which nothing happens for so long ends
    std::chrono::milliseconds reopen_within = std::chrono::hours(24);      ///< so long a client can take up a chat that is over
};

namespace store {
/// That of a chat. In `chat_configs.settings`, `teams.settings` the names are those of Patience; in `tenant_settings` those of the
/// configuration: `queue.no_answer_after`. What cannot be read there does not count.
Patience patience(db::Tx& tx, TenantId tenant, ChannelId channel, Patience defaults);
}  // namespace store

}  // namespace chatd::waiting

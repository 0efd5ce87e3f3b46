// The SQL of office hours. Blocking; for the database's threads.
#pragma once
#include "db/database.hpp"
#include "hours/office_hours.hpp"

namespace chatd::hours::store {

/// What counts for a chat by that config and team, now. Without hours anywhere it is always open.
struct Now {
    std::optional<OfficeHours> hours;  ///< the config's, else the team's
    Opening opening;
};
/// One statement. `team`: nothing for the config's own.
Now now(db::Tx& tx, TenantId tenant, std::optional<ChatConfigId> config, std::optional<TeamId> team);

}  // namespace chatd::hours::store

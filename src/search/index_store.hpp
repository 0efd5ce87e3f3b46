// The SQL of keeping the index; the work itself is done by functions of the database (migrations). Blocking; for the indexer's own connection.
#pragma once
#include <utility>
#include <vector>

#include "chatd/ids.hpp"
#include "db/database.hpp"

namespace chatd::search::store {

using Followed = std::pair<TenantId, ChannelId>;

/// Channels that are behind, after this one, by tenant and id.
std::vector<Followed> behind(db::Tx& tx, TenantId tenant, ChannelId channel, int limit);
/// Goes on with these channels, and answers those in which there is more.
std::vector<Followed> follow(db::Tx& tx, std::vector<Followed> channels, int events_max);
/// Indexes what changed elsewhere; how many changes that were.
int catch_up(db::Tx& tx, int changes_max);

}  // namespace chatd::search::store

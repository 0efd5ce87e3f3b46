// The SQL of the desk: contexts, workloads, all sessions. Blocking; for the database's threads.
#pragma once
#include "livechat/desk.hpp"
#include "livechat/store.hpp"

namespace chatd::livechat::store {

/// What is known of the client now, kept with a chat that has just been started.
void keep_context(db::Tx& tx, TenantId tenant, ChannelId channel);
/// As it was kept; what is open is of now. Throws `not_found` for a chat that the actor may not see.
CustomerContext context(db::Tx& tx, Actor actor, ChannelId channel);
/// Throws `not_found` for whoever is no technician of the tenant.
Workload workload(db::Tx& tx, Actor actor, UserId agent);
SessionList list_all(db::Tx& tx, Actor actor, ListSessions request);

}  // namespace chatd::livechat::store

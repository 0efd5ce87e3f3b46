// The SQL of presence. Blocking; for the database's threads.
#pragma once
#include "db/database.hpp"
#include "presence/presence.hpp"

namespace chatd::presence::store {

/// The technician has connected: `offline` becomes `online`. Their status now.
AgentStatus arrive(db::Tx& tx, TenantId tenant, UserId user);
AgentStatus status(db::Tx& tx, TenantId tenant, UserId user);
/// Their sign-in has been active now.
Activity touch(db::Tx& tx, TenantId tenant, UserId user, SignInId sign_in);
StatusReply set_status(db::Tx& tx, TenantId tenant, UserId user, AgentStatus status);
/// `online` becomes `offline`; a chosen status stays. True if it changed.
bool go_offline(db::Tx& tx, TenantId tenant, UserId user);
/// For all technicians but those: the daemon has started and they have not come back.
int all_offline_but(db::Tx& tx, std::vector<UserId> here);

}  // namespace chatd::presence::store

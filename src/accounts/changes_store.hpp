// The SQL of what changed in accounts, wherever it was changed (migration 0009 has the triggers), and how people stand now. Blocking.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/changes.hpp"
#include "accounts/store.hpp"

namespace chatd::accounts::store {

/// The moment up to which changes have been read, as PostgreSQL names it: a snapshot.
std::string moment(Tx& tx);

struct News {
    std::string moment;  ///< of this look; the next one begins here
    std::vector<AccountChange> changes;
};
/// Everything that has been committed since that moment, each once: also what a transaction did that was open then. One statement.
News changes_since(Tx& tx, std::string moment);

/// Those which every daemon has long read. Any daemon may.
int forget_changes(Tx& tx, std::int64_t older_than_s);

/// In the order asked; nothing where there is no such user. `sign_ins` may hold zeros. One statement.
std::vector<std::optional<Person>> people(Tx& tx, std::vector<TenantId> tenants, std::vector<UserId> users, std::vector<SignInId> sign_ins);

}  // namespace chatd::accounts::store

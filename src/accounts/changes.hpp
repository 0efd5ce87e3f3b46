// What changed in accounts, here or by the command line, SQL or another node: read from the database about once a second, so that
// rights reach open sockets (SPEC 3.10). Owned by Accounts; chat thread only.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "accounts/callers.hpp"

namespace chatd::accounts {

/// Somebody's account, sign-ins or rights are not what they were; or, with a channel, they have left it.
struct AccountChange {
    TenantId tenant;
    std::optional<UserId> user;  ///< none: everybody of the tenant
    std::optional<ChannelId> channel;
};

class Changes {
public:
    Changes(db::Database& database, Callers& callers) : database_(database), callers_(callers) {}

    /// From here on. Before the first connection.
    Task<> begin();
    /// What has been committed since the last look, each once. What is kept of those people is forgotten when this returns. Throws when
    /// the database is away; nothing is lost by that.
    Task<std::vector<AccountChange>> look();
    /// The rows of changes that all have seen, now and then.
    Task<> tidy();

private:
    db::Database& database_;
    Callers& callers_;
    std::string moment_;
};

}  // namespace chatd::accounts

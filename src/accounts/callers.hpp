// From a token to a caller: who it is, with the rights of now. What the database said is kept for a moment and forgotten as soon as
// something here changes it, so that a token costs a signature and no query. Owned by Accounts; chat thread only.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "accounts/jwt.hpp"
#include "accounts/store.hpp"
#include "base/recent.hpp"
#include "chatd/caller.hpp"
#include "chatd/task.hpp"
#include "db/database.hpp"
#include "hub/connection.hpp"

namespace chatd::accounts {

/// In-process event, after the commit: nothing of this user (of this sign-in, if one is named) is good any more. Whoever holds
/// connections closes those that are meant, at once.
struct SignInEnded {
    TenantId tenant;
    UserId user;
    std::optional<SignInId> sign_in;
    hub::CloseReason reason = sign_in ? hub::sign_in_again : hub::revoked;
    bool concerns(const Caller& caller) const {
        return caller.tenant == tenant && caller.user == user && (!sign_in || caller.sign_in == *sign_in);
    }
};

class Callers {
public:
    /// What is kept is read again after this. Changes made by others are told by Changes long before.
    static constexpr auto kept_for = std::chrono::seconds(10);

    Callers(db::Database& database, const Keyring& keyring, TokenRules rules, bool provision_staff)
        : database_(database), keyring_(keyring), rules_(std::move(rules)), provision_staff_(provision_staff) {}

    /// Throws `unauthenticated` or `token_expired`. When it returns, no end of the sign-in has been announced that it did not see:
    /// who registers the caller without another await in between misses none.
    Task<Caller> authenticate(std::string token);
    /// The same for a user without a token (the `user` of a reply). Throws `unauthenticated` when not active.
    Task<store::Person> person(TenantId tenant, UserId user);

    /// Every listener is called on the chat thread for each end.
    void on_ended(std::function<void(const SignInEnded&)> listener) { listeners_.push_back(std::move(listener)); }
    /// To be called after the commit of what ended it: forgets and tells.
    void ended(const SignInEnded& ended);
    /// Roles, name or status of the user changed.
    void changed(TenantId tenant, UserId user);
    /// The same for everybody of a tenant.
    void changed(TenantId tenant);

    std::string sign(const store::Person& person, SignInId sign_in, std::chrono::seconds ttl) const;

private:
    struct Known {
        store::Person person;
        std::chrono::steady_clock::time_point read_at;
    };
    struct Alive {
        UserId user;
        std::chrono::steady_clock::time_point read_at;
    };
    Task<store::Person> known(TenantId tenant, UserId user, SignInId sign_in);
    Task<UserId> outsider(Claims claims);

    db::Database& database_;
    const Keyring& keyring_;
    TokenRules rules_;
    bool provision_staff_;
    Recent<UserId, Known> persons_{20'000};
    Recent<SignInId, Alive> alive_{20'000};
    Recent<std::string, UserId> outsiders_{20'000};
    std::uint64_t changes_ = 0;  // a read that began before a change is not kept
    std::vector<std::function<void(const SignInEnded&)>> listeners_;
};

/// The name and the rights of now, to a caller who has those of before.
void give(const store::Person& person, Caller& caller);

/// What a token of ours says of its user.
Claims claims_of(const store::Person& person, SignInId sign_in, const TokenRules& rules, std::chrono::seconds ttl, Seconds now);

}  // namespace chatd::accounts

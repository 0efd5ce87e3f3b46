// Sign-ins: a pair of tokens, the short one renewed by the long one, each long one good for one use. Owned by Accounts; chat thread only.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "accounts/callers.hpp"
#include "chatd/describe.hpp"

namespace chatd::accounts {

/// A user as it is told to itself.
struct Me {
    UserId id;
    TenantId tenant_id;
    UserKind kind = UserKind::client;
    std::string name;
    std::optional<std::string> email, avatar_url;
    std::vector<std::string> permissions;
    static constexpr auto fields = describe(
        field(&Me::id, "id", "The user."), field(&Me::tenant_id, "tenant_id", "Its tenant."), field(&Me::kind, "kind", "What it is."),
        field(&Me::name, "name", "As others see it."), field(&Me::email, "email", "Unique in the tenant."),
        field(&Me::avatar_url, "avatar_url", "A picture."), field(&Me::permissions, "permissions", "What its roles allow."));
};
Me me_of(const store::Person& person);

/// The answer to signing in, of whatever kind.
struct SignedIn {
    std::string access_token, refresh_token;
    std::int64_t expires_in = 0;
    Me user;
    static constexpr auto fields = describe(
        field(&SignedIn::access_token, "access_token", "A JWT, for `Authorization: Bearer` and the sockets."),
        field(&SignedIn::refresh_token, "refresh_token", "Good for one use at POST /api/auth/refresh."),
        field(&SignedIn::expires_in, "expires_in", "Seconds that the access token lives."), field(&SignedIn::user, "user", "Who has signed in."));
};

struct Lifetimes {
    std::chrono::seconds access{15 * 60};
    std::chrono::seconds refresh{30 * 24 * 3600};
    std::chrono::seconds visitor_refresh{180 * 24 * 3600};
};

class SignIns {
public:
    SignIns(db::Database& database, Callers& callers, Lifetimes lifetimes) : database_(database), callers_(callers), lifetimes_(lifetimes) {}

    /// Throws `unauthenticated` if user or tenant is not active.
    Task<SignedIn> begin(TenantId tenant, UserId user, std::string remote);
    /// The next pair for a refresh token. Throws `unauthenticated`; a token that comes a second time ends its sign-in, except once within
    /// ten seconds of its first use, while the token that answered it was not used: then that answer was lost.
    Task<SignedIn> refresh(std::string refresh_token);
    /// Ends the caller's sign-in everywhere. Nothing happens for tokens of a foreign issuer: they end by themselves.
    Task<> end(Caller caller);

private:
    Task<SignedIn> pair(TenantId tenant, UserId user, SignInId sign_in, std::string refresh_token);

    db::Database& database_;
    Callers& callers_;
    Lifetimes lifetimes_;
};

}  // namespace chatd::accounts

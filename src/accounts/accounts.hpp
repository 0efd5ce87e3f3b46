// People: signing in and out, who one is, visitors, chat configs, and from a token to a caller. Owns the keys and what is kept of users.
// Built once by app; chat thread only, but for configs().origin_allowed().
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "accounts/callers.hpp"
#include "accounts/changes.hpp"
#include "accounts/chat_configs.hpp"
#include "accounts/keyring.hpp"
#include "accounts/sign_ins.hpp"
#include "accounts/visitors.hpp"
#include "api/api.hpp"
#include "base/cpu_pool.hpp"

namespace chatd::accounts {

struct Login {
    std::string email, password;
    std::optional<std::string> tenant;
    static constexpr auto fields = describe(
        field(&Login::email, "email", "As the account has it, in any case.", length(3, 254)),
        field(&Login::password, "password", "In clear; the connection must be private.", length(1, 1024)),
        field(&Login::tenant, "tenant", "The tenant's short name; needed only if the same sign-in is good in several.", length(1, 63)));
};
struct Refresh {
    std::string refresh_token;
    static constexpr auto fields = describe(field(&Refresh::refresh_token, "refresh_token", "From signing in or the last refresh.", length(1, 128)));
};
struct Renew {
    std::string token;
    static constexpr auto fields = describe(field(&Renew::token, "token", "A fresh access token of the same user.", length(1, 8192)));
};
struct MeReply {
    Me user;
    static constexpr auto fields = describe(field(&MeReply::user, "user", "Who asks."));
};
struct Renewed {
    Time expires_at;
    static constexpr auto fields = describe(field(&Renewed::expires_at, "expires_at", "When this connection must be renewed again."));
};

struct Options {
    Keyring keyring;  ///< with a secret to sign with
    TokenRules rules;
    Lifetimes lifetimes;
    std::filesystem::path jwks_file;  ///< empty: none
    bool provision_staff = false;     ///< staff whom a host platform vouches for are made technicians
    bool rate_limits = true;
    Rate signing_in{10, std::chrono::minutes(1), 10};  ///< of one address
    Rate visiting{30, std::chrono::minutes(1), 30};    ///< new visitors of one address
};

class Accounts {
public:
    Accounts(db::Database& database, CpuPool& pool, Options options);
    void declare(api::Api& api);

    /// At start, before the first connection, and then every few seconds: keys and configs that changed outside. Throws what went wrong
    /// (once for each bad version of a key file); everything stays as it was then.
    Task<> refresh();

    /// For all doors. Throws `unauthenticated` or `token_expired`.
    Task<Caller> authenticate(std::string token);
    /// The listener closes the connections that `SignInEnded::concerns`.
    void on_ended(std::function<void(const SignInEnded&)> listener) { callers_.on_ended(std::move(listener)); }

    ChatConfigs& configs() { return configs_; }
    Changes& changes() { return changes_; }
    Callers& callers() { return callers_; }
    Visitors& visitors() { return visitors_; }

    Task<SignedIn> login(Call& call, Login request);
    Task<SignedIn> refresh_tokens(Call& call, Refresh request);
    Task<api::Nothing> logout(Call& call, api::Nothing request);
    Task<MeReply> me(Call& call, api::Nothing request);
    /// `auth:refresh`: the connection goes on with the rights and the end of the new token.
    Task<Renewed> renew(Call& call, Renew request);

    /// Disabling ends all sign-ins of the user; throws `not_found`.
    Task<> set_active(TenantId tenant, UserId user, bool active);

private:
    void limit_account(const std::string& email);

    db::Database& database_;
    CpuPool& pool_;
    Options options_;
    std::optional<KeyFile> key_file_;
    Callers callers_;
    Changes changes_;
    SignIns sign_ins_;
    ChatConfigs configs_;
    Visitors visitors_;
    RateLimit tries_;  // wrong passwords of one account
};

}  // namespace chatd::accounts

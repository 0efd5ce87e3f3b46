#include "accounts/accounts.hpp"

#include <algorithm>
#include <cctype>

#include "accounts/passwords.hpp"
#include "accounts/store.hpp"
#include "chatd/error.hpp"
#include "hub/session.hpp"

namespace chatd::accounts {
using namespace std::chrono_literals;

void Accounts::declare(api::Api& api) {
    api.operation("auth:login", *this, &Accounts::login)
        .says("Sign in with email and password.")
        .allow(api::anyone)
        .limit(api::per_address(options_.signing_in))
        .repeatable("it begins another sign-in; tokens are stored nowhere, so they cannot be answered again")
        .rest(api::post, "/api/auth/login");
    api.operation("auth:refresh_tokens", *this, &Accounts::refresh_tokens)
        .says("Exchange a refresh token for a new pair. Each is good for one use; using one again ends the sign-in.")
        .allow(api::anyone)
        .limit(api::per_address(Rate{60, 1min, 60}))
        .repeatable("an answer that got lost is forgiven for some seconds")
        .rest(api::post, "/api/auth/refresh");
    api.operation("auth:logout", *this, &Accounts::logout)
        .says("End this sign-in: its tokens are refused and its connections closed.")
        .allow(api::signed_in)
        .repeatable("what has ended stays ended")
        .rest(api::post, "/api/auth/logout");
    api.operation("auth:me", *this, &Accounts::me)
        .says("Who the token is, with the permissions of now.")
        .allow(api::signed_in)
        .rest(api::get, "/api/me");
    api.operation("auth:refresh", *this, &Accounts::renew)
        .says("Give a fresh token to this connection before the old one ends.")
        .allow(api::signed_in)
        .limit(api::per_identity(Rate{30, 1min, 30}))
        .repeatable("the connection has that token already")
        .event();
    visitors_.declare(api, options_.visiting);
}

namespace {
constexpr auto wrong = "Email or password is wrong.";
constexpr Rate tries_of_an_account{10, 10min, 10};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return text;
}

struct Choice {
    std::string slug, name;
    static constexpr auto fields = describe(field(&Choice::slug, "slug", ""), field(&Choice::name, "name", ""));
};
struct Choices {
    std::vector<Choice> tenants;
    static constexpr auto fields = describe(field(&Choices::tenants, "tenants", ""));
};
Error tenant_required(const std::vector<store::Credential>& matches) {
    Choices choices;
    for (const auto& match : matches) choices.tenants.push_back({match.tenant, match.tenant_name});
    return Error(Code::tenant_required, "This sign-in is good in several tenants; name one.", {}, to_json(choices));
}
}  // namespace

Accounts::Accounts(db::Database& database, CpuPool& pool, Options options)
    : database_(database), pool_(pool), options_(std::move(options)), callers_(database, options_.keyring, options_.rules, options_.provision_staff),
      changes_(database, callers_), sign_ins_(database, callers_, options_.lifetimes), configs_(database), visitors_(database, configs_, sign_ins_), tries_(tries_of_an_account) {
    if (!options_.keyring.can_sign()) throw invalid("auth.keys", "has no key to sign with");
    if (!options_.jwks_file.empty()) key_file_.emplace(options_.jwks_file);
}

Task<> Accounts::refresh() {
    co_await configs_.refresh();
    if (key_file_) key_file_->refresh(options_.keyring);
}

Task<Caller> Accounts::authenticate(std::string token) {
    auto caller = co_await callers_.authenticate(std::move(token));
    co_return caller;
}

void Accounts::limit_account(const std::string& email) {
    if (options_.rate_limits) tries_.require(lower(email), std::chrono::steady_clock::now());
}

Task<SignedIn> Accounts::login(Call& call, Login request) {
    limit_account(request.email);
    auto candidates = co_await database_.read(store::credentials, request.email, request.tenant);
    // Nobody by that name costs the same as somebody: one hash.
    if (candidates.empty()) candidates.emplace_back();
    std::vector<store::Credential> matches;
    for (const auto& candidate : candidates) {
        auto matched = co_await pool_.run(password_matches, request.password, candidate.password_hash);
        if (matched) matches.push_back(candidate);
    }
    if (matches.empty()) throw Error(Code::unauthenticated, wrong);
    if (matches.size() > 1) throw tenant_required(matches);
    tries_.forget(lower(request.email));
    const auto& match = matches.front();
    if (is_outdated(match.password_hash)) {
        auto hash = co_await pool_.run(hash_password, request.password);
        co_await database_.write(store::set_password_hash, match.tenant_id, match.user_id, hash);
    }
    auto out = co_await sign_ins_.begin(match.tenant_id, match.user_id, call.remote);
    co_return out;
}

Task<SignedIn> Accounts::refresh_tokens(Call&, Refresh request) {
    auto out = co_await sign_ins_.refresh(std::move(request.refresh_token));
    co_return out;
}

Task<api::Nothing> Accounts::logout(Call& call, api::Nothing) {
    co_await sign_ins_.end(call.caller());
    co_return api::Nothing();
}

Task<MeReply> Accounts::me(Call& call, api::Nothing) {
    auto person = co_await callers_.person(call.caller().tenant, call.caller().user);
    MeReply reply;
    reply.user = me_of(person);
    co_return reply;
}

Task<Renewed> Accounts::renew(Call& call, Renew request) {
    auto caller = co_await callers_.authenticate(std::move(request.token));
    if (caller.tenant != call.caller().tenant || caller.user != call.caller().user) throw forbidden("The token is another user's.");
    Renewed reply;
    reply.expires_at = caller.expires;
    if (call.session) {
        caller.config = call.session->caller.config;
        call.session->caller = std::move(caller);
    }
    co_return reply;
}

Task<> Accounts::set_active(TenantId tenant, UserId user, bool active) {
    auto found = co_await database_.run(store::set_active, tenant, user, active);
    if (!found) throw not_found("user", user.value);
    if (active) callers_.changed(tenant, user);
    else callers_.ended({tenant, user, std::nullopt});
}

}  // namespace chatd::accounts

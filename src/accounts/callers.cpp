#include "accounts/callers.hpp"

#include <charconv>

#include "chatd/error.hpp"

namespace chatd::accounts {
namespace {
Error refused(const char* reason) { return Error(Code::unauthenticated, reason); }
Seconds now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

UserId user_of(const std::string& subject) {
    std::int64_t value = 0;
    auto [end, failed] = std::from_chars(subject.data(), subject.data() + subject.size(), value);
    if (failed != std::errc() || end != subject.data() + subject.size() || value <= 0) throw refused("The token is not accepted: sub is no user's id.");
    return UserId{value};
}

bool is_staff(UserKind kind) { return kind == UserKind::technician || kind == UserKind::ai; }

Caller caller_of(const store::Person& person, const Claims& claims) {
    Caller caller;
    caller.tenant = person.tenant_id;
    caller.user = person.id;
    give(person, caller);
    caller.sign_in = claims.sign_in.value_or(SignInId{});
    caller.expires = Time{claims.expires_at.time_since_epoch().count() * 1'000'000};
    return caller;
}
}  // namespace

void give(const store::Person& person, Caller& caller) {
    caller.kind = person.kind;
    caller.name = person.name;
    caller.avatar_url = person.avatar_url.value_or("");
    caller.permissions = {};
    for (const auto& name : person.permissions)
        if (auto permission = enum_of<Permission>(name)) caller.permissions.add(*permission);
}

Task<Caller> Callers::authenticate(std::string token) {
    auto claims = verify(token, keyring_, rules_, now());
    if (claims.kind != "staff" && claims.kind != "client") throw refused("The token is not accepted: devices and services cannot sign in here.");
    UserId user;
    if (claims.sign_in) user = user_of(claims.subject);
    else user = co_await outsider(claims);
    auto person = co_await known(claims.tenant_id, user, claims.sign_in.value_or(SignInId()));
    // A portal that vouches for clients must not vouch for staff by the same id.
    if (claims.kind == "client" && is_staff(person.kind)) throw refused("The token is not accepted: it is a client's, and its subject is none.");
    co_return caller_of(person, claims);
}

Task<store::Person> Callers::person(TenantId tenant, UserId user) {
    auto found = co_await known(tenant, user, SignInId());
    co_return found;
}

Task<store::Person> Callers::known(TenantId tenant, UserId user, SignInId sign_in) {
    const auto time = std::chrono::steady_clock::now();
    auto held = persons_.find(user);
    auto alive = alive_.find(sign_in);
    auto fresh = held && held->person.tenant_id == tenant && time - held->read_at < kept_for;
    if (fresh && (!sign_in || (alive && alive->user == user && time - alive->read_at < kept_for))) co_return held->person;

    std::optional<store::Person> found;
    std::uint64_t seen = 0;
    do {
        seen = changes_;
        found = co_await database_.read(store::person, tenant, user, sign_in);
    } while (seen != changes_);
    if (!found) throw refused("The token is not accepted: there is no such user.");
    if (!found->active) throw refused("The token is not accepted: the account is disabled.");
    if (sign_in && !found->alive) throw refused("The token is not accepted: its sign-in has ended.");
    persons_.put(user, Known{*found, time});
    if (sign_in) alive_.put(sign_in, Alive{user, time});
    co_return std::move(*found);
}

Task<UserId> Callers::outsider(Claims claims) {
    auto key = std::to_string(claims.tenant_id.value) + "/" + claims.subject;
    if (auto held = outsiders_.find(key)) co_return *held;
    store::Outsider person;
    person.external_id = claims.subject;
    person.name = claims.name;
    person.email = claims.email;
    person.staff = provision_staff_ && claims.kind == "staff";
    person.roles = claims.roles.empty() ? std::vector<std::string>(1, "technician") : claims.roles;
    auto user = co_await database_.run(store::outsider, claims.tenant_id, person);
    if (!user) throw refused("The token is not accepted: there is no such tenant.");
    outsiders_.put(key, *user);
    co_return *user;
}

void Callers::ended(const SignInEnded& ended) {
    ++changes_;
    if (ended.sign_in) alive_.erase(*ended.sign_in);
    else alive_.erase_if([&](SignInId, const Alive& alive) { return alive.user == ended.user; });
    persons_.erase(ended.user);
    for (const auto& listener : listeners_) listener(ended);
}

void Callers::changed(TenantId, UserId user) {
    ++changes_;
    persons_.erase(user);
}

void Callers::changed(TenantId tenant) {
    ++changes_;
    persons_.erase_if([&](UserId, const Known& known) { return known.person.tenant_id == tenant; });
}

std::string Callers::sign(const store::Person& person, SignInId sign_in, std::chrono::seconds ttl) const {
    return accounts::sign(claims_of(person, sign_in, rules_, ttl, now()), keyring_);
}

Claims claims_of(const store::Person& person, SignInId sign_in, const TokenRules& rules, std::chrono::seconds ttl, Seconds now) {
    Claims claims;
    claims.issuer = rules.issuer;
    claims.audience = rules.audience;
    claims.subject = std::to_string(person.id.value);
    claims.tenant_id = person.tenant_id;
    claims.sign_in = sign_in;
    claims.kind = is_staff(person.kind) ? "staff" : "client";
    claims.issued_at = claims.not_before = now;
    claims.expires_at = now + ttl;
    return claims;
}

}  // namespace chatd::accounts

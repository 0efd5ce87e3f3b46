#include "accounts/sign_ins.hpp"

#include "chatd/crypto.hpp"
#include "chatd/error.hpp"

namespace chatd::accounts {
namespace {
constexpr std::size_t refresh_token_characters = 43;  // 258 bits
}

Me me_of(const store::Person& person) {
    return {person.id, person.tenant_id, person.kind, person.name, person.email, person.avatar_url, person.permissions};
}

Task<SignedIn> SignIns::begin(TenantId tenant, UserId user, std::string remote) {
    auto person = co_await callers_.person(tenant, user);
    auto refresh_token = random_string(refresh_token_characters);
    store::NewSignIn sign_in;
    sign_in.ip = std::move(remote);
    sign_in.token_hash = sha256(refresh_token);
    sign_in.refresh_ttl_s = (person.kind == UserKind::client ? lifetimes_.visitor_refresh : lifetimes_.refresh).count();
    auto id = co_await database_.write(store::begin_sign_in, tenant, user, sign_in);
    if (!id) throw Error(Code::unauthenticated, "The account is disabled.");
    auto out = co_await pair(tenant, user, *id, std::move(refresh_token));
    co_return out;
}

Task<SignedIn> SignIns::refresh(std::string refresh_token) {
    auto next = random_string(refresh_token_characters);
    store::RotationRules rules;
    rules.staff_ttl_s = lifetimes_.refresh.count();
    rules.client_ttl_s = lifetimes_.visitor_refresh.count();
    auto rotation = co_await database_.run(store::rotate, sha256(refresh_token), sha256(next), rules);
    if (rotation.outcome == store::Rotation::Outcome::reused) callers_.ended({rotation.tenant, rotation.user, rotation.sign_in});
    if (rotation.outcome != store::Rotation::Outcome::rotated) throw Error(Code::unauthenticated, "The refresh token is not accepted; sign in again.");
    auto out = co_await pair(rotation.tenant, rotation.user, rotation.sign_in, std::move(next));
    co_return out;
}

Task<> SignIns::end(Caller caller) {
    if (!caller.sign_in) co_return;
    auto ended = co_await database_.write(store::end_sign_in, caller.tenant, caller.sign_in, "logout");
    if (ended) callers_.ended({caller.tenant, caller.user, caller.sign_in});
}

Task<SignedIn> SignIns::pair(TenantId tenant, UserId user, SignInId sign_in, std::string refresh_token) {
    auto person = co_await callers_.person(tenant, user);
    SignedIn out;
    out.access_token = callers_.sign(person, sign_in, lifetimes_.access);
    out.refresh_token = std::move(refresh_token);
    out.expires_in = lifetimes_.access.count();
    out.user = me_of(person);
    co_return out;
}

}  // namespace chatd::accounts

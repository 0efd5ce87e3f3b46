#include "accounts/jwt.hpp"

#include <gtest/gtest.h>

#include "chatd/error.hpp"
#include "forge.hpp"

using namespace chatd;
using namespace chatd::accounts;
using namespace std::chrono_literals;
using forge::json;

namespace {

const Seconds now{std::chrono::seconds(1'800'000'000)};
const std::int64_t now_s = now.time_since_epoch().count();

struct World {
    forge::PrivateKey rsa = forge::rsa(), other_rsa = forge::rsa(), ec = forge::ec(), ed = forge::ed25519();
    Keyring keyring;
    TokenRules rules{"chatd", "chatd", {"https://host.example"}, 60s};
    World() {
        keyring.add_secret("new", forge::secret_text);
        keyring.add_secret("old", std::string(40, 'o'));
        keyring.set_public_keys(json{{"keys", {forge::jwk(rsa, "rsa"), forge::jwk(ec, "ec"), forge::jwk(ed, "ed")}}}.dump());
    }
};
World& world() {
    static World only;
    return only;
}

json header(const char* algorithm = "HS256", const char* kid = "new") { return {{"alg", algorithm}, {"typ", "JWT"}, {"kid", kid}}; }
json payload(const char* issuer = "chatd") {
    return {{"iss", issuer}, {"aud", "chatd"}, {"sub", "17"}, {"tid", 3}, {"sid", 5}, {"kind", "staff"}, {"iat", now_s}, {"nbf", now_s}, {"exp", now_s + 900}};
}
/// The payload with one claim changed, or removed by a null.
json with(const char* claim, json value, const char* issuer = "chatd") {
    auto out = payload(issuer);
    if (value.is_null()) out.erase(claim);
    else out[claim] = std::move(value);
    return out;
}
json head(const char* member, json value) {
    auto out = header();
    if (value.is_null()) out.erase(member);
    else out[member] = std::move(value);
    return out;
}
Claims verified(const std::string& token) { return verify(token, world().keyring, world().rules, now); }

std::string outcome(const std::string& token, Seconds at = now) {
    try {
        verify(token, world().keyring, world().rules, at);
        return "accepted";
    } catch (const Error& error) {
        return std::string(facts(error.code).name);
    }
}

}  // namespace

TEST(Jwt, WhatWeSignWeAccept) {
    Claims claims;
    claims.issuer = claims.audience = "chatd";
    claims.subject = "17";
    claims.expires_at = now + 15min;
    claims.issued_at = claims.not_before = now;
    claims.tenant_id = TenantId{3};
    claims.sign_in = SignInId{5};
    claims.kind = "staff";
    claims.roles = {"admin", "manager"};
    claims.name = "Dana Döring";
    claims.email = "dana@demo.test";
    EXPECT_EQ(verified(sign(claims, world().keyring)), claims);
}

TEST(Jwt, EveryAlgorithmIsAcceptedWithItsOwnKey) {
    auto& w = world();
    EXPECT_EQ(outcome(forge::token(header(), payload())), "accepted");
    EXPECT_EQ(outcome(forge::token(header("HS256", "old").dump(), payload().dump(), std::string(40, 'o'))), "accepted");
    auto foreign = payload("https://host.example").dump();
    EXPECT_EQ(outcome(forge::token(header("RS256", "rsa").dump(), foreign, w.rsa)), "accepted");
    EXPECT_EQ(outcome(forge::token(header("ES256", "ec").dump(), foreign, w.ec)), "accepted");
    EXPECT_EQ(outcome(forge::token(header("EdDSA", "ed").dump(), foreign, w.ed)), "accepted");
}

TEST(Jwt, TheSessionOfAHostPlatformIsNotTakenForOurs) {
    auto token = forge::token(header("EdDSA", "ed").dump(), with("sid", "a-session-of-theirs", "https://host.example").dump(), world().ed);
    EXPECT_FALSE(verified(token).sign_in);
}

TEST(Jwt, VariantsThatTheStandardAllowsAreAccepted) {
    const json good[] = {with("aud", {"other", "chatd"}), with("nbf", nullptr), with("iat", nullptr), with("kind", nullptr), with("tid", "3"),
                         with("exp", static_cast<double>(now_s) + 0.5), with("extra", {{"nested", true}}), with("roles", json::array())};
    for (const auto& claims : good) EXPECT_EQ(outcome(forge::token(header(), claims)), "accepted") << claims;
    const json headers[] = {head("typ", nullptr), head("typ", "at+jwt"), head("typ", "jwt"), head("jku", "https://evil.example/keys"),
                            head("x5u", "https://evil.example/cert"), head("jwk", {{"kty", "oct"}, {"k", "AAAA"}}), head("cty", "x")};
    for (const auto& each : headers) EXPECT_EQ(outcome(forge::token(each, payload())), "accepted") << each;
}

TEST(Jwt, ClocksMayDifferByAMinuteAndNotMore) {
    auto token = forge::token(header(), payload());
    EXPECT_EQ(outcome(token, now + 900s + 59s), "accepted");
    EXPECT_EQ(outcome(token, now + 900s + 60s), "token_expired");
    EXPECT_EQ(outcome(token, now - 60s), "accepted");
    EXPECT_EQ(outcome(token, now - 61s), "unauthenticated");
}

TEST(Jwt, ATokenWithoutAKindIsAClient) { EXPECT_EQ(verified(forge::token(header(), with("kind", nullptr))).kind, "client"); }

TEST(Jwt, NoBadTokenIsAccepted) {
    auto& w = world();
    auto good = forge::token(header(), payload());
    auto dot = good.find('.'), last = good.rfind('.');
    auto head_part = good.substr(0, dot), claims_part = good.substr(dot + 1, last - dot - 1), mac_part = good.substr(last + 1);
    auto flipped = good;
    flipped[last + 3] = flipped[last + 3] == 'A' ? 'B' : 'A';
    auto other_spelling = good;  // the last character of a 32-byte MAC has two bits that say nothing
    other_spelling.back() = other_spelling.back() == 'A' ? 'B' : static_cast<char>(other_spelling.back() + 1);
    auto host = payload("https://host.example").dump();
    auto public_key_text = forge::jwk(w.rsa, "rsa")["n"].get<std::string>();
    auto public_key_bytes = *from_base64url(public_key_text);
    auto duplicate = [](const char* more) { auto text = payload().dump(); return text.substr(0, text.size() - 1) + "," + more + "}"; };
    auto duplicate_head = [](const char* more) { auto text = header().dump(); return text.substr(0, text.size() - 1) + "," + more + "}"; };
    auto unsigned_token = [](const json& first, const json& second) { return base64url(first.dump()) + "." + base64url(second.dump()) + "."; };
    std::string deep = "{\"a\":";
    for (int i = 0; i < 50; ++i) deep += "[";
    for (int i = 0; i < 50; ++i) deep += "]";
    deep += "}";

    const std::pair<const char*, std::string> bad[] = {
        // not three parts of base64url
        {"empty", ""},
        {"a dot", "."},
        {"two dots", ".."},
        {"three dots", "..."},
        {"not base64", "a.b.c"},
        {"two parts", head_part + "." + claims_part},
        {"four parts", good + ".AAAA"},
        {"five parts, as encrypted ones have", good + ".AAAA.AAAA"},
        {"leading space", " " + good},
        {"trailing newline", good + "\n"},
        {"with the scheme", "Bearer " + good},
        {"padded signature", good + "="},
        {"padded payload", head_part + "." + claims_part + "=." + mac_part},
        {"standard base64 in the signature", good.substr(0, last + 1) + "+" + mac_part.substr(1)},
        {"another spelling of the same signature", other_spelling},
        {"a zero byte inside", head_part + "." + claims_part + std::string(1, '\0') + "." + mac_part},
        {"oversized", forge::token(header(), with("name", std::string(8000, 'x')))},
        {"enormous", std::string(1'000'000, 'A')},
        {"header is no JSON", forge::token("nonsense", payload().dump())},
        {"header is a list", forge::token("[]", payload().dump())},
        {"header is empty", forge::token("", payload().dump())},
        {"payload is no JSON", forge::token(header().dump(), "nonsense")},
        {"payload is a text", forge::token(header().dump(), "\"sub\"")},
        {"payload is empty", forge::token(header().dump(), "")},
        {"payload is an empty object", forge::token(header().dump(), "{}")},
        {"payload is too deep", forge::token(header().dump(), deep)},
        {"payload is not UTF-8", forge::token(header().dump(), "{\"iss\":\"\xff\"}")},
        {"something after the payload", forge::token(header().dump(), payload().dump() + "{}")},
        // the algorithm
        {"alg none without a signature", unsigned_token(head("alg", "none"), payload())},
        {"alg None", unsigned_token(head("alg", "None"), payload())},
        {"alg NONE with a signature", forge::token(head("alg", "NONE"), payload())},
        {"alg empty", forge::token(head("alg", ""), payload())},
        {"alg missing", forge::token(head("alg", nullptr), payload())},
        {"alg is a list", forge::token(head("alg", {"HS256"}), payload())},
        {"alg in lower case", forge::token(head("alg", "hs256"), payload())},
        {"alg HS384", forge::token(head("alg", "HS384"), payload())},
        {"RS256 said, key is a secret", forge::token(header("RS256", "new").dump(), payload().dump(), w.rsa)},
        {"HS256 with the RSA modulus as the secret", forge::token(header("HS256", "rsa").dump(), host, public_key_bytes)},
        {"HS256 with the RSA modulus in base64 as the secret", forge::token(header("HS256", "rsa").dump(), host, public_key_text)},
        {"HS256 with the JWK as the secret", forge::token(header("HS256", "rsa").dump(), host, forge::jwk(w.rsa, "rsa").dump())},
        {"HS256 with the Ed25519 key as the secret", forge::token(header("HS256", "ed").dump(), host, *from_base64url(forge::jwk(w.ed, "ed")["x"].get<std::string>()))},
        {"RS256 said with the key of ES256", forge::token(header("RS256", "ec").dump(), host, w.rsa)},
        {"ES256 said with the key of RS256", forge::token(header("ES256", "rsa").dump(), host, w.ec)},
        // the key
        {"kid missing", forge::token(head("kid", nullptr), payload())},
        {"kid unknown", forge::token(head("kid", "nobody"), payload())},
        {"kid empty", forge::token(head("kid", ""), payload())},
        {"kid is a number", forge::token(head("kid", 0), payload())},
        {"kid is a path", forge::token(head("kid", "../../dev/null").dump(), payload().dump(), std::string())},
        {"kid is SQL", forge::token(head("kid", "x' UNION SELECT 'AA"), payload())},
        {"the key of another kid", forge::token(header("HS256", "old"), payload())},
        {"an empty secret", forge::token(header().dump(), payload().dump(), std::string())},
        {"another RSA key", forge::token(header("RS256", "rsa").dump(), host, w.other_rsa)},
        {"another RSA key, brought along in jwk",
         forge::token(json{{"alg", "RS256"}, {"kid", "rsa"}, {"jwk", forge::jwk(w.other_rsa, "rsa")}}.dump(), host, w.other_rsa)},
        {"another RSA key, pointed to by jku", forge::token(json{{"alg", "RS256"}, {"kid", "theirs"}, {"jku", "https://evil.example"}}.dump(), host, w.other_rsa)},
        // the signature
        {"no signature", head_part + "." + claims_part + "."},
        {"a short signature", head_part + "." + claims_part + "." + mac_part.substr(0, 20)},
        {"one bit of the signature", flipped},
        {"another payload", head_part + "." + base64url(with("sub", "18").dump()) + "." + mac_part},
        {"another header", base64url(header("HS256", "old").dump()) + "." + claims_part + "." + mac_part},
        {"ES256 with r and s zero", base64url(header("ES256", "ec").dump()) + "." + base64url(host) + "." + base64url(std::string(64, '\0'))},
        {"ES256 with 63 bytes", base64url(header("ES256", "ec").dump()) + "." + base64url(host) + "." + base64url(std::string(63, 'x'))},
        {"EdDSA with zeros", base64url(header("EdDSA", "ed").dump()) + "." + base64url(host) + "." + base64url(std::string(64, '\0'))},
        {"RS256 without a signature", base64url(header("RS256", "rsa").dump()) + "." + base64url(host) + "."},
        // the rest of the header
        {"crit", forge::token(head("crit", {"exp"}), payload())},
        {"crit empty", forge::token(head("crit", json::array()), payload())},
        {"b64 false with crit", forge::token(json{{"alg", "HS256"}, {"kid", "new"}, {"b64", false}, {"crit", {"b64"}}}, payload())},
        {"typ of another use", forge::token(head("typ", "logout+jwt"), payload())},
        {"typ is a number", forge::token(head("typ", 1), payload())},
        {"alg twice", forge::token(duplicate_head("\"alg\":\"none\""), payload().dump())},
        {"kid twice", forge::token(duplicate_head("\"kid\":\"old\""), payload().dump())},
        // issuer and audience
        {"iss missing", forge::token(header(), with("iss", nullptr))},
        {"iss empty", forge::token(header(), with("iss", ""))},
        {"iss of somebody else", forge::token(header(), with("iss", "https://evil.example"))},
        {"iss in another case", forge::token(header(), with("iss", "Chatd"))},
        {"iss is a list", forge::token(header(), with("iss", {"chatd"}))},
        {"a host's issuer signed with our secret", forge::token(header(), payload("https://host.example"))},
        {"our issuer signed with a host's key", forge::token(header("RS256", "rsa").dump(), payload().dump(), w.rsa)},
        {"aud missing", forge::token(header(), with("aud", nullptr))},
        {"aud empty", forge::token(header(), with("aud", ""))},
        {"aud of somebody else", forge::token(header(), with("aud", "widget"))},
        {"aud list without us", forge::token(header(), with("aud", {"a", "b"}))},
        {"aud list empty", forge::token(header(), with("aud", json::array()))},
        {"aud that begins like ours", forge::token(header(), with("aud", "chatd.example"))},
        {"aud is an object", forge::token(header(), with("aud", {{"chatd", true}}))},
        // times
        {"exp missing", forge::token(header(), with("exp", nullptr))},
        {"exp is text", forge::token(header(), with("exp", std::to_string(now_s + 900)))},
        {"exp negative", forge::token(header(), with("exp", -1))},
        {"exp beyond all years", forge::token(header(), with("exp", 1e300))},
        {"exp in milliseconds", forge::token(header(), with("exp", (now_s + 900) * 1000))},
        {"exp true", forge::token(header(), with("exp", true))},
        {"expired", forge::token(header(), with("exp", now_s - 61))},
        {"expired long ago", forge::token(header(), with("exp", 0))},
        {"exp twice", forge::token(header().dump(), duplicate("\"exp\":9999999999"))},
        {"not valid yet", forge::token(header(), with("nbf", now_s + 61))},
        {"nbf is text", forge::token(header(), with("nbf", "soon"))},
        {"issued in the future", forge::token(header(), with("iat", now_s + 61))},
        {"iat is a list", forge::token(header(), with("iat", {now_s}))},
        // who
        {"sub missing", forge::token(header(), with("sub", nullptr))},
        {"sub empty", forge::token(header(), with("sub", ""))},
        {"sub is a number", forge::token(header(), with("sub", 17))},
        {"sub too long", forge::token(header(), with("sub", std::string(257, 'x')))},
        {"sub twice", forge::token(header().dump(), duplicate("\"sub\":\"18\""))},
        {"sub twice, once escaped", forge::token(header().dump(), duplicate("\"s\\u0075b\":\"18\""))},
        {"tid missing", forge::token(header(), with("tid", nullptr))},
        {"tid zero", forge::token(header(), with("tid", 0))},
        {"tid negative", forge::token(header(), with("tid", -3))},
        {"tid with a fraction", forge::token(header(), with("tid", 3.5))},
        {"tid is text", forge::token(header(), with("tid", "3 OR 1=1"))},
        {"tid too large", forge::token(header(), with("tid", 18446744073709551615ULL))},
        {"sid is text", forge::token(header(), with("sid", "x"))},
        {"sid with a leading zero", forge::token(header(), with("sid", "05"))},
        {"kind unknown", forge::token(header(), with("kind", "root"))},
        {"kind is a list", forge::token(header(), with("kind", {"staff"}))},
        {"roles is text", forge::token(header(), with("roles", "admin"))},
        {"roles of numbers", forge::token(header(), with("roles", {1}))},
        {"too many roles", forge::token(header(), with("roles", std::vector<std::string>(65, "admin")))},
        {"name is an object", forge::token(header(), with("name", json::object()))},
        {"email with U+0000", forge::token(header(), with("email", std::string("a\0b", 3)))},
    };
    ASSERT_EQ(outcome(good), "accepted");
    for (const auto& [what, token] : bad) {
        auto expected = std::string_view(what).starts_with("expired") ? "token_expired" : "unauthenticated";
        EXPECT_EQ(outcome(token), expected) << what;
    }
    EXPECT_GE(std::size(bad), 60U);
}

TEST(Jwt, NoSingleChangedCharacterIsAccepted) {
    auto good = forge::token(header(), payload());
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto token = good;
        token[i] = token[i] == 'x' ? 'y' : 'x';
        if (token != good) EXPECT_NE(outcome(token), "accepted") << i;
    }
}

#include "accounts/jwt.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "chatd/crypto.hpp"
#include "chatd/error.hpp"
#include "chatd/json.hpp"

namespace chatd::accounts {
namespace {
constexpr std::array<std::string_view, 4> kinds{"staff", "client", "device", "service"};
constexpr std::int64_t year_9999_s = 253'402'300'799;
constexpr std::size_t name_bytes_max = 256, roles_max = 64;

Error refused(const std::string& reason) { return Error(Code::unauthenticated, "The token is not accepted: " + reason + "."); }

struct Parts {
    std::string_view header, claims, signature, signed_text;
};
Parts split(std::string_view token) {
    auto first = token.find('.');
    auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) throw refused("it has not three parts");
    return {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1), token.substr(0, second)};
}

std::string decoded(std::string_view part, const char* what) {
    auto bytes = from_base64url(part);
    if (!bytes) throw refused(std::string("its ") + what + " is not base64url");
    return std::move(*bytes);
}

Json object(std::string_view part, const char* what) {
    auto text = decoded(part, what);
    try {
        auto tree = parse_json(text, JsonLimits{8, 64});
        if (tree.is_object()) return tree;
    } catch (const Error& error) {
        throw refused(std::string("its ") + what + " is not good: " + error.message);
    }
    throw refused(std::string("its ") + what + " is no JSON object");
}

/// Text that is absent or sound; never another type.
std::optional<std::string> text(const Json& claims, const char* claim) {
    auto it = claims.find(claim);
    if (it == claims.end()) return {};
    if (!it->is_string() || it->get_ref<const std::string&>().size() > name_bytes_max) throw refused(std::string(claim) + " is not a text of at most 256 bytes");
    return it->get<std::string>();
}
std::string required_text(const Json& claims, const char* claim) {
    auto found = text(claims, claim);
    if (!found || found->empty()) throw refused(std::string(claim) + " is missing");
    return std::move(*found);
}

std::optional<Seconds> time(const Json& claims, const char* claim) {
    auto it = claims.find(claim);
    if (it == claims.end()) return {};
    auto value = it->is_number() ? it->get<double>() : -1.0;
    if (!(value >= 0) || value > static_cast<double>(year_9999_s)) throw refused(std::string(claim) + " is no time");
    return Seconds(std::chrono::seconds(static_cast<std::int64_t>(std::floor(value))));
}

/// A positive integer, or its decimal text.
std::optional<std::int64_t> id(const Json& claims, const char* claim) {
    auto it = claims.find(claim);
    if (it == claims.end()) return {};
    if (it->is_number_integer() && it->get<double>() > 0 && it->get<double>() < 9.2e18) return it->get<std::int64_t>();
    if (it->is_string()) {
        const auto& digits = it->get_ref<const std::string&>();
        auto decimal = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (decimal && !digits.empty() && digits.size() <= 18 && digits[0] != '0') return std::stoll(digits);
    }
    throw refused(std::string(claim) + " is no id");
}

bool holds(const Json& audience, const std::string& wanted) {
    if (audience.is_string()) return audience.get_ref<const std::string&>() == wanted;
    return audience.is_array() && std::any_of(audience.begin(), audience.end(), [&](const Json& each) { return each == wanted; });
}

const Key& key_of(const Json& header, const Keyring& keyring) {
    if (header.contains("crit")) throw refused("it has critical extensions");
    if (auto it = header.find("typ"); it != header.end()) {
        auto type = it->is_string() ? it->get<std::string>() : std::string();
        std::transform(type.begin(), type.end(), type.begin(), [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
        if (type != "jwt" && type != "at+jwt" && type != "application/at+jwt") throw refused("it is of another type");
    }
    auto kid = header.find("kid");
    if (kid == header.end() || !kid->is_string()) throw refused("its header names no key");
    auto key = keyring.find(kid->get_ref<const std::string&>());
    if (!key) throw refused("its key is not known");
    auto algorithm = header.find("alg");
    if (algorithm == header.end() || *algorithm != std::string(name(key->algorithm()))) throw refused("its algorithm is not that of its key");
    return *key;
}

std::vector<std::string> roles_of(const Json& claims) {
    auto it = claims.find("roles");
    std::vector<std::string> out;
    if (it == claims.end()) return out;
    if (!it->is_array() || it->size() > roles_max) throw refused("roles is no list of at most 64 names");
    for (const auto& role : *it) {
        if (!role.is_string() || role.get_ref<const std::string&>().size() > name_bytes_max) throw refused("roles is no list of names");
        out.push_back(role.get<std::string>());
    }
    return out;
}

void check_issuer(const std::string& issuer, const Key& key, const TokenRules& rules) {
    auto ours = key.algorithm() == Algorithm::hs256 || rules.trusted_issuers.empty();
    const auto& trusted = rules.trusted_issuers;
    auto good = ours ? issuer == rules.issuer : std::find(trusted.begin(), trusted.end(), issuer) != trusted.end();
    if (!good) throw refused("its issuer is not trusted");
}

void check_times(const Claims& claims, const TokenRules& rules, Seconds now) {
    if (claims.not_before && *claims.not_before > now + rules.leeway) throw refused("it is not valid yet");
    if (claims.issued_at && *claims.issued_at > now + rules.leeway) throw refused("it was issued in the future");
    if (now >= claims.expires_at + rules.leeway) throw Error(Code::token_expired, "The token has expired.");
}
}  // namespace

Claims verify(std::string_view token, const Keyring& keyring, const TokenRules& rules, Seconds now) {
    if (token.empty()) throw refused("it is empty");
    if (token.size() > token_bytes_max) throw refused("it is too large");
    auto parts = split(token);
    const auto& key = key_of(object(parts.header, "header"), keyring);
    if (!key.verifies(parts.signed_text, decoded(parts.signature, "signature"))) throw refused("its signature is wrong");

    auto tree = object(parts.claims, "payload");
    Claims claims;
    claims.issuer = required_text(tree, "iss");
    check_issuer(claims.issuer, key, rules);
    auto audience = tree.find("aud");
    if (audience == tree.end() || !holds(*audience, rules.audience)) throw refused("it is for another audience");
    claims.audience = rules.audience;
    auto expires_at = time(tree, "exp");
    if (!expires_at) throw refused("exp is missing");
    claims.expires_at = *expires_at;
    claims.not_before = time(tree, "nbf");
    claims.issued_at = time(tree, "iat");
    claims.subject = required_text(tree, "sub");
    auto tenant_id = id(tree, "tid");
    if (!tenant_id) throw refused("tid is missing");
    claims.tenant_id = TenantId{*tenant_id};
    auto ours = key.algorithm() == Algorithm::hs256;
    if (auto sid = ours ? id(tree, "sid") : std::nullopt) claims.sign_in = SignInId{*sid};
    claims.kind = text(tree, "kind").value_or("client");
    if (std::find(kinds.begin(), kinds.end(), claims.kind) == kinds.end()) throw refused("its kind is not known");
    claims.roles = roles_of(tree);
    claims.name = text(tree, "name").value_or("");
    claims.email = text(tree, "email").value_or("");
    check_times(claims, rules, now);
    return claims;
}

std::string sign(const Claims& claims, const Keyring& keyring) {
    auto key = keyring.find(keyring.signing_kid());
    if (!key) throw Error(Code::internal, "There is no key to sign with (auth.keys).");
    Json header = {{"alg", name(key->algorithm())}, {"typ", "JWT"}, {"kid", keyring.signing_kid()}};
    Json tree = {{"iss", claims.issuer}, {"aud", claims.audience}, {"sub", claims.subject}, {"tid", claims.tenant_id.value}, {"kind", claims.kind}};
    tree["exp"] = claims.expires_at.time_since_epoch().count();
    if (claims.not_before) tree["nbf"] = claims.not_before->time_since_epoch().count();
    if (claims.issued_at) tree["iat"] = claims.issued_at->time_since_epoch().count();
    if (claims.sign_in) tree["sid"] = claims.sign_in->value;
    if (!claims.roles.empty()) tree["roles"] = claims.roles;
    if (!claims.name.empty()) tree["name"] = claims.name;
    if (!claims.email.empty()) tree["email"] = claims.email;
    auto text = base64url(header.dump()) + "." + base64url(tree.dump());
    return text + "." + base64url(key->sign(text));
}

}  // namespace chatd::accounts

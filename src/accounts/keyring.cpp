#include "accounts/keyring.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "chatd/crypto.hpp"
#include "chatd/error.hpp"
#include "chatd/json.hpp"

namespace chatd::accounts {
namespace {
constexpr std::size_t secret_bytes_min = 32;
constexpr std::size_t jwk_set_bytes_max = 1U << 20U;
constexpr int rsa_bits_min = 2048, rsa_bits_max = 8192;

template <auto free_it>
struct Freed {
    template <class T>
    void operator()(T* pointer) const {
        free_it(pointer);
    }
};
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using PublicKey = std::shared_ptr<EVP_PKEY>;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
Number number(std::string_view bytes) { return Number(BN_bin2bn(raw(bytes), static_cast<int>(bytes.size()), nullptr)); }
PublicKey owned(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

/// A member that must be base64url text; nothing if it is absent or anything else.
std::optional<std::string> bytes_of(const Json& jwk, const char* member) {
    auto it = jwk.find(member);
    if (it == jwk.end() || !it->is_string()) return {};
    return from_base64url(it->get_ref<const std::string&>());
}
std::string text_of(const Json& jwk, const char* member) {
    auto it = jwk.find(member);
    return it != jwk.end() && it->is_string() ? it->get<std::string>() : std::string();
}

PublicKey from_params(const char* type, OSSL_PARAM_BLD* builder) {
    Params params(OSSL_PARAM_BLD_to_param(builder));
    KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1) return {};
    if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) return {};
    auto made = owned(key);
    KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    if (!check || EVP_PKEY_public_check(check.get()) != 1) return {};
    return made;
}

PublicKey rsa(const Json& jwk) {
    auto n = bytes_of(jwk, "n"), e = bytes_of(jwk, "e");
    if (!n || !e || n->size() > rsa_bits_max / 8 || e->size() > 8) return {};
    auto modulus = number(*n), exponent = number(*e);
    if (BN_num_bits(modulus.get()) < rsa_bits_min || !BN_is_odd(exponent.get()) || BN_is_one(exponent.get())) return {};
    Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    return from_params("RSA", builder.get());
}

PublicKey p256(const Json& jwk) {
    auto x = bytes_of(jwk, "x"), y = bytes_of(jwk, "y");
    if (text_of(jwk, "crv") != "P-256" || !x || !y || x->size() != 32 || y->size() != 32) return {};
    auto point = "\x04" + *x + *y;
    Builder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    return from_params("EC", builder.get());
}

PublicKey ed25519(const Json& jwk) {
    auto x = bytes_of(jwk, "x");
    if (text_of(jwk, "crv") != "Ed25519" || !x || x->size() != 32) return {};
    return owned(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(*x), x->size()));
}

/// Nothing for what is not a public signature key of an algorithm that we take.
std::optional<Key> key_of(const Json& jwk) {
    struct Kind {
        std::string_view type;
        Algorithm algorithm;
        PublicKey (*read)(const Json&);
    };
    constexpr std::array kinds{Kind{"RSA", Algorithm::rs256, rsa}, Kind{"EC", Algorithm::es256, p256}, Kind{"OKP", Algorithm::eddsa, ed25519}};
    if (jwk.contains("use") && text_of(jwk, "use") != "sig") return {};
    for (const auto& kind : kinds) {
        if (text_of(jwk, "kty") != kind.type) continue;
        if (jwk.contains("alg") && text_of(jwk, "alg") != name(kind.algorithm)) return {};
        if (auto key = kind.read(jwk)) return Key(kind.algorithm, std::move(key));
    }
    return {};
}

/// A JWS has r and s side by side; OpenSSL wants them in DER.
std::string der_of(std::string_view signature) {
    if (signature.size() != 64) return {};
    EcdsaSignature pair(ECDSA_SIG_new());
    auto r = number(signature.substr(0, 32)), s = number(signature.substr(32));
    if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r.release(), s.release()) != 1) return {};
    unsigned char* der = nullptr;
    auto size = i2d_ECDSA_SIG(pair.get(), &der);
    if (size <= 0) return {};
    std::string out(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return out;
}
}  // namespace

std::string_view name(Algorithm algorithm) {
    constexpr std::array<std::string_view, 4> names{"HS256", "RS256", "ES256", "EdDSA"};
    return names[static_cast<std::size_t>(algorithm)];
}

Key::Key(std::string secret) : algorithm_(Algorithm::hs256), secret_(std::move(secret)) {}
Key::Key(Algorithm algorithm, std::shared_ptr<evp_pkey_st> public_key) : algorithm_(algorithm), public_key_(std::move(public_key)) {}

bool Key::verifies(std::string_view text, std::string_view signature) const {
    if (algorithm_ == Algorithm::hs256) return same_bytes(hmac_sha256(secret_, text), signature);
    std::string der;
    if (algorithm_ == Algorithm::es256) {
        der = der_of(signature);
        signature = der;
    }
    DigestContext context(EVP_MD_CTX_new());
    auto digest = algorithm_ == Algorithm::eddsa ? nullptr : EVP_sha256();
    if (!context || EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, public_key_.get()) != 1) return false;
    return EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(text), text.size()) == 1;
}

std::string Key::sign(std::string_view text) const {
    if (algorithm_ != Algorithm::hs256) throw Error(Code::internal, "A public key cannot sign.");
    return hmac_sha256(secret_, text);
}

void Keyring::add_secret(std::string kid, std::string secret) {
    if (kid.empty()) throw invalid("kid", "is empty");
    if (secret.size() < secret_bytes_min) throw invalid("secret", "of key \"" + kid + "\" has fewer than 32 bytes");
    if (find(kid)) throw invalid("kid", "\"" + kid + "\" is there twice");
    if (signing_kid_.empty()) signing_kid_ = kid;
    secrets_.emplace(std::move(kid), Key(std::move(secret)));
}

void Keyring::set_public_keys(std::string_view jwk_set) {
    auto tree = parse_json(jwk_set);
    auto list = tree.is_object() ? tree.find("keys") : tree.end();
    if (list == tree.end() || !list->is_array()) throw invalid("jwks", "has no list named \"keys\"");
    std::map<std::string, Key, std::less<>> fresh;
    for (const auto& jwk : *list) {
        auto kid = jwk.is_object() ? text_of(jwk, "kid") : std::string();
        if (kid.empty()) continue;
        auto key = key_of(jwk);
        if (!key) continue;
        if (secrets_.contains(kid) || fresh.contains(kid)) throw invalid("jwks", "has the key \"" + kid + "\" twice");
        fresh.emplace(std::move(kid), std::move(*key));
    }
    if (fresh.empty()) throw invalid("jwks", "has no key with a kid for RS256 (2048 bits or more), ES256 or EdDSA");
    public_keys_ = std::move(fresh);
}

const Key* Keyring::find(std::string_view kid) const {
    if (auto it = secrets_.find(kid); it != secrets_.end()) return &it->second;
    if (auto it = public_keys_.find(kid); it != public_keys_.end()) return &it->second;
    return nullptr;
}

bool KeyFile::refresh(Keyring& keyring) {
    std::error_code gone;
    Version version{std::filesystem::last_write_time(path_, gone), 0};
    if (!gone) version.bytes = std::filesystem::file_size(path_, gone);
    if (gone) {
        if (std::exchange(missing_, true)) return false;
        throw invalid("jwks", "cannot be read from " + path_.string() + ": " + gone.message());
    }
    missing_ = false;
    if (version == seen_) return false;
    seen_ = version;
    if (version.bytes > jwk_set_bytes_max) throw invalid("jwks", "is larger than 1 MiB: " + path_.string());
    std::ifstream file(path_, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) throw invalid("jwks", "cannot be read from " + path_.string());
    keyring.set_public_keys(text.view());
    return true;
}

}  // namespace chatd::accounts

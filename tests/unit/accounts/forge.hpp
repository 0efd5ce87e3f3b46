// Makes tokens of any kind, also such as chatd must never accept.
#pragma once
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "chatd/crypto.hpp"

namespace forge {

using nlohmann::json;
using PrivateKey = std::shared_ptr<EVP_PKEY>;

inline const std::string secret_text(40, 's');

inline PrivateKey rsa(unsigned bits = 2048) { return {EVP_RSA_gen(bits), EVP_PKEY_free}; }
inline PrivateKey ec(const char* group = "P-256") { return {EVP_EC_gen(group), EVP_PKEY_free}; }
inline PrivateKey ed25519() { return {EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free}; }

inline std::string number(const PrivateKey& key, const char* name, int bytes = 0) {
    BIGNUM* n = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &n);
    auto size = bytes ? bytes : BN_num_bytes(n);
    std::string out(static_cast<std::size_t>(size), '\0');
    BN_bn2binpad(n, reinterpret_cast<unsigned char*>(out.data()), size);
    BN_free(n);
    return chatd::base64url(out);
}
inline json jwk(const PrivateKey& key, const std::string& kid) {
    if (EVP_PKEY_is_a(key.get(), "RSA"))
        return {{"kty", "RSA"}, {"kid", kid}, {"n", number(key, OSSL_PKEY_PARAM_RSA_N)}, {"e", number(key, OSSL_PKEY_PARAM_RSA_E)}};
    if (EVP_PKEY_is_a(key.get(), "EC"))
        return {{"kty", "EC"}, {"crv", "P-256"}, {"kid", kid}, {"x", number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)}, {"y", number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
    std::string x(32, '\0');
    std::size_t size = x.size();
    EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(x.data()), &size);
    return {{"kty", "OKP"}, {"crv", "Ed25519"}, {"kid", kid}, {"x", chatd::base64url(x)}};
}

/// As a JWS has it: r and s side by side for EC.
inline std::string signature(const PrivateKey& key, const std::string& text, const EVP_MD* digest = EVP_sha256()) {
    auto context = EVP_MD_CTX_new();
    auto eddsa = EVP_PKEY_is_a(key.get(), "ED25519");
    EVP_DigestSignInit(context, nullptr, eddsa ? nullptr : digest, nullptr, key.get());
    std::string out(1024, '\0');
    std::size_t size = out.size();
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MD_CTX_free(context);
    out.resize(size);
    if (!EVP_PKEY_is_a(key.get(), "EC")) return out;
    auto der = reinterpret_cast<const unsigned char*>(out.data());
    auto pair = d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(out.size()));
    std::string raw(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), reinterpret_cast<unsigned char*>(raw.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
    ECDSA_SIG_free(pair);
    return raw;
}

/// A token of these two texts, whatever they are.
inline std::string token(const std::string& header, const std::string& payload, const std::string& key = secret_text) {
    auto text = chatd::base64url(header) + "." + chatd::base64url(payload);
    return text + "." + chatd::base64url(chatd::hmac_sha256(key, text));
}
inline std::string token(const std::string& header, const std::string& payload, const PrivateKey& key) {
    auto text = chatd::base64url(header) + "." + chatd::base64url(payload);
    return text + "." + chatd::base64url(signature(key, text));
}
inline std::string token(const json& header, const json& payload) { return token(header.dump(), payload.dump()); }

}  // namespace forge

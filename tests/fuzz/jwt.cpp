// Tokens and JWK sets from strangers: refused by an Error or taken, never anything else. The MAC of an input's first two parts is
// also computed, so that the fuzzer gets past the signature to the claims.
#include <cstdint>
#include <cstdlib>

#include "accounts/jwt.hpp"
#include "chatd/crypto.hpp"
#include "chatd/error.hpp"

using namespace chatd;
using namespace chatd::accounts;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const std::string secret(40, 's');
    static const Keyring keyring = [] {
        Keyring made;
        made.add_secret("new", secret);
        made.set_public_keys(R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})");
        return made;
    }();
    static const TokenRules rules;
    const Seconds now{std::chrono::seconds(1'800'000'000)};
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);

    try {
        verify(input, keyring, rules, now);
    } catch (const Error& error) {
        if (error.code != Code::unauthenticated && error.code != Code::token_expired) std::abort();
    }
    // The first line is taken as a header, the rest as claims.
    const auto line = input.find('\n');
    const auto text = base64url(input.substr(0, line)) + "." + base64url(line == input.npos ? "" : input.substr(line + 1));
    try {
        const auto claims = verify(text + "." + base64url(hmac_sha256(secret, text)), keyring, rules, now);
        if (verify(sign(claims, keyring), keyring, rules, now) != claims) std::abort();
    } catch (const Error& error) {
        if (error.code != Code::unauthenticated && error.code != Code::token_expired) std::abort();
    }
    try {
        Keyring strangers;
        strangers.set_public_keys(input);
    } catch (const Error&) {
    }
    return 0;
}

#include "accounts/keyring.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "chatd/error.hpp"
#include "forge.hpp"

using namespace chatd;
using namespace chatd::accounts;
using forge::json;

namespace {
std::string set_of(const std::vector<json>& keys) { return json{{"keys", keys}}.dump(); }
bool verifies(const Keyring& keyring, const char* kid, const std::string& text, const std::string& signature) {
    auto key = keyring.find(kid);
    return key && key->verifies(text, *from_base64url(signature));
}
}  // namespace

TEST(Keyring, AcceptsThePublishedSignatures) {
    Keyring keyring;
    // RFC 7515 A.3 (ES256) and RFC 8037 A.4 (Ed25519).
    keyring.set_public_keys(R"({"keys":[
        {"kty":"EC","crv":"P-256","kid":"ec","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
        {"kty":"OKP","crv":"Ed25519","kid":"ed","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})");
    EXPECT_TRUE(verifies(keyring, "ec",
                         "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
                         "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"));
    EXPECT_TRUE(verifies(keyring, "ed", "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
                         "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"));
    EXPECT_FALSE(verifies(keyring, "ed", "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmd",
                          "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"));
}

TEST(Keyring, ShortSecretsAndNamesGivenTwiceAreRefused) {
    Keyring keyring;
    EXPECT_THROW(keyring.add_secret("a", std::string(31, 'x')), Error);
    EXPECT_THROW(keyring.add_secret("", std::string(32, 'x')), Error);
    keyring.add_secret("a", std::string(32, 'x'));
    EXPECT_THROW(keyring.add_secret("a", std::string(32, 'y')), Error);
    EXPECT_EQ(keyring.signing_kid(), "a");
    keyring.add_secret("b", std::string(32, 'y'));
    EXPECT_EQ(keyring.signing_kid(), "a") << "the first signs";
}

TEST(Keyring, APublicKeyCannotTakeTheNameOfASecret) {
    Keyring keyring;
    keyring.add_secret("a", std::string(32, 'x'));
    EXPECT_THROW(keyring.set_public_keys(set_of({forge::jwk(forge::ed25519(), "a")})), Error);
    EXPECT_EQ(keyring.find("a")->algorithm(), Algorithm::hs256);
}

TEST(Keyring, UnusableKeysArePassedOver) {
    auto good = forge::jwk(forge::ed25519(), "good");
    auto changed = [&](json jwk, const char* member, json value) { jwk["kid"] = "bad"; jwk[member] = std::move(value); return jwk; };
    auto ec = forge::jwk(forge::ec(), "bad");
    const json bad[] = {
        changed(good, "use", "enc"), changed(good, "alg", "RS256"), changed(good, "crv", "X25519"), changed(good, "x", "AAAA"), changed(good, "x", 7),
        changed(ec, "crv", "P-384"), changed(ec, "alg", "ES384"), changed(ec, "y", ec["x"]), changed(ec, "x", base64url(std::string(32, '\0'))),
        forge::jwk(forge::rsa(1024), "bad"), changed(forge::jwk(forge::rsa(), "bad"), "e", "AQ"), changed(forge::jwk(forge::rsa(), "bad"), "n", "AQAB"),
        json{{"kty", "oct"}, {"kid", "bad"}, {"k", base64url(std::string(32, 'x'))}}, json{{"kty", "EC"}, {"kid", "bad"}}, json{{"kid", "bad"}}, json("bad"),
        changed(good, "kid", ""), changed(good, "kid", nullptr)};
    for (const auto& jwk : bad) {
        Keyring keyring;
        keyring.set_public_keys(set_of({jwk, good}));
        EXPECT_TRUE(keyring.find("good")) << jwk;
        EXPECT_FALSE(keyring.find("bad")) << jwk;
        EXPECT_FALSE(keyring.find("")) << jwk;
    }
}

TEST(Keyring, ABadSetChangesNothing) {
    Keyring keyring;
    auto good = forge::jwk(forge::ed25519(), "good");
    keyring.set_public_keys(set_of({good}));
    for (const auto& text : {std::string("nonsense"), std::string("[]"), std::string("{}"), std::string(R"({"keys":{}})"), set_of({}), set_of({good, good})})
        EXPECT_THROW(keyring.set_public_keys(text), Error) << text;
    EXPECT_TRUE(keyring.find("good"));
}

TEST(KeyFile, FollowsTheFileAndKeepsTheOldKeysWhenItIsBad) {
    auto path = std::filesystem::path(testing::TempDir()) / ("chatd_jwks_" + random_string(8));
    auto write = [&, version = 0](const std::string& text) mutable {
        std::ofstream(path) << text;
        std::filesystem::last_write_time(path, std::filesystem::file_time_type(std::chrono::hours(++version)));
    };
    Keyring keyring;
    KeyFile file(path);
    EXPECT_THROW(file.refresh(keyring), Error) << "no file";
    EXPECT_FALSE(file.refresh(keyring)) << "said once";

    write(set_of({forge::jwk(forge::ed25519(), "one")}));
    EXPECT_TRUE(file.refresh(keyring));
    EXPECT_TRUE(keyring.find("one"));
    EXPECT_FALSE(file.refresh(keyring)) << "unchanged";

    write("half a fi");
    EXPECT_THROW(file.refresh(keyring), Error);
    EXPECT_FALSE(file.refresh(keyring)) << "said once";
    EXPECT_TRUE(keyring.find("one"));

    write(set_of({forge::jwk(forge::ed25519(), "two")}));
    EXPECT_TRUE(file.refresh(keyring));
    EXPECT_TRUE(keyring.find("two"));
    EXPECT_FALSE(keyring.find("one"));
    std::filesystem::remove(path);
}

#include "accounts/passwords.hpp"

#include <gtest/gtest.h>

#include "accounts/identity.hpp"
#include "chatd/crypto.hpp"

using namespace chatd;
using namespace chatd::accounts;

TEST(Passwords, OnlyTheRightOneMatches) {
    auto phc = hash_password("correct horse");
    EXPECT_TRUE(password_matches("correct horse", phc));
    EXPECT_FALSE(password_matches("correct horsf", phc));
    EXPECT_FALSE(password_matches("", phc));
    EXPECT_FALSE(password_matches(std::string("correct horse\0", 14), phc));
}

TEST(Passwords, TheSamePasswordHasManyHashes) { EXPECT_NE(hash_password("correct horse"), hash_password("correct horse")); }

TEST(Passwords, HashesSayHowTheyWereMade) {
    auto phc = hash_password("pässwörd");
    EXPECT_TRUE(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << phc;
    EXPECT_TRUE(password_matches("pässwörd", phc));
    EXPECT_FALSE(is_outdated(phc));
    EXPECT_TRUE(is_outdated("$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$AAAA"));
}

TEST(Passwords, NobodyMatchesNothing) {
    EXPECT_FALSE(password_matches("", ""));
    EXPECT_FALSE(password_matches("anything", ""));
    EXPECT_FALSE(password_matches("anything", "no hash at all"));
}

TEST(Identity, OnlyTheHashOfThisIdUnderThisSecretProvesIt) {
    // RFC 4231, test case 2.
    const std::string good = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    EXPECT_TRUE(identity_proven("Jefe", "what do ya want for nothing?", good));
    EXPECT_FALSE(identity_proven("Jefe", "what do ya want for nothing", good));
    EXPECT_FALSE(identity_proven("jefe", "what do ya want for nothing?", good));
    auto upper = good;
    for (auto& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_FALSE(identity_proven("Jefe", "what do ya want for nothing?", upper));
    EXPECT_FALSE(identity_proven("Jefe", "what do ya want for nothing?", good.substr(0, 63)));
    EXPECT_FALSE(identity_proven("Jefe", "what do ya want for nothing?", ""));
}

TEST(Identity, NothingIsProvenWithoutASecretOrAnId) {
    EXPECT_FALSE(identity_proven("", "17", to_hex(hmac_sha256("", "17"))));
    EXPECT_FALSE(identity_proven("secret", "", to_hex(hmac_sha256("secret", ""))));
}

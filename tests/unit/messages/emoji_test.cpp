// What is let in as a reaction.
#include <gtest/gtest.h>

#include "messages/emoji.hpp"

namespace chatd::messages {
namespace {

TEST(Emoji, OfEveryFormIsOne) {
    for (const auto* text : {"👍", "❤️", "❤", "☎️", "👍🏽", "5️⃣", "#⃣", "🇩🇪", "👩🏽‍🚒", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🥹", "🪿", "©️"})
        EXPECT_TRUE(is_emoji(text)) << text;
}

TEST(Emoji, IsNoText) {
    for (const auto* text : {"", "a", "5", "ok", ":)", " ", "👍 ", " 👍", "👍a", "<b>", "é", "中", "\n", "​"}) EXPECT_FALSE(is_emoji(text)) << text;
}

TEST(Emoji, IsOneAndWhole) {
    EXPECT_FALSE(is_emoji("👍👍"));
    EXPECT_FALSE(is_emoji("🇩"));
    EXPECT_FALSE(is_emoji("🇩🇪🇫🇷"));
    EXPECT_FALSE(is_emoji("👩‍"));
    EXPECT_FALSE(is_emoji("‍👩"));
    EXPECT_FALSE(is_emoji("5️"));
    EXPECT_FALSE(is_emoji("️"));
    EXPECT_FALSE(is_emoji("🏴󠁧󠁢"));
    EXPECT_FALSE(is_emoji("👍🏽🏽"));
}

TEST(Emoji, IsValidUtf8OfBoundedLength) {
    EXPECT_FALSE(is_emoji("\xF0\x9F\x91"));
    EXPECT_FALSE(is_emoji("\xED\xA0\xBD"));
    EXPECT_FALSE(is_emoji("👍\xFF"));
    std::string joined = "👩";
    for (int i = 0; i < 20; ++i) joined += "‍👩";
    EXPECT_FALSE(is_emoji(joined));
}

}  // namespace
}  // namespace chatd::messages

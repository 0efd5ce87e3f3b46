#include "commands/arguments.hpp"

#include <gtest/gtest.h>

#include "chatd/error.hpp"

namespace chatd::commands {
namespace {

std::vector<Argument> all_of(std::string_view text) {
    std::vector<Argument> out;
    Arguments arguments(text);
    while (auto next = arguments.next()) out.push_back(*next);
    return out;
}

TEST(Arguments, AreWordsAndWhatIsInQuotes) {
    const std::vector<Argument> expected{{"Ann", false}, {"Ann Lee", true}, {"x\"y", false}, {"", true}, {"end", false}};
    EXPECT_EQ(all_of("  Ann \t\"Ann Lee\"\nx\"y \"\" end\r\n"), expected);
    EXPECT_TRUE(all_of("").empty());
    EXPECT_TRUE(all_of(" \t\n").empty());
}
TEST(Arguments, TakeTheQuotesOfAKeyboardThatCorrects) {
    EXPECT_EQ(all_of("“Ann Lee” „Bo Ray“ \"“”\""), (std::vector<Argument>{{"Ann Lee", true}, {"Bo Ray", true}, {"“”", true}}));
}
TEST(Arguments, TakeAQuoteBehindABackslashAsText) {
    EXPECT_EQ(all_of(R"("a \"b\" \\ \n" c\d)"), (std::vector<Argument>{{R"(a "b" \ \n)", true}, {R"(c\d)", false}}));
}
TEST(Arguments, LeaveTheRestAsItWasTyped) {
    Arguments arguments("\"Ann Lee\"   She  is \"angry\n");
    arguments.next();
    EXPECT_EQ(arguments.rest(), "She  is \"angry");
}
TEST(Arguments, RefuseQuotesThatDoNotFit) {
    for (const auto* text : {"\"", "\"Ann", "\"Ann\\\"", "\"Ann\\", "“Ann\"", "\"Ann\"x", "\"Ann\"\"Lee\""}) EXPECT_THROW(all_of(text), Error) << text;
}
TEST(Arguments, HaveNamesWhereTheyAreAskedFor) {
    Arguments arguments("who=\"Mrs. Vey\"  sum=1+1=2 none= quoted=\"a=b\"");
    EXPECT_EQ(arguments.next_named(), (NamedArgument{"who", "Mrs. Vey"}));
    EXPECT_EQ(arguments.next_named(), (NamedArgument{"sum", "1+1=2"}));
    EXPECT_EQ(arguments.next_named(), (NamedArgument{"none", ""}));
    EXPECT_EQ(arguments.next_named(), (NamedArgument{"quoted", "a=b"}));
    EXPECT_EQ(arguments.next_named(), std::nullopt);
    for (const auto* text : {"who", "=x", "who =x", "\"who\"=x", "\"who=x\"", "who=\"x"}) EXPECT_THROW(Arguments(text).next_named(), Error) << text;
}

}  // namespace
}  // namespace chatd::commands

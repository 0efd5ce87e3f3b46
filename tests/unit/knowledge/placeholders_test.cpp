#include "knowledge/placeholders.hpp"

#include <gtest/gtest.h>

#include "chatd/error.hpp"

namespace chatd::knowledge {
namespace {

using Names = std::vector<std::string>;

TEST(Placeholders, AreFoundOnceEachInTheOrderOfTheText) {
    EXPECT_EQ(variables_of("Hello {{customer_name}}, I am {{ agent_name }}. Bye {{customer_name}}{{x1}}"), (Names{"customer_name", "agent_name", "x1"}));
    EXPECT_EQ(variables_of("No { braces } at { { all } }"), Names());
    EXPECT_EQ(variables_of(""), Names());
}

TEST(Placeholders, BehindABackslashAreText) {
    EXPECT_EQ(variables_of(R"(Write \{{ secrets.KEY }} and {{x}})"), (Names{"x"}));
    EXPECT_EQ(filled(R"(Write \{{ secrets.KEY }} and {{x}})", {{"x", "y"}}, 100), R"(Write \{{ secrets.KEY }} and y)");
    EXPECT_EQ(variables_of(R"(A path C:\\{{x}})"), (Names{"x"}));
    EXPECT_EQ(variables_of("ends with \\"), Names());
}

TEST(Placeholders, ThatAreNoNameAreRefused) {
    for (const auto* wrong : {"{{", "Hello {{customer_name", "{{}}", "{{ }}", "{{Customer}}", "{{a b}}", "{{1a}}", "{{a.b}}", "{{{a}}}", "{{a\n}}"})
        EXPECT_THROW(variables_of(wrong), Error) << wrong;
    EXPECT_THROW(variables_of("{{" + std::string(65, 'a') + "}}"), Error);
}

TEST(Placeholders, AreFilledOnceAndNeverLookedIntoAgain) {
    EXPECT_EQ(filled("{{a}}+{{b}}={{a}}", {{"a", "{{b}}"}, {"b", "1"}}, 100), "{{b}}+1={{b}}");
    EXPECT_EQ(filled("{{a}}", {{"a", ""}}, 100), "");
}

TEST(Placeholders, AreFilledUpToALength) {
    EXPECT_EQ(filled("{{a}}{{a}}", {{"a", "12"}}, 4), "1212");
    EXPECT_THROW(filled("{{a}}{{a}}", {{"a", "12"}}, 3), Error);
    EXPECT_THROW(filled("1234", {}, 3), Error);
    // Nothing of what is too much is made: all of it would be a terabyte.
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += "{{a}}";
    EXPECT_THROW(filled(text, {{"a", std::string(10'000'000, 'x')}}, 20'000'000), Error);
}

TEST(Words, SayWhatSomebodyIsCalled) {
    EXPECT_EQ(as_words("Jean-Luc O'Brien (IT)"), "Jean-Luc O'Brien (IT)");
    EXPECT_EQ(as_words("jean_luc@alder.test"), "jean_luc@alder.test");
    EXPECT_EQ(as_words("Alder & Finch, R&D"), "Alder & Finch, R&D");
    EXPECT_EQ(as_words("Žofie Å."), "Žofie Å.");
    EXPECT_EQ(as_words("T-1042"), "T-1042");
    EXPECT_EQ(as_words("+1 (555) 0101"), "+1 (555) 0101");
    EXPECT_EQ(as_words("#1042"), "#1042");
    EXPECT_EQ(as_words("3.5 of 7"), "3.5 of 7");
}

TEST(Words, DoNothingElse) {
    EXPECT_EQ(as_words("[win](https://evil.test)"), R"(\[win\](https://evil.test))");
    EXPECT_EQ(as_words("![x](https://evil.test/pixel)"), R"(!\[x\](https://evil.test/pixel))");
    EXPECT_EQ(as_words("<script>alert(1)</script>"), R"(\<script>alert(1)\</script>)");
    EXPECT_EQ(as_words("**big** _it_ `code` ~~no~~"), R"(\*\*big\*\* \_it\_ \`code\` \~\~no\~\~)");
    EXPECT_EQ(as_words(R"(\*)"), R"(\\\*)");
    EXPECT_EQ(as_words("&lt;b&gt;"), R"(\&lt;b\&gt;)");
    EXPECT_EQ(as_words("# Title"), R"(\# Title)");
    EXPECT_EQ(as_words("> quote"), R"(\> quote)");
    EXPECT_EQ(as_words("- item"), R"(\- item)");
    EXPECT_EQ(as_words("+ item"), R"(\+ item)");
    EXPECT_EQ(as_words("---"), R"(\---)");
    EXPECT_EQ(as_words("==="), R"(\===)");
    EXPECT_EQ(as_words("12. item"), R"(12\. item)");
    EXPECT_EQ(as_words("1) item"), R"(1\) item)");
}

TEST(Words, StayOnOneLine) {
    EXPECT_EQ(as_words("Anna\n\n# Boss\t \r\nof all\x01"), "Anna # Boss of all");
    EXPECT_EQ(as_words("  \n# Boss"), R"(\# Boss)");
    EXPECT_EQ(as_words(" \n "), "");
}

}  // namespace
}  // namespace chatd::knowledge

#include "search/query.hpp"

#include <gtest/gtest.h>

#include "chatd/error.hpp"

namespace chatd::search {
namespace {

TEST(Query, HasWordsPhrasesAndWhatIsLeftOut) {
    const std::vector<Term> expected{{"laser", false, false}, {"not working", true, false}, {"inkjet", false, true}, {"old one", true, true}};
    EXPECT_EQ(terms_of("  laser \"not working\"\t-inkjet -\"old one\" "), expected);
}
TEST(Query, AQuoteThatNobodyClosesGoesToTheEnd) {
    EXPECT_EQ(terms_of("a \"b c"), (std::vector<Term>{{"a"}, {"b c", true}}));
    EXPECT_EQ(terms_of("\"\" a \""), (std::vector<Term>{{"a"}}));
}
TEST(Query, SignsInsideAWordAreTheWords) {
    EXPECT_EQ(terms_of("it's - a&b:* c-d"), (std::vector<Term>{{"it's"}, {"-"}, {"a&b:*"}, {"c-d"}}));
}
TEST(Query, NeedsSomethingToLookForAndNotTooMuch) {
    for (const auto* q : {"", " \t ", "\"\"", "-a", "-a -\"b c\""}) EXPECT_THROW(terms_of(q), Error) << q;
    std::string many;
    for (std::size_t i = 0; i < terms_max; ++i) many += "a ";
    EXPECT_EQ(terms_of(many).size(), terms_max);
    EXPECT_THROW(terms_of(many + "a"), Error);
}
TEST(Query, NothingTypedLeavesItsQuotes) {
    EXPECT_EQ(quoted_lexeme(R"(a'b\c)"), R"('a''b\\c')");
    EXPECT_EQ(like_literal(R"(50%_\)"), R"(50\%\_\\)");
}

/// A million documents of which so many have the one word.
Expected having(double matching, std::size_t alternatives = 1) { return {1'000'000, matching, matching, matching, alternatives}; }

TEST(Walk, GoesThroughTheNewestWhenAWordIsUsual) {
    EXPECT_TRUE(walk_for(having(300'000), 50).worth_it);
    EXPECT_FALSE(walk_for(having(500), 50).worth_it);
    EXPECT_FALSE(walk_for(having(0), 50).worth_it);
}
TEST(Walk, AsksTheIndexWhenComparingIsDear) {
    EXPECT_TRUE(walk_for(having(8'000), 50).worth_it);
    EXPECT_FALSE(walk_for(having(8'000, 100), 50).worth_it);
}
TEST(Walk, AsksTheIndexForTwoWordsThatAreSeldomTogether) {
    EXPECT_FALSE(walk_for({1'000'000, 400, 400, 40'000, 2}, 50).worth_it);
    EXPECT_TRUE(walk_for({1'000'000, 4'000, 40'000, 400'000, 2}, 50).worth_it) << "a phrase of two usual ones: the index would give ten times as many";
}
TEST(Walk, EndsWhenItHasCostWhatTheIndexCosts) {
    EXPECT_LT(walk_for(having(10'000), 50).at_most, 50'000);
    EXPECT_GT(walk_for(having(10'000), 50).at_most, 5'000) << "where fifty are to be expected";
    EXPECT_EQ(walk_for(having(400'000), 50).at_most, 2'500) << "not what was expected";
    EXPECT_TRUE(walk_for({10, 0, 0, 0, 1}, 50).worth_it);
}

}  // namespace
}  // namespace chatd::search

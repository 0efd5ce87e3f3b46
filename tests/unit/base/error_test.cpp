#include "chatd/error.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace chatd;

TEST(Error, EveryCodeHasItsOwnNameAndAnHttpErrorStatus) {
    std::set<std::string_view> names;
    for (auto code : all_codes()) {
        EXPECT_TRUE(names.insert(facts(code).name).second) << facts(code).name;
        EXPECT_GE(facts(code).status, 400) << facts(code).name;
        EXPECT_FALSE(facts(code).title.empty());
    }
}

TEST(Error, OnlyOutcomesThatMayHaveHappenedAreRetryable) {
    std::set<std::string_view> retryable;
    for (auto code : all_codes())
        if (facts(code).retryable) retryable.insert(facts(code).name);
    EXPECT_EQ(retryable, (std::set<std::string_view>{"unavailable", "timeout", "draining"}));
}

TEST(Error, AnInvalidFieldIsNamedInMessageAndList) {
    auto error = invalid("content", "is empty");
    EXPECT_EQ(error.code, Code::invalid);
    EXPECT_EQ(error.message, "content is empty");
    EXPECT_EQ(error.errors, (std::vector{FieldError{"content", "is empty"}}));
}

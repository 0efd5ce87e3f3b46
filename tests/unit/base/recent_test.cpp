#include "base/recent.hpp"

#include <gtest/gtest.h>

#include <string>

using namespace chatd;

TEST(Recent, ForgetsWhatWasQuietLongest) {
    Recent<int, std::string> recent(2);
    recent.put(1, "one");
    recent.put(2, "two");
    EXPECT_EQ(*recent.find(1), "one");
    recent.put(3, "three");
    EXPECT_EQ(recent.size(), 2U);
    EXPECT_FALSE(recent.find(2));
    EXPECT_TRUE(recent.find(1));
    EXPECT_TRUE(recent.find(3));
}

TEST(Recent, PuttingAgainReplacesAndKeepsTheSize) {
    Recent<int, std::string> recent(2);
    recent.put(1, "one");
    recent.put(1, "uno");
    EXPECT_EQ(recent.size(), 1U);
    EXPECT_EQ(*recent.find(1), "uno");
}

TEST(Recent, ErasesByKeyAndByPredicate) {
    Recent<int, std::string> recent(8);
    for (int i = 0; i < 6; ++i) recent.put(i, std::to_string(i));
    recent.erase(0);
    recent.erase(77);
    recent.erase_if([](int key, const std::string&) { return key % 2 == 1; });
    EXPECT_EQ(recent.size(), 2U);
    EXPECT_TRUE(recent.find(2));
    EXPECT_TRUE(recent.find(4));
}

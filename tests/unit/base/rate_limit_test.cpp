#include "chatd/rate_limit.hpp"

#include <gtest/gtest.h>

#include "chatd/error.hpp"

using namespace chatd;
using namespace std::chrono_literals;

namespace {
const RateLimit::Time start{1h};
}

TEST(RateLimit, LetsExactlyTheBurstThroughAtOnce) {
    RateLimit limit(at_most(5, 1min));
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(limit.take("a", start)) << i;
    EXPECT_TRUE(limit.take("a", start));
}

TEST(RateLimit, SaysHowLongToWaitAndKeepsTheWord) {
    RateLimit limit(at_most(5, 1min));
    for (int i = 0; i < 5; ++i) limit.take("a", start);
    auto wait = limit.take("a", start);
    ASSERT_TRUE(wait);
    EXPECT_EQ(*wait, 12s);
    EXPECT_TRUE(limit.take("a", start + 11999ms));
    EXPECT_FALSE(limit.take("a", start + 12s));
    EXPECT_TRUE(limit.take("a", start + 12s));
}

TEST(RateLimit, ARefusalCostsNothing) {
    RateLimit limit(at_most(1, 10s));
    limit.take("a", start);
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limit.take("a", start + 5s));
    EXPECT_FALSE(limit.take("a", start + 10s));
}

TEST(RateLimit, KeysDoNotShareABucket) {
    RateLimit limit(at_most(1, 1h));
    EXPECT_FALSE(limit.take("a", start));
    EXPECT_FALSE(limit.take("b", start));
    EXPECT_TRUE(limit.take("a", start));
}

TEST(RateLimit, ARestNeverGivesMoreThanTheBurst) {
    RateLimit limit(Rate{10, 1s, 20});
    limit.take("a", start);
    for (int i = 0; i < 20; ++i) EXPECT_FALSE(limit.take("a", start + 24h)) << i;
    EXPECT_TRUE(limit.take("a", start + 24h));
}

TEST(RateLimit, AClockThatStepsBackGivesNothing) {
    RateLimit limit(at_most(1, 1s));
    limit.take("a", start);
    EXPECT_TRUE(limit.take("a", start - 10s));
    EXPECT_TRUE(limit.take("a", start));
    EXPECT_FALSE(limit.take("a", start + 1s));
}

TEST(RateLimit, MemoryIsBoundedAndTheQuietestKeyGoesFirst) {
    RateLimit limit(at_most(1, 1h), 3);
    for (auto key : {"a", "b", "c"}) limit.take(key, start);
    limit.take("a", start + 1s);
    limit.take("d", start + 2s);
    EXPECT_EQ(limit.keys(), 3U);
    EXPECT_TRUE(limit.take("a", start + 3s));
    EXPECT_FALSE(limit.take("b", start + 3s)) << "b was forgotten";
}

TEST(RateLimit, ForgettingFillsTheBucket) {
    RateLimit limit(at_most(1, 1h));
    limit.take("a", start);
    EXPECT_FALSE(limit.ready("a", start));
    limit.forget("a");
    EXPECT_TRUE(limit.ready("a", start));
    EXPECT_FALSE(limit.take("a", start));
    limit.forget("nobody");
}

TEST(RateLimit, RequireThrowsWithTheWait) {
    RateLimit limit(at_most(2, 1s));
    limit.require("a", start);
    limit.require("a", start);
    try {
        limit.require("a", start);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code, Code::rate_limited);
        EXPECT_EQ(error.retry_after_ms, 500);
    }
}

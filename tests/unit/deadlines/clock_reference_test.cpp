// A clock that is set is no time that has passed; a slow answer is no step.
#include "deadlines/clock_reference.hpp"

#include <gtest/gtest.h>

namespace chatd::deadlines {
namespace {

using namespace std::chrono_literals;
const auto start = std::chrono::steady_clock::time_point(1'000s);

/// The wall showed that long after 2026, and was asked between the two moments.
ClockReading reading(std::chrono::microseconds wall, std::chrono::milliseconds asked, std::chrono::milliseconds answered) {
    return {Time{Time::parse("2026-01-01T00:00:00Z")->us + wall.count()}, start + asked, start + answered};
}
bool agrees(const ClockReading& first, const ClockReading& later) {
    ClockReference reference;
    reference.take(first);
    return reference.agrees(later);
}

TEST(ClockReference, AgreesWithEverythingBeforeItHasAny) { EXPECT_TRUE(ClockReference().agrees(reading(24h, 0ms, 1ms))); }
TEST(ClockReference, TimeThatPassesIsNoStep) { EXPECT_TRUE(agrees(reading(0s, 0ms, 1ms), reading(24h, 86'400'000ms, 86'400'001ms))); }
TEST(ClockReference, AStepIsSeenBothWays) {
    EXPECT_FALSE(agrees(reading(0s, 0ms, 1ms), reading(24h, 100ms, 101ms)));
    EXPECT_FALSE(agrees(reading(0s, 0ms, 1ms), reading(-24h, 100ms, 101ms)));
    EXPECT_FALSE(agrees(reading(0s, 0ms, 1ms), reading(3s, 100ms, 101ms)));
    EXPECT_FALSE(agrees(reading(0s, 0ms, 1ms), reading(-3s, 100ms, 101ms)));
}
TEST(ClockReference, ASlewIsNone) { EXPECT_TRUE(agrees(reading(0s, 0ms, 1ms), reading(10'500ms, 10'000ms, 10'001ms))); }
TEST(ClockReference, ASlowAnswerIsNone) {
    EXPECT_TRUE(agrees(reading(0s, 0ms, 30'000ms), reading(5s, 30'001ms, 30'002ms)));      // the first one was told late
    EXPECT_TRUE(agrees(reading(0s, 0ms, 1ms), reading(100ms, 100ms, 60'000ms)));           // the later one was
    EXPECT_TRUE(agrees(reading(0s, 0ms, 1ms), reading(60s, 100ms, 60'000ms)));             // or asked late
}
TEST(ClockReference, TheLastOneTakenCounts) {
    ClockReference reference;
    reference.take(reading(0s, 0ms, 1ms));
    reference.take(reading(24h, 100ms, 101ms));
    EXPECT_TRUE(reference.agrees(reading(24h + 1s, 1'100ms, 1'101ms)));
    EXPECT_FALSE(reference.agrees(reading(1s, 1'100ms, 1'101ms)));
}

}  // namespace
}  // namespace chatd::deadlines

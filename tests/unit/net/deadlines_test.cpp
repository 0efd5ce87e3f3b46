#include "net/deadlines.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <random>

using namespace chatd::net;
using std::chrono::milliseconds;

namespace {
Time at(int ms) { return Time(milliseconds(ms)); }

struct Alarm : Timed {
    std::function<void(Time)> rings = [](Time) {};
    int rung = 0, dropped = 0;
    void on_time(Time now) override {
        ++rung;
        rings(now);
    }
    void drop() override { ++dropped; }
};
}  // namespace

TEST(Deadlines, RingInOrderAndOnlyWhenDue) {
    Deadlines deadlines(milliseconds(1));
    std::vector<std::unique_ptr<Alarm>> alarms;
    std::vector<int> order;
    std::mt19937 random(1);
    for (int i = 0; i < 500; ++i) {
        int due = static_cast<int>(random() % 1000);
        alarms.push_back(std::make_unique<Alarm>());
        alarms.back()->rings = [&order, due](Time) { order.push_back(due); };
        deadlines.set(*alarms.back(), at(due));
    }
    deadlines.run(at(500));
    EXPECT_TRUE(std::ranges::is_sorted(order));
    EXPECT_LE(order.back(), 500);
    EXPECT_EQ(order.size() + deadlines.size(), 500U);
    deadlines.run(at(1000));
    EXPECT_TRUE(std::ranges::is_sorted(order));
    EXPECT_TRUE(deadlines.empty());
}

TEST(Deadlines, AreMovedBothWays) {
    Deadlines deadlines(milliseconds(1));
    Alarm alarm;
    deadlines.set(alarm, at(10));
    deadlines.set(alarm, at(20));
    deadlines.run(at(15));
    EXPECT_EQ(alarm.rung, 0);
    deadlines.sooner(alarm, at(30));
    EXPECT_EQ(deadlines.earliest(), at(20));
    deadlines.sooner(alarm, at(17));
    deadlines.run(at(17));
    EXPECT_EQ(alarm.rung, 1);
}

TEST(Deadlines, AreRoundedUpToTheTickSoThatManyBecomeOne) {
    Deadlines deadlines(milliseconds(20));
    Alarm alarm;
    deadlines.set(alarm, at(21));
    EXPECT_EQ(deadlines.earliest(), at(40));
    deadlines.set(alarm, at(40));
    EXPECT_EQ(deadlines.earliest(), at(40));
}

TEST(Deadlines, WhatIsDestroyedDoesNotRing) {
    Deadlines deadlines(milliseconds(1));
    Alarm kept;
    auto lost = std::make_unique<Alarm>();
    deadlines.set(*lost, at(1));
    deadlines.set(kept, at(2));
    lost.reset();
    deadlines.run(at(5));
    EXPECT_EQ(kept.rung, 1);
}

TEST(Deadlines, OneThatRingsMaySetItselfAgainAndEndOthers) {
    Deadlines deadlines(milliseconds(1));
    Alarm again;
    auto other = std::make_unique<Alarm>();
    again.rings = [&](Time now) {
        other.reset();
        if (again.rung < 3) deadlines.set(again, now + milliseconds(1));
    };
    deadlines.set(again, at(1));
    deadlines.set(*other, at(1));
    for (int now = 1; now < 10; ++now) deadlines.run(at(now));
    EXPECT_EQ(again.rung, 3);
    EXPECT_TRUE(deadlines.empty());
}

TEST(Deadlines, OneThatIsAlwaysLateDoesNotHoldUpTheRest) {
    Deadlines deadlines(milliseconds(1));
    Alarm late, other;
    late.rings = [&](Time) { deadlines.set(late, at(0)); };
    deadlines.set(late, at(1));
    deadlines.set(other, at(3));
    deadlines.run(at(5));
    EXPECT_EQ(late.rung, 1);
    EXPECT_EQ(other.rung, 1);
    deadlines.run(at(6));
    EXPECT_EQ(late.rung, 2);
}

TEST(Deadlines, DropAllReachesEverything) {
    Deadlines deadlines(milliseconds(1));
    Alarm one, two;
    deadlines.set(one, at(1));
    deadlines.set(two, at(2));
    deadlines.drop_all();
    EXPECT_EQ(one.dropped + two.dropped, 2);
    EXPECT_TRUE(deadlines.empty());
}

#include "net/outboxes.hpp"

#include <gtest/gtest.h>

#include <list>

using namespace chatd::net;

TEST(Outboxes, OneMayHoldItsLimitWhileThereIsRoom) {
    Outboxes all(100, 1000);
    Outbox one(all);
    one.add(100);
    EXPECT_FALSE(one.full());
    one.add(1);
    EXPECT_TRUE(one.full());
    one.remove(101);
    EXPECT_FALSE(one.full());
    EXPECT_EQ(all.bytes(), 0U);
}

TEST(Outboxes, AnyNumberOfHogsStaysBelowTheLimitOfAll) {
    Outboxes all(100, 1000);
    std::list<Outbox> hogs;
    for (int round = 0; round < 200; ++round) {
        hogs.emplace_back(all);
        for (auto& hog : hogs)
            while (!hog.full() && hog.bytes() < 200) hog.add(1);
        EXPECT_LE(all.bytes(), 1000U + hogs.size()) << "each may be over by the one byte that told it";
    }
}

TEST(Outboxes, WhoHasNothingWaitingMayAlwaysBeTold) {
    Outboxes all(100, 150);
    Outbox hog(all), reader(all);
    hog.add(150);
    EXPECT_TRUE(hog.full());
    EXPECT_FALSE(reader.full());
    reader.add(10);
    EXPECT_TRUE(reader.full()) << "nothing is left of what all may hold";
    hog.clear();
    EXPECT_FALSE(reader.full());
}

TEST(Outboxes, WhatEndsGivesItsBytesBack) {
    Outboxes all(100, 1000);
    {
        Outbox one(all);
        one.add(70);
    }
    EXPECT_EQ(all.bytes(), 0U);
}

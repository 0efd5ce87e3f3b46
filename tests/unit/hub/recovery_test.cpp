#include "hub/recovery.hpp"

#include <gtest/gtest.h>

namespace chatd::hub {
namespace {

const ChannelId room{10}, other{11};

/// A connection that had been told so much of each channel.
Away away(Trail trail, std::int64_t in_room, std::int64_t in_other) {
    Away out;
    out.names = {"sid", "pid"};
    out.user = {1};
    out.sign_in = {5};
    out.trail = std::move(trail);
    out.given = {{room, in_room}, {other, in_other}};
    return out;
}
using Seqs = std::vector<std::int64_t>;

TEST(Trail, WhatCameAfterTheOffsetIsMissedOfEachChannel) {
    Trail trail;
    trail.told(room, 1);
    trail.told(other, 7);
    trail.told(room, 2);
    trail.told(room, 3);
    EXPECT_EQ(missed(away(trail, 3, 7), "10.1")->last_seqs, (Seqs{1, 6}));
    EXPECT_EQ(missed(away(trail, 3, 7), "11.7")->last_seqs, (Seqs{1, 7}));
    EXPECT_EQ(missed(away(trail, 3, 7), "10.3")->last_seqs, (Seqs{3, 7}));
    EXPECT_EQ(missed(away(trail, 3, 7), "")->last_seqs, (Seqs{0, 6})) << "nothing was got at all";
}

TEST(Trail, AnOffsetThatWasNotToldOrTooLongAgoIsNone) {
    Trail trail;
    trail.told(room, 1);
    for (const auto* wrong : {"10.2", "11.1", "10.", "x", "10.1 "}) EXPECT_FALSE(missed(away(trail, 1, 0), wrong)) << wrong;
    for (std::size_t i = 0; i < Trail::entries_max; ++i) trail.told(room, static_cast<std::int64_t>(i) + 2);
    EXPECT_FALSE(missed(away(trail, 129, 0), "10.1"));
    EXPECT_FALSE(missed(away(trail, 129, 0), ""));
    EXPECT_TRUE(missed(away(trail, 129, 0), "10.2"));
}

TEST(Trail, WhatOneSaidOneselfIsKnownByItsAck) {
    Trail trail;
    trail.told(room, 1);
    trail.told(room, 2, true);
    EXPECT_EQ(missed(away(trail, 2, 0), "10.1")->last_seqs.front(), 2);
    EXPECT_FALSE(missed(away(trail, 2, 0), "10.2")) << "it was not pushed";
    trail.told(room, 3);
    trail.told(room, 4, true);
    auto found = missed(away(trail, 4, 0), "10.1");
    EXPECT_EQ(found->last_seqs.front(), 2);
    EXPECT_TRUE(found->by_ack.contains({room, 4}));
}

TEST(Trail, WhoIsCutOffAgainBeforeTheyGotAnythingComesBackWithTheSameOffset) {
    Trail trail;
    trail.told(room, 1);
    trail.told(room, 2);
    trail.told(room, 3, true);
    auto once = missed(away(trail, 3, 0), "10.1");
    EXPECT_EQ(once->last_seqs.front(), 1);
    once->trail.told(room, 2);
    once->trail.told(room, 4);
    const auto again = missed(away(once->trail, 4, 0), "10.1");
    EXPECT_EQ(again->last_seqs.front(), 1);
    EXPECT_TRUE(again->by_ack.contains({room, 3}));
}

struct RecoveriesTest : testing::Test {
    Recoveries::Clock::time_point now{};
    Recoveries recoveries{2, std::chrono::seconds(120)};
    Caller caller;
    RecoveriesTest() {
        caller.user = {1};
        caller.sign_in = {5};
    }
    void remember(const char* pid) {
        auto gone = away({}, 0, 0);
        gone.names.pid = pid;
        recoveries.remember(std::move(gone), now);
    }
    bool back(const char* pid) { return recoveries.take(pid, caller, now).has_value(); }
};

TEST_F(RecoveriesTest, OneComesBackOnceAndInTime) {
    remember("a");
    EXPECT_FALSE(back("b"));
    EXPECT_TRUE(back("a"));
    EXPECT_FALSE(back("a"));
    remember("a");
    now += std::chrono::seconds(120);
    EXPECT_FALSE(back("a"));
    EXPECT_EQ(recoveries.size(), 0u);
}

TEST_F(RecoveriesTest, NobodyComesBackAsAnotherOrByAnotherSignIn) {
    remember("a");
    caller.user = {2};
    EXPECT_FALSE(back("a"));
    caller.user = {1};
    caller.sign_in = {6};
    EXPECT_FALSE(back("a"));
    caller.sign_in = {5};
    EXPECT_TRUE(back("a"));
}

TEST_F(RecoveriesTest, PastTheNumberTheOldestIsForgotten) {
    for (const auto* pid : {"a", "b", "c"}) remember(pid);
    EXPECT_FALSE(back("a"));
    EXPECT_TRUE(back("b"));
    EXPECT_TRUE(back("c"));
    Recoveries none(0, std::chrono::seconds(120));
    none.remember(away({}, 0, 0), now);
    EXPECT_EQ(none.size(), 0u);
}

}  // namespace
}  // namespace chatd::hub

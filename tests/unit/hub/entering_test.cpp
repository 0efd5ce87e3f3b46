// Coming in and leaving, in whatever order it is told, and coming back.
#include "hub_world.hpp"

namespace chatd::hub {
namespace {

TEST_F(HubTest, WhoLeavesHearsOfItAndNothingAfterIt) {
    auto [session, ear] = listener(1, 0);
    auto [other, other_ear] = listener(2, 0);
    EXPECT_TRUE(hub.leave({1}, room, 2));  // 1 is still on its way
    hub.tell(room, Push("seen", "{}"));
    publish(2);
    publish(3);
    publish(1);
    EXPECT_EQ(ear->heard, (Heard{"e1", "e2"}));
    EXPECT_EQ(other_ear->heard, (Heard{"seen{}", "e1", "e2", "e3"}));
    EXPECT_FALSE(hub.subscribed(*session, room));
}

TEST_F(HubTest, WhoReadsTheHistoryOfBeforeTheyLeftHearsOfItAndNothingAfterIt) {
    auto [other, other_ear] = listener(2, 4);
    auto [session, ear] = listener(1, -1);
    hub.leave({1}, room, 5);
    publish(5);
    publish(6);
    holds[0]->release(4, room);
    publish(7);
    EXPECT_EQ(ear->heard, Heard{"e5"});
    EXPECT_FALSE(hub.subscribed(*session, room));
}

TEST_F(HubTest, WhoReadsTheHistoryOfAfterTheyLeftWasLetIn) {
    auto [session, ear] = listener(1, -1);
    hub.leave({1}, room, 5);
    publish(5);
    holds[0]->release(6, room);
    publish(7);
    EXPECT_EQ(ear->heard, Heard{"e7"});
}

TEST_F(HubTest, LeavingThatIsToldAfterComingInAgainEndsNothing) {
    auto [session, ear] = listener(1, 4);
    hub.enter({1}, room, 6, room);
    publish(6);
    EXPECT_FALSE(hub.leave({1}, room, 5));
    publish(5);
    publish(7);
    EXPECT_EQ(ear->heard, (Heard{"e5", "e6", "e7"}));
}

TEST_F(HubTest, ComingInThatIsToldAfterLeavingAgainLetsNobodyIn) {
    auto [other, other_ear] = listener(2, 5);
    auto [session, ear] = listener(1, -1);
    hub.unsubscribe(*session, room);
    EXPECT_TRUE(hub.leave({1}, room, 7));
    hub.enter({1}, room, 6, room);
    for (auto seq : {6, 7, 8}) publish(seq);
    EXPECT_TRUE(ear->heard.empty());
    hub.enter({1}, room, 9, room);
    publish(9);
    EXPECT_EQ(ear->heard, Heard{"e9"});
}

TEST_F(HubTest, WhoComesInBehindTheOthersIsGivenWhatTheyHaveHeard) {
    auto [other, other_ear] = listener(2, 0);
    auto [session, ear] = listener(1, -1);
    hub.unsubscribe(*session, room);
    for (auto seq : {1, 2, 3, 4}) publish(seq);
    hub.enter({1}, room, 3, room);
    publish(5);
    chat_thread.run();
    EXPECT_EQ(ear->heard, (Heard{"e3", "e4", "e5"}));
    EXPECT_EQ(hub.counters().caught_up, 1u);
}

TEST_F(HubTest, ComingUpToTheOthersIsTriedAgainWhileTheStoreIsAway) {
    auto [other, other_ear] = listener(2, 4);
    auto [session, ear] = listener(1, -1);
    hub.unsubscribe(*session, room);
    away = true;
    hub.enter({1}, room, 3, room);
    chat_thread.poll();
    EXPECT_EQ(asked.size(), 1u);
    away = false;
    publish(5);
    chat_thread.restart();
    chat_thread.run();
    EXPECT_EQ(ear->heard, (Heard{"e3", "e4", "e5"}));
}

// Two resume at once after a restart; what is committed between their two histories is in one of them only.
TEST_F(HubTest, TheFirstHistoryThatComesTakesNothingFromAnOlderOne) {
    auto [early, early_ear] = listener(1, -1);
    auto [late, late_ear] = listener(2, -1);
    publish(3);
    holds[1]->release(3, room);
    holds[0]->release(2, room);
    publish(4);
    chat_thread.run();
    EXPECT_EQ(early_ear->heard, (Heard{"e3", "e4"}));
    EXPECT_EQ(late_ear->heard, Heard{"e4"});
}

TEST_F(HubTest, TwoHistoriesOfOneSessionLeaveNoHole) {
    auto [other, other_ear] = listener(2, 8);
    auto [session, ear] = listener(1, -1);
    publish(9);
    auto second = hub.hold(session, room);
    publish(10);
    holds[0]->release(8, room);
    publish(11);
    EXPECT_TRUE(ear->heard.empty());
    second->release(10, room);
    EXPECT_EQ(ear->heard, Heard{"e11"});
}

TEST_F(HubTest, AHistoryThatCannotBeReadLeavesThingsAsTheyWere) {
    auto [live, live_ear] = listener(1, 4);
    auto [fresh, fresh_ear] = listener(2, -1);
    auto hold = hub.hold(live, room);
    publish(5);
    hold.reset();
    holds.clear();
    publish(6);
    EXPECT_EQ(live_ear->heard, (Heard{"e5", "e6"}));
    EXPECT_TRUE(fresh_ear->heard.empty());
    EXPECT_FALSE(hub.subscribed(*fresh, room));
}

TEST_F(HubTest, WhoMayNotHearItHearsNothingMoreUnlessTheyCameInMeanwhile) {
    auto [live, live_ear] = listener(1, 4);
    hub.hold(live, room)->dismiss();
    EXPECT_FALSE(hub.subscribed(*live, room));
    auto [other, other_ear] = listener(2, 4);
    auto hold = hub.hold(live, room);
    publish(5);
    hub.enter({1}, room, 6, room);
    publish(6);
    hold->dismiss();
    publish(7);
    EXPECT_EQ(live_ear->heard, (Heard{"e6", "e7"}));
}

// Nobody else listens: where the channel begins follows from the coming in alone.
TEST_F(HubTest, WhoCameInAloneWhileTheHistoryWasRefusedHearsItFromThereOn) {
    auto [session, ear] = listener(1, -1);
    publish(5);
    hub.enter({1}, room, 6, room);
    publish(7);
    publish(6);
    holds[0]->dismiss();
    publish(8);
    EXPECT_EQ(ear->heard, (Heard{"e6", "e7", "e8"}));
    EXPECT_TRUE(asked.empty());
}

TEST_F(HubTest, WhoCameInAloneWhileTheHistoryCouldNotBeReadHearsItFromThereOn) {
    auto [session, ear] = listener(1, -1);
    hub.enter({1}, room, 6, room);
    publish(6);
    holds.clear();
    publish(7);
    EXPECT_EQ(ear->heard, (Heard{"e6", "e7"}));
    EXPECT_TRUE(asked.empty());
}

TEST_F(HubTest, AHoldOfASubscriptionThatEndedDoesNothing) {
    auto [session, ear] = listener(1, -1);
    hub.unsubscribe(*session, room);
    auto again = hub.hold(session, room);
    publish(1);
    holds[0]->release(0, room);
    EXPECT_TRUE(ear->heard.empty());
    again->release(0, room);
    EXPECT_EQ(ear->heard, Heard{"e1"});
}

TEST_F(HubTest, WhoFollowsHearsItFromWhereItIs) {
    auto [session, ear] = listener(1, -1);
    hub.unsubscribe(*session, room);
    stored_head = 7;
    hub.follow({1}, room, room);
    chat_thread.run();
    publish(8);
    EXPECT_EQ(ear->heard, Heard{"e8"});
}

// ---- coming back ------------------------------------------------------------------------------------------------------

TEST_F(HubTest, NobodyComesBackToASessionThatClosedBeforeItWasRecovered) {
    auto [session, ear] = listener(1, 0);
    const auto caller = session->caller;
    hub.close(*session);
    hub.make_recoverable(*session, {"sid", "pid"}, {});
    session.reset();
    EXPECT_FALSE(hub.recall("pid", "", caller));
}

TEST_F(HubTest, ASessionThatGetsAnotherNameIsNotFoundUnderTheFirst) {
    auto [session, ear] = listener(1, 0);
    hub.make_recoverable(*session, {"sid", "first"}, {});
    hub.make_recoverable(*session, {"sid", "second"}, {});
    EXPECT_FALSE(hub.recall("first", "", session->caller));
    EXPECT_TRUE(hub.recall("second", "", session->caller));
}

}  // namespace
}  // namespace chatd::hub

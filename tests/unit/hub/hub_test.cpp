#include "hub_world.hpp"

namespace chatd::hub {
namespace {

TEST_F(HubTest, EventsAreHeardInSeqOrderHoweverTheyCome) {
    auto [session, ear] = listener(1, 0);
    publish(2);
    publish(3);
    EXPECT_TRUE(ear->heard.empty());
    publish(1);
    EXPECT_EQ(ear->heard, (Heard{"e1", "e2", "e3"}));
}

TEST_F(HubTest, AnEventThatComesTwiceIsHeardOnce) {
    auto [session, ear] = listener(1, 0);
    publish(1);
    publish(1);
    publish(2);
    publish(1);
    EXPECT_EQ(ear->heard, (Heard{"e1", "e2"}));
}

TEST_F(HubTest, TheSenderHasItByTheAck) {
    auto [phone, phone_ear] = listener(1, 0);
    publish(1, phone.get());
    publish(2);
    EXPECT_EQ(phone_ear->heard, Heard{"e2"});
}

// The ack of 3 comes only when 3 has its place, and that of 1 after the events that waited for 1.
TEST_F(HubTest, TheSenderHearsItInItsPlaceWhenTheAckWouldComeOutOfIt) {
    auto [phone, phone_ear] = listener(1, 0);
    publish(3, phone.get());
    EXPECT_FALSE(hub.has_handed_out(room, 3));
    publish(2);
    publish(1, phone.get());
    EXPECT_TRUE(hub.has_handed_out(room, 3));
    EXPECT_EQ(phone_ear->heard, (Heard{"e1", "e2", "e3"}));
}

TEST_F(HubTest, AHoleIsFilledFromTheStore) {
    auto [session, ear] = listener(1, 0);
    publish(1);
    publish(4);
    chat_thread.run_for(std::chrono::seconds(5));
    EXPECT_EQ(asked, (std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 3}}));
    EXPECT_EQ(ear->heard, (Heard{"e1", "e2", "e3", "e4"}));
    EXPECT_EQ(hub.counters().holes_filled, 1u);
}

TEST_F(HubTest, ALostLastEventIsNoticed) {
    auto [session, ear] = listener(1, 0);
    publish(1);
    stored_head = 3;
    hub.start();
    while (ear->heard.size() < 3 && chat_thread.run_one_for(std::chrono::seconds(10))) {}
    hub.stop();
    chat_thread.run();
    EXPECT_EQ(ear->heard, (Heard{"e1", "e2", "e3"}));
    EXPECT_EQ(hub.counters().tails_filled, 1u);
}

TEST_F(HubTest, WhatHappensWhileTheHistoryIsReadComesAfterItAndOnce) {
    auto [early, early_ear] = listener(1, 5);
    auto [session, ear] = listener(2, -1);
    publish(6);
    publish(7);
    EXPECT_TRUE(ear->heard.empty());
    holds[0]->release(6, room);  // the history that was read holds 6 already
    publish(8);
    EXPECT_EQ(ear->heard, (Heard{"e7", "e8"}));
    EXPECT_EQ(early_ear->heard, (Heard{"e6", "e7", "e8"}));
}

TEST_F(HubTest, AHistoryAheadOfTheHubIsNotRepeated) {
    auto [early, early_ear] = listener(1, 5);
    auto [session, ear] = listener(2, 7);  // 6 and 7 are committed, and on their way here
    publish(6);
    publish(7);
    publish(8);
    EXPECT_EQ(ear->heard, (Heard{"e8"}));
    EXPECT_EQ(early_ear->heard, (Heard{"e6", "e7", "e8"}));
}

TEST_F(HubTest, TheFirstListenersHistoryStartsTheChannel) {
    auto [session, ear] = listener(1, -1);
    publish(8);
    publish(9);
    holds[0]->release(8, room);
    EXPECT_EQ(ear->heard, (Heard{"e9"}));
}

TEST_F(HubTest, TheSenderIsLeftOutAndItsOtherDevicesAreNot) {
    auto [phone, phone_ear] = listener(1, 0);
    auto [laptop, laptop_ear] = listener(1, 0);
    publish(1, phone.get());
    publish(2);
    EXPECT_EQ(phone_ear->heard, (Heard{"e2"}));
    EXPECT_EQ(laptop_ear->heard, (Heard{"e1", "e2"}));
}

TEST_F(HubTest, WhoLeavesHearsNothingMore) {
    auto [session, ear] = listener(1, 0);
    auto [other, other_ear] = listener(2, 0);
    publish(1);
    hub.unsubscribe_user({1}, room);
    publish(2);
    hub.close(*other);
    publish(3);
    EXPECT_EQ(ear->heard, (Heard{"e1"}));
    EXPECT_EQ(other_ear->heard, (Heard{"e1", "e2"}));
    EXPECT_EQ(hub.channels(), 0u);
}

TEST_F(HubTest, AClosedSessionCannotListen) {
    auto [session, ear] = listener(1, 0);
    hub.close(*session);
    hub.hold(session, room)->release(0, room);
    publish(1);
    EXPECT_TRUE(ear->heard.empty());
    EXPECT_EQ(hub.channels(), 0u);
}

TEST_F(HubTest, AnotherTenantsEventIsNotHeard) {
    auto [session, ear] = listener(1, 0);
    hub.publish({2}, room, 1, event(1));
    EXPECT_TRUE(ear->heard.empty());
}

TEST_F(HubTest, TypingIsNotToldToThoseWhoStillReadAndAReadMarkIsAfterwards) {
    auto [session, ear] = listener(1, 0);
    auto [reading, reading_ear] = listener(2, -1);
    hub.tell(room, Push("seen", "{}"));
    hub.tell_others(room, Push("typing", "{}"), {2});
    publish(1);
    EXPECT_EQ(ear->heard, (Heard{"seen{}", "typing{}", "e1"}));
    EXPECT_TRUE(reading_ear->heard.empty());
    holds[0]->release(0, room);
    EXPECT_EQ(reading_ear->heard, (Heard{"seen{}", "e1"}));
}

TEST_F(HubTest, WhoSendsWhileTheHistoryIsReadHearsItInItsPlace) {
    auto [early, early_ear] = listener(1, 0);
    auto [session, ear] = listener(2, -1);
    publish(1, session.get());
    publish(2);
    holds[0]->release(0, room);
    EXPECT_EQ(ear->heard, (Heard{"e1", "e2"}));
}

TEST_F(HubTest, AnOutageOfTheStoreIsSaidOnce) {
    auto [session, ear] = listener(1, 0);
    away = true;
    publish(2);
    while (asked.size() < 3 && chat_thread.run_one_for(std::chrono::seconds(10))) {}
    EXPECT_EQ(failures, 1);
    away = false;
    chat_thread.run();
    EXPECT_EQ(ear->heard, (Heard{"e1", "e2"}));
    away = true;
    publish(4);
    chat_thread.restart();
    while (failures < 2 && chat_thread.run_one_for(std::chrono::seconds(10))) {}
    EXPECT_EQ(failures, 2);
}

Task<> wait_for(Hub& hub, ChannelId room, std::int64_t seq, bool& done) {
    co_await hub.handed_out(room, seq);
    done = true;
}

TEST_F(HubTest, HandedOutWaitsForTheEventAndThoseBeforeIt) {
    auto [session, ear] = listener(1, 0);
    publish(2);
    bool done = false;
    boost::asio::co_spawn(chat_thread, wait_for(hub, room, 2, done), [](std::exception_ptr) {});
    chat_thread.poll();
    EXPECT_FALSE(done);
    publish(1);
    chat_thread.restart();
    chat_thread.poll();
    EXPECT_TRUE(done);
}

}  // namespace
}  // namespace chatd::hub

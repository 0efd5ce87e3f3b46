#include "hub/hub.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

namespace chatd::hub {
namespace {

const Encoding plain{0, [](std::string_view event, std::string_view data, std::string_view) {
                         auto frame = std::make_shared<Frame>();
                         frame->bytes = std::string(event) + std::string(data);
                         return FramePtr(frame);
                     }};

struct Ear final : Connection {
    const Encoding& encoding() const override { return plain; }
    void welcome(const Names&) override {}
    void refuse(const Error&, const CloseReason&) override {}
    void send(FramePtr frame) override { heard.push_back(frame->bytes); }
    void ack(const RequestId&, std::string_view) override {}
    void ack(const RequestId&, const Error&) override {}
    void close(const CloseReason&) override {}
    std::vector<std::string> heard;
};
using Heard = std::vector<std::string>;

struct HubTest : testing::Test {
    boost::asio::io_context chat_thread;
    Hub hub{chat_thread};
    TenantId tenant{1};
    ChannelId room{10};
    std::vector<std::pair<std::int64_t, std::int64_t>> asked;  // what the store was asked for
    std::int64_t stored_head = 0;
    bool away = false;  // the store
    std::vector<HoldPtr> holds;  // of those whose history is being read

    HubTest() {
        Store store;
        store.events = [this](TenantId, ChannelId, std::int64_t from, std::int64_t to) -> Task<std::vector<StoredEvent>> {
            asked.emplace_back(from, to);
            if (away) throw unavailable("away");
            std::vector<StoredEvent> out;
            for (auto seq = from + 1; seq <= to; ++seq) out.push_back({seq, event(seq)});
            co_return out;
        };
        store.heads = [this](std::vector<std::pair<TenantId, ChannelId>> watched) -> Task<std::vector<std::pair<ChannelId, std::int64_t>>> {
            std::vector<std::pair<ChannelId, std::int64_t>> out;
            for (auto& [of, channel] : watched) out.emplace_back(channel, stored_head);
            co_return out;
        };
        hub.fill_holes_from(std::move(store));
    }
    static Push event(std::int64_t seq) { return Push("e", std::to_string(seq)); }
    std::pair<SessionPtr, std::shared_ptr<Ear>> listener(std::int64_t user, std::int64_t head) {
        auto ear = std::make_shared<Ear>();
        Caller caller;
        caller.tenant = tenant;
        caller.user = {user};
        auto session = std::make_shared<Session>(ear, caller, "127.0.0.1");
        hub.open(session);
        auto hold = hub.hold(session, room);
        if (head >= 0) hold->release(head, room);
        else holds.push_back(std::move(hold));
        return {session, ear};
    }
    void publish(std::int64_t seq, const Session* except = nullptr) { hub.publish(tenant, room, seq, event(seq), except); }
};

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

// ---- coming in and leaving, in whatever order it is told --------------------------------------------------------------

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

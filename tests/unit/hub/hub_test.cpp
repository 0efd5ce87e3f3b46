#include "hub/hub.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

namespace chatd::hub {
namespace {

const Encoding plain{0, [](std::string_view event, std::string_view data) {
                         auto frame = std::make_shared<Frame>();
                         frame->bytes = std::string(event) + std::string(data);
                         return FramePtr(frame);
                     }};

struct Ear final : Connection {
    const Encoding& encoding() const override { return plain; }
    void welcome() override {}
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

    HubTest() {
        Store store;
        store.events = [this](TenantId, ChannelId, std::int64_t from, std::int64_t to) -> Task<std::vector<StoredEvent>> {
            asked.emplace_back(from, to);
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
        hub.subscribe(session, room);
        if (head >= 0) hub.release(session, room, head, room);
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
    hub.release(session, room, 6, room);  // the history that was read holds 6 already
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
    hub.release(session, room, 8, room);
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
    hub.leave({1}, room, 1, {});
    publish(2);
    hub.close(*other);
    publish(3);
    EXPECT_EQ(ear->heard, (Heard{"e1"}));
    EXPECT_EQ(other_ear->heard, (Heard{"e1", "e2"}));
    EXPECT_EQ(hub.channels(), 0u);
}

TEST_F(HubTest, WhoLeavesWhileTheHistoryIsReadHearsOfThatAndNothingMore) {
    const ChannelId notes{11};
    auto [other, other_ear] = listener(2, 0);
    auto [session, ear] = listener(1, -1);
    hub.subscribe(session, notes);
    publish(1);
    publish(2);
    hub.leave({1}, room, 2, notes);
    publish(3);
    hub.release(session, room, 1, room);  // the history ends before they left
    publish(4);
    EXPECT_EQ(ear->heard, (Heard{"e2"}));
    EXPECT_TRUE(hub.channels_of(*session).empty());
    EXPECT_EQ(other_ear->heard, (Heard{"e1", "e2", "e3", "e4"}));
}

TEST_F(HubTest, WhoHasComeBackSinceTheyLeftGoesOn) {
    auto [other, other_ear] = listener(2, 0);
    auto [back, back_ear] = listener(1, -1);
    publish(1);
    publish(2);
    publish(3);
    hub.release(back, room, 3, room);
    hub.leave({1}, room, 2, {});  // told late
    auto [reading, reading_ear] = listener(1, -1);
    hub.leave({1}, room, 2, {});
    hub.release(reading, room, 3, room);
    publish(4);
    EXPECT_EQ(back_ear->heard, (Heard{"e4"}));
    EXPECT_EQ(reading_ear->heard, (Heard{"e4"}));
}

TEST_F(HubTest, AnotherReadingIsAnotherHold) {
    auto [session, ear] = listener(1, -1);
    const auto first = hub.hold(*session, room);
    hub.subscribe(session, room);
    EXPECT_NE(hub.hold(*session, room), first);
    hub.unsubscribe(*session, room);
    EXPECT_EQ(hub.hold(*session, room), 0u);
}

TEST_F(HubTest, AClosedSessionCannotListen) {
    auto [session, ear] = listener(1, 0);
    hub.close(*session);
    hub.subscribe(session, room);
    hub.release(session, room, 0, room);
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
    hub.release(reading, room, 0, room);
    EXPECT_EQ(reading_ear->heard, (Heard{"seen{}", "e1"}));
}

TEST_F(HubTest, WhoSendsWhileTheHistoryIsReadHearsItInItsPlace) {
    auto [early, early_ear] = listener(1, 0);
    auto [session, ear] = listener(2, -1);
    publish(1, session.get());
    publish(2);
    hub.release(session, room, 0, room);
    EXPECT_EQ(ear->heard, (Heard{"e1", "e2"}));
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

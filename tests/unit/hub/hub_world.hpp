// What the tests of the hub stand on: ears that keep what they hear, and a store that has every event, unless it is away.
#pragma once
#include "hub/hub.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

namespace chatd::hub {

inline const Encoding plain{0, [](std::string_view event, std::string_view data, std::string_view) {
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
    int failures = 0;   // of it, as they were said
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
        store.fails = [this](std::exception_ptr) { ++failures; };
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

}  // namespace chatd::hub

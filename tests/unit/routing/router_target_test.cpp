// What the router promises of requests that are for one technician, and of those that come back.
#include <gtest/gtest.h>

#include "routing/router.hpp"

namespace chatd::routing {
namespace {

using namespace std::chrono_literals;

constexpr TeamId network{7}, hardware{8};

Time at(std::chrono::milliseconds since_start) { return Time{1'700'000'000'000'000 + std::chrono::microseconds(since_start).count()}; }

Technician technician(std::int64_t id, std::vector<TeamId> teams = {network}) {
    Technician out;
    out.id = UserId{id};
    out.teams = std::move(teams);
    out.status = AgentStatus::online;
    out.connected = true;
    return out;
}
Request request(std::int64_t id, std::chrono::milliseconds enqueued = 0s, Priority priority = Priority::medium) {
    Request out;
    out.id = RequestId{id};
    out.team = network;
    out.enqueued_at = at(enqueued);
    out.priority = priority;
    return out;
}
Policy rules_of(Assignment assignment) {
    Policy out;
    out.assignment = assignment;
    return out;
}

struct Desk : Router {
    explicit Desk(Assignment assignment = Assignment::round_robin) { set_policy(network, rules_of(assignment)); }
    /// Who is offered what, as {request, technician}.
    std::vector<std::pair<std::int64_t, std::int64_t>> offers(std::chrono::milliseconds now) {
        std::vector<std::pair<std::int64_t, std::int64_t>> out;
        for (const auto& offer : decide(at(now)).offers) out.emplace_back(offer.request.value, offer.technician.value);
        return out;
    }
    std::vector<std::int64_t> told(std::int64_t id) const {
        std::vector<std::int64_t> out;
        for (auto one : alerted(RequestId{id})) out.push_back(one.value);
        return out;
    }
    bool decline(std::int64_t id, std::int64_t by) { return declined(RequestId{id}, UserId{by}); }
    void taken(std::int64_t id, Technician by) {
        remove(RequestId{id});
        ++by.chats;
        put(std::move(by));
    }
};
using Offers = std::vector<std::pair<std::int64_t, std::int64_t>>;
using Ids = std::vector<std::int64_t>;

TEST(Target, IsOfferedItWhateverTeamSkillsAndStatusSay) {
    Desk desk(Assignment::broadcast);
    auto busy = technician(1, {hardware});
    busy.status = AgentStatus::busy;
    desk.put(busy);
    desk.put(technician(2));
    auto handed_on = request(1);
    handed_on.target = UserId{1};
    handed_on.skills = {{"vpn", 3}};
    desk.put(handed_on);
    EXPECT_EQ(desk.offers(0s), (Offers{{1, 1}}));
    EXPECT_EQ(desk.told(1), Ids());
}

TEST(Target, WhoDoesNotTakeItLeavesItUnansweredForEverybody) {
    Desk desk(Assignment::round_robin);
    desk.put(technician(1));
    desk.put(technician(2));
    auto handed_on = request(1);
    handed_on.target = UserId{1};
    desk.put(handed_on);
    EXPECT_EQ(desk.offers(0s), (Offers{{1, 1}}));
    ASSERT_TRUE(desk.decline(1, 1));
    const auto decisions = desk.decide(at(1s));
    EXPECT_EQ(decisions.unanswered, (std::vector<RequestId>{{1}}));
    EXPECT_TRUE(decisions.offers.empty() && decisions.alerts.empty());
    EXPECT_EQ(desk.stage(RequestId{1}), Stage::unanswered);
    EXPECT_TRUE(desk.decide(at(1h)).unanswered.empty());  // said once
}

TEST(Target, IsWaitedForWhileTheyCannotTakeItAndThenIsOfferedIt) {
    Desk desk;
    auto away = technician(1);
    away.connected = false;
    desk.put(away);
    auto handed_on = request(1);
    handed_on.target = UserId{1};
    desk.put(handed_on);
    EXPECT_EQ(desk.offers(0s), Offers());
    desk.put(technician(1));
    EXPECT_EQ(desk.offers(5s), (Offers{{1, 1}}));
    desk.put(away);  // gone in the middle of it
    EXPECT_EQ(desk.decide(at(6s)).unanswered, (std::vector<RequestId>{{1}}));
}

TEST(Target, GetsOneOfferAtATime) {
    Desk desk;
    desk.put(technician(1));
    desk.put(request(1));
    EXPECT_EQ(desk.offers(0s), (Offers{{1, 1}}));
    auto handed_on = request(2, 1s);
    handed_on.target = UserId{1};
    desk.put(handed_on);
    EXPECT_EQ(desk.offers(1s), Offers());
    ASSERT_TRUE(desk.decline(1, 1));
    EXPECT_EQ(desk.offers(2s), (Offers{{2, 1}}));
}

TEST(Return, BeginsItsRoundsAnewButKeepsItsPlace) {
    Desk desk(Assignment::broadcast);
    desk.put(technician(1));
    desk.put(request(2, 1min));
    auto back = request(1, 0s);
    back.entered = at(1h);
    back.skills = {{"vpn", 1}};
    desk.put(back);
    desk.decide(at(1h));
    EXPECT_EQ(desk.position(RequestId{1}), 1);
    EXPECT_EQ(desk.told(1), Ids());  // skills count again
    desk.decide(at(1h + 120s));
    EXPECT_EQ(desk.told(1), (Ids{1}));
}

}  // namespace
}  // namespace chatd::routing

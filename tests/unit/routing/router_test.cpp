// What the router promises, one promise at a time. Random histories are in router_history_test.cpp.
#include "routing/router.hpp"

#include <gtest/gtest.h>

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

TEST(Order, IsPriorityThenTheOldest) {
    Desk desk;
    desk.put(request(1, 0s, Priority::low));
    desk.put(request(2, 1s, Priority::urgent));
    desk.put(request(3, 2s, Priority::medium));
    desk.put(request(4, 3s, Priority::urgent));
    desk.put(request(5, 4s, Priority::high));
    EXPECT_EQ(desk.queue(network), (std::vector<RequestId>{{2}, {4}, {5}, {3}, {1}}));
    EXPECT_EQ(desk.position(RequestId{2}), 1);
    EXPECT_EQ(desk.position(RequestId{1}), 5);
}

TEST(Order, RaisesWhatWaitsByOnePriorityEachAging) {
    Desk desk;
    desk.put(request(1, 0min, Priority::medium));
    desk.put(request(2, 9min, Priority::high));
    desk.put(request(3, 11min, Priority::high));
    EXPECT_EQ(desk.queue(network), (std::vector<RequestId>{{2}, {1}, {3}}));
}

TEST(Order, LowPriorityNeverStarves) {
    Desk desk;
    desk.put(technician(1));
    desk.put(request(1, 0min, Priority::low));
    // Two urgent ones come for each that is served, so their queue only grows; but none of those that come three agings later is before it.
    for (int minute = 0; minute < 120; ++minute) {
        for (int more : {0, 1}) desk.put(request(10 + 2 * minute + more, std::chrono::minutes(minute), Priority::urgent));
        const auto offers = desk.offers(std::chrono::minutes(minute));
        ASSERT_EQ(offers.size(), 1u);
        const auto served = offers[0].first;
        if (served == 1) return;
        EXPECT_LE((served - 10) / 2, 30) << "came too late to be served before it";
        desk.remove(RequestId{served});
    }
    FAIL() << "starved";
}

TEST(RoundRobin, OffersToOneAfterTheOther) {
    Desk desk;
    for (auto id : {1, 2, 3}) desk.put(technician(id));
    desk.put(request(10));
    EXPECT_EQ(desk.offers(0s), (Offers{{10, 1}}));
    EXPECT_EQ(desk.next_change(), at(20s));
    const auto later = desk.decide(at(20s));
    EXPECT_EQ(later.withdrawals, (std::vector<Withdrawal>{{RequestId{10}, UserId{1}, Ended::expired}}));
    ASSERT_EQ(later.offers.size(), 1u);
    EXPECT_EQ(later.offers[0].technician, UserId{2});
    EXPECT_EQ(later.offers[0].expires_at, at(40s));
    EXPECT_TRUE(desk.decline(10, 2));
    EXPECT_EQ(desk.offers(25s), (Offers{{10, 3}}));
    EXPECT_FALSE(desk.decline(10, 2)) << "it is not theirs any more";
}

TEST(RoundRobin, AlertsEverybodyWhenNobodyWantedIt) {
    Desk desk;
    desk.put(technician(1));
    auto away = technician(2);
    away.status = AgentStatus::away;
    desk.put(away);
    desk.put(request(10));
    EXPECT_EQ(desk.offers(0s), (Offers{{10, 1}}));
    EXPECT_EQ(desk.told(10), Ids()) << "it is being offered";
    const auto failed = desk.decide(at(20s));
    EXPECT_TRUE(failed.offers.empty());
    EXPECT_EQ(failed.alerts, std::vector<RequestId>{RequestId{10}});
    EXPECT_EQ(desk.told(10), (Ids{1, 2}));
    EXPECT_EQ(desk.stage(RequestId{10}), Stage::everyone);
}

TEST(RoundRobin, WaitsForThoseWhoHaveAnotherOffer) {
    Desk desk;
    desk.put(technician(1));
    desk.put(request(10, 0s));
    desk.put(request(11, 1s));
    EXPECT_EQ(desk.offers(1s), (Offers{{10, 1}}));
    EXPECT_EQ(desk.stage(RequestId{11}), Stage::offering);
    EXPECT_EQ(desk.told(11), Ids());
    desk.taken(10, technician(1));
    EXPECT_EQ(desk.offers(5s), (Offers{{11, 1}}));
}

TEST(RoundRobin, AlertsEverybodyWhenThereIsNobodyToOfferItTo) {
    Desk desk;
    auto busy = technician(1);
    busy.status = AgentStatus::busy;
    desk.put(busy);
    desk.put(request(10));
    EXPECT_EQ(desk.decide(at(0s)).alerts.size(), 1u);
    EXPECT_EQ(desk.told(10), Ids{1});
    desk.put(technician(2));
    EXPECT_EQ(desk.offers(5s), (Offers{{10, 2}})) << "who comes is offered what waits";
}

TEST(RoundRobin, IsFairAlsoAfterARestart) {
    Desk desk;
    for (auto id : {1, 2, 3}) desk.put(technician(id));
    desk.put(request(10));
    EXPECT_EQ(desk.offers(0s), (Offers{{10, 1}}));
    desk.taken(10, technician(1));
    desk.offers(1s);

    Desk again;
    again.set_turn(network, UserId{1}, at(0s));
    for (auto id : {1, 2, 3}) again.put(technician(id));
    again.put(request(11, 2s));
    again.put(request(12, 3s));
    again.put(request(13, 4s));
    EXPECT_EQ(again.offers(4s), (Offers{{11, 2}, {12, 3}, {13, 1}}));
}

TEST(RoundRobin, GoesOnWithAnOfferThatRanAtTheRestart) {
    Desk desk;
    desk.put(technician(1));
    desk.put(technician(2));
    desk.put(request(10));
    desk.offered({RequestId{10}, UserId{2}, network, at(20s)});
    EXPECT_TRUE(desk.offers(5s).empty());
    EXPECT_EQ(desk.offer_of(RequestId{10})->technician, UserId{2});
    EXPECT_EQ(desk.offers(20s), (Offers{{10, 1}}));
}

TEST(LeastBusy, OffersToWhoeverHasTheFewestChats) {
    Desk desk(Assignment::least_busy);
    auto dana = technician(1), omar = technician(2), nora = technician(3);
    dana.chats = 2;
    omar.chats = 1;
    nora.chats = 3;
    for (const auto& one : {dana, omar, nora}) desk.put(one);
    desk.put(request(10));
    EXPECT_EQ(desk.offers(0s), (Offers{{10, 2}}));
    desk.taken(10, omar);
    desk.put(request(11));
    desk.put(request(12));
    EXPECT_EQ(desk.offers(1s), (Offers{{11, 1}, {12, 2}})) << "of two with as many, whose offer is longer ago";
}

TEST(Broadcast, AlertsEverybodyEligibleAtOnce) {
    Desk desk(Assignment::broadcast);
    desk.put(technician(1));
    auto away = technician(2), silent = technician(3), gone = technician(4), stranger = technician(5, {hardware}), full = technician(6);
    away.status = AgentStatus::away;
    silent.status = AgentStatus::do_not_respond;
    gone.connected = false;
    full.capacity = 1;
    full.chats = 1;
    auto reader = technician(7);
    reader.may_accept = false;
    for (const auto& one : {away, silent, gone, stranger, full, reader}) desk.put(one);
    desk.put(request(10));
    const auto decisions = desk.decide(at(0s));
    EXPECT_TRUE(decisions.offers.empty());
    EXPECT_EQ(decisions.alerts, std::vector<RequestId>{RequestId{10}});
    EXPECT_EQ(desk.told(10), (Ids{1, 2}));
}

TEST(Broadcast, OfARequestWithoutATeamReachesAllTeams) {
    Router desk;
    desk.put(technician(1));
    desk.put(technician(2, {hardware}));
    desk.put(technician(3, {}));
    auto any = request(10);
    any.team.reset();
    desk.put(any);
    EXPECT_EQ(desk.decide(at(0s)).alerts.size(), 1u);
    EXPECT_EQ(desk.alerted(RequestId{10}).size(), 3u);
}

TEST(AssignedFirst, AlertsTheTicketsTechnicianThenEverybody) {
    Desk desk(Assignment::broadcast);
    desk.put(technician(1));
    desk.put(technician(2));
    auto ours = request(10);
    ours.assigned = UserId{2};
    desk.put(ours);
    EXPECT_EQ(desk.decide(at(0s)).alerts.size(), 1u);
    EXPECT_EQ(desk.told(10), Ids{2});
    EXPECT_EQ(desk.next_change(), at(30s));
    EXPECT_EQ(desk.decide(at(30s)).alerts.size(), 1u);
    EXPECT_EQ(desk.told(10), (Ids{1, 2}));
}

TEST(AssignedFirst, EndsAtOnceWhenTheyCannotBeReached) {
    Desk desk;
    desk.put(technician(1));
    desk.put(technician(2));
    auto ours = request(10);
    ours.assigned = UserId{2};
    desk.put(ours);
    EXPECT_TRUE(desk.offers(0s).empty()) << "they alone know of it";
    auto gone = technician(2);
    gone.status = AgentStatus::do_not_respond;
    desk.put(gone);
    EXPECT_EQ(desk.offers(3s), (Offers{{10, 1}}));
}

TEST(Skills, AreRequiredUntilRelaxed) {
    Desk desk;
    auto dana = technician(1), omar = technician(2);
    dana.skills = {{"vpn", 2}, {"mail", 5}};
    omar.skills = {{"vpn", 4}};
    desk.put(dana);
    auto hard = request(10);
    hard.skills = {Skill::parse("vpn:3")};
    desk.put(hard);
    EXPECT_TRUE(desk.offers(0s).empty());
    EXPECT_EQ(desk.next_change(), at(120s));
    desk.put(omar);
    EXPECT_EQ(desk.offers(60s), (Offers{{10, 2}}));
    desk.decline(10, 2);
    EXPECT_TRUE(desk.offers(61s).empty());
    EXPECT_EQ(desk.offers(120s), (Offers{{10, 1}}));
}

TEST(Skills, ReadTheirLevelFromTheName) {
    EXPECT_EQ(Skill::parse("vpn"), (Skill{"vpn", 1}));
    EXPECT_EQ(Skill::parse("vpn:7"), (Skill{"vpn", 7}));
    EXPECT_EQ(Skill::parse("vpn:11"), (Skill{"vpn:11", 1}));
    EXPECT_EQ(Skill::parse("sap:fi"), (Skill{"sap:fi", 1}));
    EXPECT_EQ(Skill::parse(":3"), (Skill{":3", 1}));
}

TEST(Overflow, AddsTheOtherTeamAfterItsTime) {
    Desk desk(Assignment::broadcast);
    auto rules = rules_of(Assignment::broadcast);
    rules.overflow_team = hardware;
    desk.set_policy(network, rules);
    desk.put(technician(1));
    desk.put(technician(2, {hardware}));
    desk.put(request(10));
    desk.decide(at(0s));
    EXPECT_EQ(desk.told(10), Ids{1});
    EXPECT_EQ(desk.decide(at(180s)).alerts.size(), 1u);
    EXPECT_EQ(desk.told(10), (Ids{1, 2}));
}

TEST(Overflow, IsOfferedToTheOwnTeamFirst) {
    Desk desk;
    auto rules = rules_of(Assignment::round_robin);
    rules.overflow_team = hardware;
    desk.set_policy(network, rules);
    desk.put(technician(1, {hardware}));
    desk.put(request(10));
    EXPECT_TRUE(desk.offers(0s).empty());
    desk.put(technician(2));
    desk.set_turn(network, UserId{2}, at(0s));
    desk.put(request(11, 1s));
    EXPECT_EQ(desk.offers(181s), (Offers{{10, 2}, {11, 1}}));
}

TEST(Scope, KeepsChatsOfOthersAway) {
    Desk desk;
    auto dana = technician(1);
    dana.scope.organizations = {OrganizationId{5}};
    dana.scope.boards = {BoardId{3}};
    desk.put(dana);
    auto foreign = request(10), none = request(11), board = request(12), ours = request(13), chat = request(14);
    foreign.organization = OrganizationId{6};
    board.organization = ours.organization = chat.organization = OrganizationId{5};
    board.ticket = ours.ticket = TicketId{1};
    board.board = BoardId{4};
    ours.board = BoardId{3};
    for (const auto& one : {foreign, none, board}) desk.put(one);
    EXPECT_TRUE(desk.offers(0s).empty());
    desk.put(ours);
    EXPECT_EQ(desk.offers(1s), (Offers{{13, 1}}));
    desk.decline(13, 1);
    desk.put(chat);
    EXPECT_EQ(desk.offers(2s), (Offers{{14, 1}})) << "boards limit only chats from tickets";
}

TEST(Change, OfStatusTakesTheOfferAwayAtOnce) {
    for (auto status : {AgentStatus::away, AgentStatus::busy, AgentStatus::do_not_respond, AgentStatus::offline}) {
        Desk desk;
        desk.put(technician(1));
        desk.put(technician(2));
        desk.put(request(10));
        desk.decide(at(0s));
        auto dana = technician(1);
        dana.status = status;
        desk.put(dana);
        const auto decisions = desk.decide(at(1s));
        EXPECT_EQ(decisions.withdrawals, (std::vector<Withdrawal>{{RequestId{10}, UserId{1}, Ended::unavailable}}));
        ASSERT_EQ(decisions.offers.size(), 1u);
        EXPECT_EQ(decisions.offers[0].technician, UserId{2});
    }
}

TEST(Change, OfConnectionCapacityScopeOrTeamTakesTheOfferAwayAtOnce) {
    auto gone = technician(1), full = technician(1), moved = technician(1), scoped = technician(1);
    gone.connected = false;
    full.capacity = 0;
    moved.teams = {hardware};
    scoped.scope.organizations = {OrganizationId{1}};
    for (const auto& changed : {gone, full, moved, scoped}) {
        Desk desk;
        desk.put(technician(1));
        desk.put(request(10));
        desk.decide(at(0s));
        desk.put(changed);
        EXPECT_EQ(desk.decide(at(1s)).withdrawals.size(), 1u);
        EXPECT_FALSE(desk.offer_of(RequestId{10}));
    }
}

TEST(Change, OfAPolicyCountsForWhatWaitsAlready) {
    Desk desk(Assignment::broadcast);
    desk.put(technician(1));
    desk.put(request(10));
    EXPECT_TRUE(desk.offers(0s).empty());
    desk.set_policy(network, rules_of(Assignment::round_robin));
    EXPECT_EQ(desk.offers(1s), (Offers{{10, 1}}));
}

TEST(Change, FreesTheTechnicianForTheNextRequest) {
    Desk desk;
    desk.put(technician(1));
    desk.put(request(10, 0s));
    desk.put(request(11, 1s));
    EXPECT_EQ(desk.offers(1s), (Offers{{10, 1}}));
    desk.remove(RequestId{10});
    EXPECT_EQ(desk.offers(2s), (Offers{{11, 1}})) << "the client of the first one has left";
}

}  // namespace
}  // namespace chatd::routing

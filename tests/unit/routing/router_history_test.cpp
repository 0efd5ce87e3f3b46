// The router over random histories: the same as a reference that scans everything, the same after a restart, fair, and never an offer to
// somebody who is not eligible.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "routing/router.hpp"

namespace chatd::routing {
namespace {

using namespace std::chrono_literals;

/// The rules as they are written down, with scans.
struct Reference {
    std::map<TeamId, Policy> policies;
    std::map<RequestId, Request> requests;
    std::map<UserId, Technician> technicians;
    std::map<RequestId, Offer> offers;
    std::map<std::pair<TeamId, UserId>, Time> turns;

    static bool member(const Technician& technician, std::optional<TeamId> team) {
        return !team || std::ranges::count(technician.teams, *team);
    }
    Policy policy(const Request& request) const {
        const auto found = policies.find(request.team.value_or(TeamId()));
        return found == policies.end() ? Policy() : found->second;
    }
    bool overflowed(const Request& request, Time now) const {
        const auto rules = policy(request);
        return request.team && rules.overflow_team && now.us >= request.enqueued_at.us + std::chrono::microseconds(rules.overflow_after).count();
    }
    bool skilled(const Technician& technician, const Request& request, Time now) const {
        if (now.us >= request.enqueued_at.us + std::chrono::microseconds(policy(request).relax_skills_after).count()) return true;
        return std::ranges::all_of(request.skills, [&](const Skill& wanted) {
            return std::ranges::any_of(technician.skills, [&](const Skill& has) { return has.name == wanted.name && has.level >= wanted.level; });
        });
    }
    bool in_reach(const Technician& technician, const Request& request, Time now) const {
        return technician.scope.admits(request) && skilled(technician, request, now) &&
               (member(technician, request.team) || (overflowed(request, now) && member(technician, policy(request).overflow_team)));
    }
    bool eligible(const Technician& technician, const Request& request, Time now) const {
        return technician.offerable() && in_reach(technician, request, now) && !std::ranges::count(request.tried, technician.id);
    }
    bool waits_for_assigned(const Request& request, Time now) const {
        if (!request.assigned || !technicians.contains(*request.assigned)) return false;
        const auto& technician = technicians.at(*request.assigned);
        return now.us < request.enqueued_at.us + std::chrono::microseconds(policy(request).assigned_first).count() && technician.reachable() &&
               technician.scope.admits(request);
    }
    bool engaged(UserId technician) const {
        return std::ranges::any_of(offers, [&](const auto& offer) { return offer.second.technician == technician; });
    }
    std::vector<RequestId> order() const {
        std::vector<RequestId> out;
        for (const auto& [id, request] : requests) out.push_back(id);
        std::ranges::sort(out, {}, [&](RequestId id) {
            const auto& request = requests.at(id);
            return std::pair(request.enqueued_at.us - static_cast<int>(request.priority) * std::chrono::microseconds(policy(request).aging).count(), id);
        });
        return out;
    }
    std::optional<Offer> best(const Request& request, Time now) const {
        std::vector<std::optional<TeamId>> pools{request.team};
        if (overflowed(request, now)) pools.push_back(policy(request).overflow_team);
        for (const auto& pool : pools) {
            const auto id = pool.value_or(TeamId());
            const bool by_load = policies.contains(id) && policies.at(id).assignment == Assignment::least_busy;
            std::optional<std::tuple<int, Time, UserId>> first;
            for (const auto& [user, technician] : technicians) {
                if (!member(technician, pool) || !eligible(technician, request, now) || engaged(user)) continue;
                const auto turn = turns.find({id, user});
                const std::tuple place(by_load ? technician.chats : 0, turn == turns.end() ? Time() : turn->second, user);
                if (!first || place < *first) first = place;
            }
            if (first) return Offer{request.id, std::get<UserId>(*first), id, Time{now.us + std::chrono::microseconds(policy(request).offer_timeout).count()}};
        }
        return {};
    }
    Decisions decide(Time now) {
        Decisions out;
        for (auto offer = offers.begin(); offer != offers.end();) {
            auto& request = requests.at(offer->first);
            const auto technician = offer->second.technician;
            if (offer->second.expires_at <= now) {
                out.withdrawals.push_back({offer->first, technician, Ended::expired});
                request.tried.push_back(technician);
                offer = offers.erase(offer);
            } else if (!eligible(technicians.at(technician), request, now)) {
                out.withdrawals.push_back({offer->first, technician, Ended::unavailable});
                offer = offers.erase(offer);
            } else {
                ++offer;
            }
        }
        for (auto id : order()) {
            const auto& request = requests.at(id);
            if (offers.contains(id) || policy(request).assignment == Assignment::broadcast || waits_for_assigned(request, now)) continue;
            const auto found = best(request, now);
            if (!found) continue;
            offers[id] = *found;
            turns[{found->pool, found->technician}] = now;
            out.offers.push_back(*found);
        }
        return out;
    }
    std::vector<UserId> alerted(RequestId id, Time now) const {
        const auto& request = requests.at(id);
        if (offers.contains(id)) return {};
        if (waits_for_assigned(request, now)) return {*request.assigned};
        if (policy(request).assignment != Assignment::broadcast &&
            std::ranges::any_of(technicians, [&](const auto& one) { return eligible(one.second, request, now); }))
            return {};
        std::vector<UserId> out;
        for (const auto& [user, technician] : technicians)
            if (technician.reachable() && in_reach(technician, request, now)) out.push_back(user);
        return out;
    }
    Router rebuilt() const {
        Router out;
        for (const auto& [team, policy] : policies) out.set_policy(team ? std::optional(team) : std::nullopt, policy);
        for (const auto& [turn, time] : turns) out.set_turn(turn.first, turn.second, time);
        for (const auto& [id, request] : requests) out.put(request);
        for (const auto& [id, technician] : technicians) out.put(technician);
        for (const auto& [id, offer] : offers) out.offered(offer);
        return out;
    }
};

class History {
public:
    explicit History(unsigned seed) : random_(seed) {
        for (std::int64_t team = 0; team <= 3; ++team) set_policy(TeamId{team});
        for (std::int64_t user = 1; user <= 9; ++user) put_technician(UserId{user});
    }
    void run(int steps) {
        for (int step = 0; step < steps && !testing::Test::HasFatalFailure(); ++step) {
            act();
            if (pick(40) == 0) router_ = reference_.rebuilt();
            compare();
        }
    }

private:
    int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
    bool one_in(int count) { return pick(count) == 0; }

    void set_policy(TeamId team) {
        Policy policy;
        policy.assignment = static_cast<Assignment>(pick(3));
        if (team && one_in(2)) policy.overflow_team = TeamId{1 + pick(3)};
        if (policy.overflow_team == team) policy.overflow_team.reset();
        policy.aging = one_in(2) ? 10min : 1min;
        policy.offer_timeout = std::chrono::seconds(5 + pick(30));
        reference_.policies[team] = policy;
        router_.set_policy(team ? std::optional(team) : std::nullopt, policy);
    }
    void put_technician(UserId user) {
        Technician out;
        out.id = user;
        if (const auto known = reference_.technicians.find(user); known != reference_.technicians.end()) out.chats = known->second.chats;
        for (std::int64_t team = 1; team <= 3; ++team)
            if (one_in(2)) out.teams.push_back(TeamId{team});
        for (const auto* name : {"vpn", "mail", "sap"})
            if (one_in(2)) out.skills.push_back({name, 1 + pick(3)});
        if (one_in(4)) out.scope.organizations = {OrganizationId{1 + pick(2)}, OrganizationId{3}};
        if (one_in(5)) out.scope.boards = {BoardId{1 + pick(2)}};
        if (one_in(8)) out.scope.tickets = {TicketId{1 + pick(3)}};
        out.status = one_in(4) ? static_cast<AgentStatus>(pick(5)) : AgentStatus::online;
        out.connected = !one_in(6);
        out.may_accept = !one_in(10);
        if (one_in(3)) out.capacity = pick(4);
        reference_.technicians[user] = out;
        router_.put(out);
    }
    void put_request() {
        Request out;
        out.id = RequestId{++last_request_};
        out.priority = static_cast<Priority>(pick(4));
        out.enqueued_at = now_;
        if (!one_in(4)) out.team = TeamId{1 + pick(3)};
        if (!one_in(3)) out.organization = OrganizationId{1 + pick(3)};
        if (one_in(3)) out.ticket = TicketId{1 + pick(4)};
        if (one_in(3)) out.board = BoardId{1 + pick(3)};
        for (const auto* name : {"vpn", "mail", "sap"})
            if (one_in(4)) out.skills.push_back({name, 1 + pick(3)});
        if (one_in(4)) out.assigned = UserId{1 + pick(9)};
        reference_.requests[out.id] = out;
        router_.put(out);
    }
    void remove(RequestId id, UserId taken_by) {
        router_.remove(id);
        reference_.requests.erase(id);
        reference_.offers.erase(id);
        if (!taken_by) return;
        auto technician = reference_.technicians.at(taken_by);
        ++technician.chats;
        reference_.technicians[taken_by] = technician;
        router_.put(technician);
    }
    void act() {
        now_.us += one_in(3) ? 1'000'000LL * pick(70) : pick(1000) + 1;
        switch (pick(8)) {
            case 0:
            case 1: return put_request();
            case 2: return put_technician(UserId{1 + pick(9)});
            case 3:
                if (!reference_.offers.empty()) {  // taken by whom it was offered to
                    const auto offer = std::next(reference_.offers.begin(), pick(static_cast<int>(reference_.offers.size())))->second;
                    remove(offer.request, offer.technician);
                }
                return;
            case 4:
                if (!reference_.offers.empty()) {
                    const auto offer = std::next(reference_.offers.begin(), pick(static_cast<int>(reference_.offers.size())))->second;
                    EXPECT_TRUE(router_.declined(offer.request, offer.technician));
                    reference_.requests.at(offer.request).tried.push_back(offer.technician);
                    reference_.offers.erase(offer.request);
                }
                return;
            case 5:
                if (!reference_.requests.empty() && one_in(2))
                    remove(std::next(reference_.requests.begin(), pick(static_cast<int>(reference_.requests.size())))->first, UserId());
                return;
            case 6: {  // a chat has ended
                auto technician = reference_.technicians.at(UserId{1 + pick(9)});
                technician.chats = std::max(0, technician.chats - 1);
                reference_.technicians[technician.id] = technician;
                return router_.put(technician);
            }
            default:
                if (one_in(10)) set_policy(TeamId{pick(4)});
        }
    }
    void compare() {
        auto mine = router_.decide(now_);
        auto theirs = reference_.decide(now_);
        std::ranges::sort(mine.withdrawals);
        std::ranges::sort(theirs.withdrawals);
        ASSERT_EQ(mine.withdrawals, theirs.withdrawals);
        ASSERT_EQ(mine.offers, theirs.offers);
        ASSERT_EQ(router_.waiting(), reference_.requests.size());
        for (const auto& offer : mine.offers) ASSERT_TRUE(reference_.eligible(reference_.technicians.at(offer.technician), reference_.requests.at(offer.request), now_));
        std::map<TeamId, std::vector<RequestId>> order;
        for (auto id : reference_.order()) order[reference_.requests.at(id).team.value_or(TeamId())].push_back(id);
        for (const auto& [team, queue] : order) {
            ASSERT_EQ(router_.queue(team ? std::optional(team) : std::nullopt), queue);
            ASSERT_EQ(router_.position(queue.back()), std::ssize(queue));
        }
        for (const auto& [id, request] : reference_.requests) ASSERT_EQ(router_.alerted(id), reference_.alerted(id, now_));
        for (const auto& [id, offer] : reference_.offers) ASSERT_EQ(router_.offer_of(id), offer);
    }

    std::minstd_rand random_;
    Router router_;
    Reference reference_;
    Time now_{1'700'000'000'000'000};
    std::int64_t last_request_ = 0;
};

TEST(RouterHistory, DecidesAsTheRulesSayAlsoWhenFilledAnew) {
    for (unsigned seed = 1; seed <= 15; ++seed) {
        SCOPED_TRACE(seed);
        History(seed).run(400);
        if (HasFatalFailure()) return;
    }
}

/// Everybody is there all the time, offers are taken or declined at random: nobody gets two offers more than another.
TEST(RouterHistory, RoundRobinIsFairWithinOne) {
    constexpr TeamId team{1};
    for (unsigned seed = 1; seed <= 20; ++seed) {
        std::minstd_rand random(seed);
        Policy policy;
        policy.assignment = Assignment::round_robin;
        Router router;
        router.set_policy(team, policy);
        std::map<UserId, Technician> technicians;
        std::map<std::pair<TeamId, UserId>, Time> turns;
        const auto count = 2 + random() % 9;
        for (std::int64_t user = 1; user <= static_cast<std::int64_t>(count); ++user) {
            auto& technician = technicians[UserId{user}];
            technician.id = UserId{user};
            technician.teams = {team};
            technician.status = AgentStatus::online;
            technician.connected = true;
            router.put(technician);
        }
        std::map<UserId, int> given;
        for (const auto& [user, technician] : technicians) given[user] = 0;
        Time now{1'700'000'000'000'000};
        for (std::int64_t id = 1; id <= 300; ++id) {
            now.us += 1'000'000LL * (1 + random() % 86'400);
            Request request;
            request.id = RequestId{id};
            request.team = team;
            request.enqueued_at = now;
            router.put(request);
            for (bool answered = false; !answered;) {
                const auto offers = router.decide(now).offers;
                if (offers.empty()) break;
                ASSERT_EQ(offers.size(), 1u);
                ++given[offers[0].technician];
                turns[{team, offers[0].technician}] = now;
                now.us += 1'000'000;
                if (random() % 3 == 0) router.declined(request.id, offers[0].technician);
                else answered = true;
            }
            router.remove(request.id);
            const auto [fewest, most] = std::ranges::minmax_element(given, {}, [](const auto& one) { return one.second; });
            ASSERT_LE(most->second - fewest->second, 1) << "seed " << seed << ", request " << id;
            if (random() % 20 == 0) {  // a restart
                router = Router();
                router.set_policy(team, policy);
                for (const auto& [turn, time] : turns) router.set_turn(turn.first, turn.second, time);
                for (const auto& [user, technician] : technicians) router.put(technician);
            }
        }
    }
}

}  // namespace
}  // namespace chatd::routing

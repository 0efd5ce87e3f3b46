// What a routing decision costs while 10,000 requests wait and 1,000 technicians are known: 20 teams of 50, 40 organizations, three
// skills, a tenth of the technicians limited to some organizations.
//
//     build/release/tests/bench/chatd_router_bench
#include <benchmark/benchmark.h>

#include <random>

#include "routing/router.hpp"

using namespace chatd;
using namespace chatd::routing;

namespace {

constexpr std::int64_t requests = 10'000, technicians = 1'000, teams = 20, organizations = 40;
constexpr std::array<const char*, 3> skills{"vpn", "mail", "sap"};
Time start() { return Time{1'700'000'000'000'000}; }
Time later(std::int64_t us) { return Time{start().us + us}; }

struct Desk {
    std::minstd_rand random{1};
    Router router;
    std::vector<Technician> people;
    std::int64_t next_request = 0, now_us = 1'000'000;

    std::int64_t pick(std::int64_t below) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(below)); }
    Request request() {
        Request out;
        out.id = RequestId{++next_request};
        out.enqueued_at = later(now_us);
        out.priority = static_cast<Priority>(pick(4));
        out.team = TeamId{1 + pick(teams)};
        out.organization = OrganizationId{1 + pick(organizations)};
        if (pick(3) == 0) out.skills.push_back({skills[static_cast<std::size_t>(pick(3))], 1 + static_cast<int>(pick(3))});
        return out;
    }
    /// All have one chat and room for none more (`busy`), or for many.
    explicit Desk(Assignment assignment, bool busy) {
        Policy policy;
        policy.assignment = assignment;
        policy.relax_skills_after = policy.overflow_after = std::chrono::hours(24);
        for (std::int64_t team = 1; team <= teams; ++team) router.set_policy(TeamId{team}, policy);
        for (std::int64_t user = 1; user <= technicians; ++user) {
            Technician one;
            one.id = UserId{user};
            one.teams = {TeamId{1 + user % teams}};
            for (const auto* skill : skills)
                if (pick(2)) one.skills.push_back({skill, 1 + static_cast<int>(pick(3))});
            if (user % 10 == 0) one.scope.organizations = {OrganizationId{1 + pick(organizations)}, OrganizationId{1 + pick(organizations)}};
            one.status = AgentStatus::online;
            one.connected = true;
            one.chats = 1;
            if (busy) one.capacity = 1;
            router.put(one);
            people.push_back(one);
        }
        for (std::int64_t i = 0; i < requests; ++i) {
            now_us += 1'000;
            router.put(request());
        }
        router.decide(later(now_us));
    }
    Decisions decide() { return router.decide(later(now_us += 10)); }
};

/// Everybody is busy; one has an end of a chat, gets the best of what waits, and takes it.
void a_technician_becomes_free(benchmark::State& state) {
    Desk desk(static_cast<Assignment>(state.range(0)), true);
    for (auto _ : state) {
        auto one = desk.people[static_cast<std::size_t>(desk.pick(technicians))];
        one.chats = 0;
        desk.router.put(one);
        const auto decisions = desk.decide();
        one.chats = 1;
        desk.router.put(one);
        for (const auto& offer : decisions.offers) {
            state.PauseTiming();
            desk.router.remove(offer.request);
            desk.router.put(desk.request());
            desk.decide();
            state.ResumeTiming();
        }
    }
}
/// Everybody has an offer; one declines, and both find something else.
void an_offer_is_declined(benchmark::State& state) {
    Desk desk(static_cast<Assignment>(state.range(0)), false);
    std::vector<RequestId> offered;
    for (auto id : desk.router.requests())
        if (desk.router.offer_of(id)) offered.push_back(id);
    for (auto _ : state) {
        const auto at = static_cast<std::size_t>(desk.pick(std::ssize(offered)));
        const auto offer = desk.router.offer_of(offered[at]);
        if (!offer) continue;
        desk.router.declined(offer->request, offer->technician);
        for (const auto& next : desk.decide().offers) offered[at] = next.request;
    }
}
/// A request comes and, while nobody has room, waits.
void a_request_comes(benchmark::State& state) {
    Desk desk(static_cast<Assignment>(state.range(0)), true);
    for (auto _ : state) {
        const auto request = desk.request();
        desk.router.put(request);
        benchmark::DoNotOptimize(desk.decide());
        benchmark::DoNotOptimize(desk.router.position(request.id));
        state.PauseTiming();
        desk.router.remove(request.id);
        state.ResumeTiming();
    }
}
void position(benchmark::State& state) {
    Desk desk(Assignment::broadcast, true);
    for (auto _ : state) benchmark::DoNotOptimize(desk.router.position(RequestId{1 + desk.pick(requests)}));
}

BENCHMARK(a_technician_becomes_free)->Arg(1)->Arg(2);
BENCHMARK(an_offer_is_declined)->Arg(1)->Arg(2);
BENCHMARK(a_request_comes)->Arg(0)->Arg(1)->Arg(2);
BENCHMARK(position);

}  // namespace

BENCHMARK_MAIN();

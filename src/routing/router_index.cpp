// What the router looks at when it decides, what it answers, and where it keeps what it knows. What it is told and decides: router.cpp.
#include "routing/router.hpp"

#include <algorithm>

namespace chatd::routing {

namespace {
constexpr TeamId any_team{};
bool passed(Time since, std::chrono::milliseconds wait, Time now) { return wait.count() > 0 && now >= since + wait; }
std::vector<TeamId> pools_of(const Technician& technician) {
    auto out = technician.teams;
    out.push_back(any_team);
    return out;
}
}  // namespace

// ---- what it looks at -------------------------------------------------------------------------------------------------

const Policy& Router::policy(TeamId id) const {
    static const Policy defaults;
    const auto found = policies_.find(id);
    return found == policies_.end() ? defaults : found->second;
}
Pool& Router::pool(TeamId id) { return pools_[id]; }

std::vector<TeamId> Router::pools_of(const Waiting& waiting) const {
    std::vector<TeamId> out{waiting.own_pool()};
    if (waiting.overflowed) out.push_back(*policy(out.front()).overflow_team);
    return out;
}

bool Router::waits_for_assigned(const Waiting& waiting) const {
    const auto& request = waiting.request;
    const auto first = policy(waiting.own_pool()).assigned_first;
    if (!request.assigned || request.target || first.count() <= 0 || now_ >= request.since() + first) return false;
    const auto found = technicians_.find(*request.assigned);
    return found != technicians_.end() && found->second.technician.reachable() && found->second.technician.scope.admits(request);
}

/// Membership and scope.
bool Router::in_reach(const Technician& technician, const Waiting& waiting) const {
    if (!technician.scope.admits(waiting.request)) return false;
    if (!waiting.request.team) return true;
    const auto member = [&](TeamId team) { return std::ranges::find(technician.teams, team) != technician.teams.end(); };
    return member(*waiting.request.team) || (waiting.overflowed && member(*policy(*waiting.request.team).overflow_team));
}

/// For an offer, whether or not they have another one now.
bool Router::eligible(const Person& person, const Waiting& waiting) const {
    if (waiting.request.target)
        return person.technician.id == waiting.request.target && person.technician.reachable() && person.technician.scope.admits(waiting.request) &&
               !waiting.tried(person.technician.id);
    return person.technician.offerable() && covers(person.abilities, waiting.wanted) && !waiting.tried(person.technician.id) &&
           in_reach(person.technician, waiting);
}

/// Somebody who has another offer now may be offered this one next.
bool Router::hope(const Waiting& waiting) const {
    for (auto id : pools_of(waiting))
        if (const auto found = pools_.find(id); found != pools_.end())
            for (auto technician : found->second.engaged)
                if (eligible(technicians_.at(technician), waiting)) return true;
    return best_technician(waiting).has_value();
}

std::optional<Router::Found> Router::best_technician(const Waiting& waiting) const {
    for (auto id : pools_of(waiting)) {
        const auto found = pools_.find(id);
        if (found == pools_.end()) continue;
        const auto technician = found->second.first_free(waiting.wanted, [&](UserId one) { return eligible(technicians_.at(one), waiting); });
        if (technician) return Found{*technician, id};
    }
    return {};
}

std::optional<Place> Router::best_request(const Person& person) const {
    std::optional<Place> best;
    for (auto id : routing::pools_of(person.technician)) {
        const auto found = pools_.find(id);
        if (found == pools_.end()) continue;
        const auto place = found->second.first_request(person, [&](RequestId one) { return eligible(person, requests_.at(one)); });
        if (place && (!best || *place < *best)) best = place;
    }
    return best;
}

Stage Router::stage(const Waiting& waiting) const {
    if (waiting.offered_to) return Stage::offering;
    if (waiting.request.target) return waiting.tried(*waiting.request.target) ? Stage::unanswered : Stage::offering;
    if (waits_for_assigned(waiting)) return Stage::assigned;
    if (policy(waiting.own_pool()).assignment == Assignment::broadcast) return Stage::everyone;
    return hope(waiting) ? Stage::offering : Stage::everyone;
}
Stage Router::stage(RequestId request) const { return stage(requests_.at(request)); }

std::optional<Offer> Router::offer_of(RequestId request) const {
    const auto found = requests_.find(request);
    if (found == requests_.end() || !found->second.offered_to) return {};
    return Offer{request, *found->second.offered_to, found->second.offer_pool, found->second.offer_expires_at};
}

std::vector<UserId> Router::alerted(RequestId request) const {
    const auto found = requests_.find(request);
    if (found == requests_.end()) return {};
    const auto& waiting = found->second;
    switch (stage(waiting)) {
        case Stage::assigned: return {*waiting.request.assigned};
        case Stage::offering:
        case Stage::unanswered: return {};
        case Stage::everyone: break;
    }
    std::set<UserId> out;
    for (auto id : pools_of(waiting))
        if (const auto members = pools_.find(id); members != pools_.end())
            for (auto technician : members->second.reachable)
                if (alerts_everyone(technicians_.at(technician), waiting)) out.insert(technician);
    return {out.begin(), out.end()};
}

bool Router::alerts_everyone(const Person& person, const Waiting& waiting) const {
    return person.technician.reachable() && covers(person.abilities, waiting.wanted) && in_reach(person.technician, waiting);
}

bool Router::alerts(RequestId request, UserId technician) const {
    const auto found = requests_.find(request);
    const auto person = technicians_.find(technician);
    if (found == requests_.end() || person == technicians_.end()) return false;
    const auto stage_now = stage(found->second);
    if (stage_now == Stage::assigned) return found->second.request.assigned == technician;
    return stage_now == Stage::everyone && alerts_everyone(person->second, found->second);
}

int Router::position(RequestId request) const {
    const auto& waiting = requests_.at(request);
    return static_cast<int>(pools_.at(waiting.own_pool()).queue.order_of_key(waiting.place)) + 1;
}

std::vector<RequestId> Router::queue(std::optional<TeamId> team) const {
    std::vector<RequestId> out;
    if (const auto found = pools_.find(team.value_or(any_team)); found != pools_.end())
        for (const auto& place : found->second.queue) out.push_back(place.id);
    return out;
}

std::vector<RequestId> Router::requests() const {
    std::vector<RequestId> out;
    for (const auto& [id, waiting] : requests_) out.push_back(id);
    std::ranges::sort(out);
    return out;
}
const Request* Router::find(RequestId request) const {
    const auto found = requests_.find(request);
    return found == requests_.end() ? nullptr : &found->second.request;
}
const Technician* Router::find(UserId technician) const {
    const auto found = technicians_.find(technician);
    return found == technicians_.end() ? nullptr : &found->second.technician;
}

// ---- where it keeps it ------------------------------------------------------------------------------------------------

/// As it counts at `now_`: into the groups of the pools whose technicians it may be offered to.
void Router::index(Waiting& waiting) {
    const auto& rules = policy(waiting.own_pool());
    const auto& request = waiting.request;
    waiting.relaxed = !waiting.asked.empty() && passed(request.since(), rules.relax_skills_after, now_);
    waiting.overflowed = request.team && rules.overflow_team && passed(request.since(), rules.overflow_after, now_);
    waiting.wanted = waiting.relaxed ? Abilities() : waiting.asked;
    const bool wants_offer = rules.assignment != Assignment::broadcast && !request.target && !waiting.offered_to && !waits_for_assigned(waiting);
    if (wants_offer) waiting.pools = pools_of(waiting);
    for (auto id : waiting.pools) pool(id).add(waiting);
}
void Router::unindex(Waiting& waiting) {
    for (auto id : waiting.pools) pool(id).remove(waiting);
    waiting.pools.clear();
}

void Router::index(const Person& person) {
    for (auto id : routing::pools_of(person.technician)) {
        auto& in = pool(id);
        if (person.free()) in.add_free(person, policy(id).assignment == Assignment::least_busy);
        else if (person.technician.offerable()) in.engaged.insert(person.technician.id);
        if (person.technician.reachable()) in.reachable.insert(person.technician.id);
    }
}
void Router::unindex(const Person& person) {
    for (auto id : routing::pools_of(person.technician)) {
        auto& in = pool(id);
        in.remove_free(person);
        in.engaged.erase(person.technician.id);
        in.reachable.erase(person.technician.id);
    }
}

void Router::offer(Waiting& waiting, Found found, Decisions& out) {
    auto& person = technicians_.at(found.technician);
    unindex(waiting);
    unindex(person);
    waiting.offered_to = found.technician;
    waiting.offer_pool = found.pool;
    waiting.offer_expires_at = now_ + std::max(policy(waiting.own_pool()).offer_timeout, std::chrono::milliseconds(1));
    person.offer = waiting.request.id;
    pool(found.pool).turns[found.technician] = now_;
    index(person);
    index(waiting);
    changed_requests_.insert(waiting.request.id);
    out.offers.push_back({waiting.request.id, found.technician, found.pool, waiting.offer_expires_at});
}

/// One at a time, as all offers.
void Router::offer_to_target(Waiting& waiting, Decisions& out) {
    const auto person = technicians_.find(*waiting.request.target);
    if (waiting.offered_to || person == technicians_.end() || person->second.offer || !eligible(person->second, waiting)) return;
    offer(waiting, {*waiting.request.target, waiting.own_pool()}, out);
}

void Router::end_offer(Waiting& waiting) {
    if (!waiting.offered_to) return;
    auto& person = technicians_.at(*waiting.offered_to);
    unindex(waiting);
    unindex(person);
    waiting.offered_to.reset();
    person.offer.reset();
    index(person);
    index(waiting);
    changed_requests_.insert(waiting.request.id);
    changed_technicians_.insert(person.technician.id);
}

}  // namespace chatd::routing

#include "routing/router.hpp"

#include <algorithm>
#include <queue>

namespace chatd::routing {

namespace {
constexpr TeamId any_team{};
}  // namespace

// ---- what is told to it -----------------------------------------------------------------------------------------------

void Router::set_policy(std::optional<TeamId> team, const Policy& policy) {
    const auto id = team.value_or(any_team);
    // Keys, turns and stages depend on it: everything that has to do with the team is put in anew.
    std::vector<Request> requests;
    for (const auto& [request, waiting] : requests_)
        if (waiting.own_pool() == id) requests.push_back(waiting.request);
    std::vector<Technician> technicians;
    for (const auto& [user, person] : technicians_)
        if (id == any_team || std::ranges::find(person.technician.teams, id) != person.technician.teams.end()) technicians.push_back(person.technician);
    for (const auto& request : requests) {
        auto& waiting = requests_.at(request.id);
        unindex(waiting);
        pool(id).queue.erase(waiting.place);
    }
    for (const auto& technician : technicians) unindex(technicians_.at(technician.id));
    policies_[id] = policy;
    for (auto& technician : technicians) put(std::move(technician));
    for (auto& request : requests) put(std::move(request));
}

void Router::put(Technician technician) {
    auto& person = technicians_[technician.id];
    if (person.technician.id) unindex(person);
    changed_technicians_.insert(technician.id);
    person.abilities = skills_.read(technician.skills);
    person.technician = std::move(technician);
    index(person);
}

void Router::put(Request request) {
    const auto id = request.id;
    auto& waiting = requests_[id];
    if (waiting.request.id) {
        unindex(waiting);
        pool(waiting.own_pool()).queue.erase(waiting.place);
        forget_people(waiting.request);
    }
    std::ranges::sort(request.tried);
    waiting.asked = skills_.read(request.skills);
    waiting.request = std::move(request);
    const auto worth = policy(waiting.own_pool()).priority_worth().count();
    waiting.place = {waiting.request.enqueued_at.us - static_cast<std::int64_t>(waiting.request.priority) * worth, id};
    pool(waiting.own_pool()).queue.insert(waiting.place);
    for (const auto& person : {waiting.request.assigned, waiting.request.target})
        if (person) by_person_[*person].insert(id);
    index(waiting);
    changed_requests_.insert(id);
}

void Router::remove(RequestId id) {
    const auto found = requests_.find(id);
    if (found == requests_.end()) return;
    auto& waiting = found->second;
    end_offer(waiting);
    unindex(waiting);
    pool(waiting.own_pool()).queue.erase(waiting.place);
    forget_people(waiting.request);
    if (waiting.due) due_.erase({*waiting.due, id});
    requests_.erase(found);
    known_.erase(id);
    changed_requests_.erase(id);
}

void Router::forget_people(const Request& request) {
    for (const auto& person : {request.assigned, request.target})
        if (person) by_person_[*person].erase(request.id);
}

void Router::offered(const Offer& offer) {
    const auto found = requests_.find(offer.request);
    if (found == requests_.end()) return;
    auto& waiting = found->second;
    auto& person = technicians_[offer.technician];
    person.technician.id = offer.technician;
    unindex(waiting);
    unindex(person);
    if (waiting.offered_to && waiting.offered_to != offer.technician) technicians_.at(*waiting.offered_to).offer.reset();
    waiting.offered_to = offer.technician;
    waiting.offer_expires_at = offer.expires_at;
    waiting.offer_pool = offer.pool;
    person.offer = offer.request;
    index(person);
    index(waiting);
    changed_requests_.insert(offer.request);
    changed_technicians_.insert(offer.technician);
}

bool Router::declined(RequestId request, UserId technician) {
    const auto found = requests_.find(request);
    if (found == requests_.end() || found->second.offered_to != technician) return false;
    auto& tried = found->second.request.tried;
    tried.insert(std::ranges::upper_bound(tried, technician), technician);
    end_offer(found->second);
    return true;
}

void Router::set_turn(TeamId team, UserId technician, Time last_offered_at) {
    const auto found = technicians_.find(technician);
    if (found != technicians_.end()) unindex(found->second);
    pool(team).turns[technician] = last_offered_at;
    if (found != technicians_.end()) index(found->second);
}

// ---- what it decides --------------------------------------------------------------------------------------------------

Decisions Router::decide(Time now) {
    now_ = std::max(now_, now);
    Decisions out;
    withdraw_what_ended(out);
    match(out);
    alert_and_look_again(out);
    changed_requests_.clear();
    changed_technicians_.clear();
    return out;
}

void Router::withdraw_what_ended(Decisions& out) {
    while (!due_.empty() && due_.begin()->first <= now_) {
        const auto id = due_.begin()->second;
        due_.erase(due_.begin());
        auto& waiting = requests_.at(id);
        waiting.due.reset();
        changed_requests_.insert(id);
        if (!waiting.offered_to || waiting.offer_expires_at > now_) continue;
        out.withdrawals.push_back({id, *waiting.offered_to, Ended::expired});
        declined(id, *waiting.offered_to);
    }
    for (auto technician : changed_technicians_) {
        const auto& person = technicians_.at(technician);
        if (person.offer) changed_requests_.insert(*person.offer);
        if (const auto waits = by_person_.find(technician); waits != by_person_.end()) changed_requests_.insert(waits->second.begin(), waits->second.end());
    }
    for (auto id : changed_requests_) {
        auto& waiting = requests_.at(id);
        unindex(waiting);
        index(waiting);  // as it counts now, before anybody is judged by it
        if (waiting.offered_to && waiting.offer_expires_at <= now_) {
            out.withdrawals.push_back({id, *waiting.offered_to, Ended::expired});
            declined(id, *waiting.offered_to);
        } else if (waiting.offered_to && !eligible(technicians_.at(*waiting.offered_to), waiting)) {
            out.withdrawals.push_back({id, *waiting.offered_to, Ended::unavailable});
            if (waiting.request.target) declined(id, *waiting.offered_to);
            else end_offer(waiting);
        }
    }
}

/// In the order of the queue, whoever has a match gets it. Nothing that did not change can match what did not change.
void Router::match(Decisions& out) {
    using Next = std::pair<Place, UserId>;  // a request that changed, or (with a technician) the best one of a technician who changed
    std::priority_queue<Next, std::vector<Next>, std::greater<>> next;
    for (auto id : changed_requests_) next.emplace(requests_.at(id).place, UserId());
    const auto look_for = [&](UserId technician) {
        const auto& person = technicians_.at(technician);
        if (const auto waits = by_person_.find(technician); waits != by_person_.end())
            for (auto id : waits->second)
                if (requests_.at(id).request.target == technician) offer_to_target(requests_.at(id), out);
        if (!person.free()) return;
        if (const auto best = best_request(person)) next.emplace(*best, technician);
    };
    for (auto technician : changed_technicians_) look_for(technician);
    while (!next.empty()) {
        const auto [place, technician] = next.top();
        next.pop();
        auto& waiting = requests_.at(place.id);
        if (waiting.request.target) {
            offer_to_target(waiting, out);
            continue;
        }
        const auto found = waiting.pools.empty() ? std::nullopt : best_technician(waiting);
        if (found) offer(waiting, *found, out);
        if (technician) look_for(technician);
    }
}

void Router::alert_and_look_again(Decisions& out) {
    for (auto id : changed_requests_) {
        auto& waiting = requests_.at(id);
        auto& known = known_[id];
        const auto stage_now = stage(waiting);
        auto wider = known;
        if (stage_now == Stage::assigned) wider.assigned = true;
        if (stage_now == Stage::everyone) wider = {known.assigned, true, waiting.overflowed, waiting.relaxed, false};
        if (stage_now == Stage::unanswered) wider.unanswered = true;
        if (wider != known) (stage_now == Stage::unanswered ? out.unanswered : out.alerts).push_back(id);
        known = wider;
        const bool looks_again = stage_now == Stage::offering && !waiting.offered_to && !waiting.request.target;
        schedule(waiting, looks_again ? std::optional(now_ + policy(waiting.own_pool()).offer_timeout) : std::nullopt);
    }
}

std::optional<Time> Router::next_change() const {
    if (!changed_requests_.empty() || !changed_technicians_.empty()) return now_;
    return due_.empty() ? std::nullopt : std::optional(due_.begin()->first);
}

/// The next time at which something about the request changes by itself.
void Router::schedule(Waiting& waiting, std::optional<Time> look_again) {
    const auto& rules = policy(waiting.own_pool());
    const auto& request = waiting.request;
    auto next = look_again;
    const auto at = [&](Time time) {
        if (!next || time < *next) next = time;
    };
    if (waiting.offered_to) at(waiting.offer_expires_at);
    if (waits_for_assigned(waiting)) at(request.since() + rules.assigned_first);
    if (!waiting.asked.empty() && !waiting.relaxed && rules.relax_skills_after.count() > 0) at(request.since() + rules.relax_skills_after);
    if (request.team && rules.overflow_team && !waiting.overflowed && rules.overflow_after.count() > 0) at(request.since() + rules.overflow_after);
    if (waiting.due) due_.erase({*waiting.due, request.id});
    waiting.due = next;
    if (next) due_.emplace(*next, request.id);
}

}  // namespace chatd::routing

// The router of one tenant: which technician is to be offered which waiting request, who is to be alerted of it, where each stands in
// its queue, and when the next of this changes by itself. A pure value: no I/O, and time is an argument (the database's clock).
//
// What it promises: a decision is a function of the requests, the technicians, the offers that run, the turns and the time, so a router
// filled anew from the database decides the same. Requests are served in the order of `enqueued_at - priority * aging`: priority
// first, then the oldest, and each `aging` of waiting is worth one priority, so nothing starves. That key never changes, so nothing is
// ever sorted again. A decision looks at who is free and at the head of the queues that changed, not at all that waits (Pool).
// A technician has at most one offer at a time, a request too. Among a team's free technicians `round_robin` takes whoever's last offer
// is longest ago, `least_busy` whoever has the fewest chats; the overflow team's come after the team's own.
#pragma once
#include <map>
#include <set>
#include <unordered_map>

#include "routing/pool.hpp"

namespace chatd::routing {

struct Offer {
    RequestId request;
    UserId technician;
    TeamId pool;  ///< the team that the technician was found in; zero: any
    Time expires_at;
    auto operator<=>(const Offer&) const = default;
};
enum class Ended : std::uint8_t { expired, unavailable };
struct Withdrawal {
    RequestId request;
    UserId technician;
    Ended reason = Ended::expired;
    auto operator<=>(const Withdrawal&) const = default;
};
/// To be done, in this order. The router takes all of it for done already.
struct Decisions {
    std::vector<Withdrawal> withdrawals;
    std::vector<Offer> offers;
    std::vector<RequestId> alerts;  ///< more people are to be alerted of these than before: alerted() says who
    std::vector<RequestId> unanswered;  ///< their target did not take them: nobody else will be offered them
    bool operator==(const Decisions&) const = default;
};

/// What is being tried for a request. `unanswered`: it had a target, who did not take it.
enum class Stage : std::uint8_t { assigned, offering, everyone, unanswered };

class Router {
public:
    /// Of a team, or (nothing) of requests that name none. Teams without a policy have the default one.
    void set_policy(std::optional<TeamId> team, const Policy& policy);
    /// New or changed; what it was before is forgotten, but for a running offer, which decide() looks at again.
    void put(Technician technician);
    void put(Request request);
    /// It has left the queue, whichever way; its offer is gone with it.
    void remove(RequestId request);

    /// An offer that runs already (after a restart), or the times that the database gave to one.
    void offered(const Offer& offer);
    /// The technician does not want it. False if it was not offered to them.
    bool declined(RequestId request, UserId technician);
    /// When the pool's turn last came to that technician (after a restart).
    void set_turn(TeamId pool, UserId technician, Time last_offered_at);

    /// What is to be done at `now`, which never goes back.
    Decisions decide(Time now);
    /// When decide() could have something to do though nothing was told to the router; nothing: never.
    std::optional<Time> next_change() const;

    Stage stage(RequestId request) const;
    std::optional<Offer> offer_of(RequestId request) const;
    /// Technicians who should know of the request now; in order of id. While it is being offered: nobody but by the offer.
    std::vector<UserId> alerted(RequestId request) const;
    /// Whether alerted() names the technician.
    bool alerts(RequestId request, UserId technician) const;
    /// From 1, among the requests of the same team.
    int position(RequestId request) const;
    /// Smaller is served first, over all teams.
    Place place(RequestId request) const { return requests_.at(request).place; }
    /// Of a team, or those that name none, in the order in which they will be served.
    std::vector<RequestId> queue(std::optional<TeamId> team) const;
    const Request* find(RequestId request) const;
    const Technician* find(UserId technician) const;
    std::size_t waiting() const { return requests_.size(); }
    std::vector<RequestId> requests() const;

private:
    /// How wide a request has been made known; it only grows.
    struct Known {
        bool assigned = false, everyone = false, overflowed = false, relaxed = false, unanswered = false;
        bool operator==(const Known&) const = default;
    };
    const Policy& policy(TeamId pool) const;
    Pool& pool(TeamId id);
    Stage stage(const Waiting& request) const;
    bool waits_for_assigned(const Waiting& request) const;
    bool in_reach(const Technician& technician, const Waiting& request) const;
    bool alerts_everyone(const Person& technician, const Waiting& request) const;
    bool eligible(const Person& technician, const Waiting& request) const;
    bool hope(const Waiting& request) const;
    std::vector<TeamId> pools_of(const Waiting& request) const;

    void index(Waiting& request);
    void unindex(Waiting& request);
    void index(const Person& technician);
    void unindex(const Person& technician);
    void end_offer(Waiting& request);
    void forget_people(const Request& request);
    struct Found {
        UserId technician;
        TeamId pool;
    };
    std::optional<Found> best_technician(const Waiting& request) const;
    std::optional<Place> best_request(const Person& technician) const;
    void offer(Waiting& request, Found found, Decisions& out);
    void offer_to_target(Waiting& request, Decisions& out);
    void withdraw_what_ended(Decisions& out);
    void match(Decisions& out);
    void alert_and_look_again(Decisions& out);
    void schedule(Waiting& request, std::optional<Time> look_again);

    Time now_;
    SkillBook skills_;
    std::unordered_map<TeamId, Policy> policies_;
    std::unordered_map<TeamId, Pool> pools_;
    std::unordered_map<RequestId, Waiting> requests_;
    std::unordered_map<UserId, Person> technicians_;
    std::unordered_map<RequestId, Known> known_;
    std::map<UserId, std::set<RequestId>> by_person_;  ///< that are assigned to them, or have them as target
    std::set<std::pair<Time, RequestId>> due_;
    std::set<RequestId> changed_requests_;
    std::set<UserId> changed_technicians_;
};

}  // namespace chatd::routing

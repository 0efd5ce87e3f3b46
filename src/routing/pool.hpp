// A pool: the free technicians of one team and the requests that wait for an offer to one of them, indexed so that either side finds
// its best match without looking at all of the other. The requests are grouped by the skills that they ask for, and within a group by
// what access scopes speak of (organization, board, ticket); a technician reads the heads of the groups that they may serve.
// Owned by the Router.
#pragma once
#include <ext/pb_ds/assoc_container.hpp>
#include <map>
#include <set>
#include <unordered_map>

#include "routing/request.hpp"

namespace chatd::routing {

/// The skills of a request or technician with names as numbers, in order of the number.
struct Ability {
    int skill = 0;
    int level = 1;
    auto operator<=>(const Ability&) const = default;
};
using Abilities = std::vector<Ability>;
bool covers(const Abilities& has, const Abilities& wanted);

/// Numbers for the names of skills.
class SkillBook {
public:
    Abilities read(const std::vector<Skill>& skills);

private:
    std::map<std::string, int, std::less<>> numbers_;
};

/// Where a request stands: smaller is served first. `key` never changes while it waits.
struct Place {
    std::int64_t key = 0;
    RequestId id;
    auto operator<=>(const Place&) const = default;
};
/// Where a free technician stands: smaller is offered first.
struct Turn {
    int load = 0;
    Time last;
    UserId id;
    auto operator<=>(const Turn&) const = default;
};

inline Time operator+(Time time, std::chrono::milliseconds wait) { return Time{time.us + std::chrono::microseconds(wait).count()}; }

struct Waiting {
    Request request;
    Place place;
    Abilities asked, wanted;  ///< as asked; and as it counts now: nothing once relaxed
    bool relaxed = false, overflowed = false;
    std::optional<UserId> offered_to;
    Time offer_expires_at;
    TeamId offer_pool;
    std::optional<Time> due;    ///< its entry in the router's time table
    std::vector<TeamId> pools;  ///< whose groups it is in
    bool tried(UserId technician) const;
    /// Of its team; zero: any.
    TeamId own_pool() const { return request.team.value_or(TeamId()); }
    /// Its ticket's; a board means nothing without a ticket.
    std::optional<BoardId> board() const { return request.ticket ? request.board : std::nullopt; }
};
struct Person {
    Technician technician;
    Abilities abilities;
    std::optional<RequestId> offer;
    bool free() const { return technician.offerable() && !offer; }
};

/// A set that also knows how many are before one.
using Queue = __gnu_pbds::tree<Place, __gnu_pbds::null_type, std::less<Place>, __gnu_pbds::rb_tree_tag, __gnu_pbds::tree_order_statistics_node_update>;

class Pool {
public:
    /// All requests of the team, in order, whether or not they wait for an offer.
    Queue queue;
    /// Whose technicians may get an offer but have another one now.
    std::set<UserId> engaged;
    /// Members who can be told of a request.
    std::set<UserId> reachable;
    std::unordered_map<UserId, Time> turns;

    void add(const Waiting& request);
    void remove(const Waiting& request);
    void add_free(const Person& technician, bool by_load);
    void remove_free(const Person& technician);

    /// Calls `fits` for free technicians who have (one of) the skills, those with the first turn first, until it says true.
    template <class Fits>
    std::optional<UserId> first_free(const Abilities& wanted, Fits&& fits) const {
        const auto* turns_of = &free_of(wanted);
        for (const auto& turn : *turns_of)
            if (fits(turn.id)) return turn.id;
        return {};
    }
    /// Calls `fits` for requests whose skills the technician has and one of whose scopes is theirs, in order within a group, until it says true.
    template <class Fits>
    std::optional<Place> first_request(const Person& technician, Fits&& fits) const {
        std::optional<Place> best;
        for (const auto& [wanted, group] : groups_) {
            if (!covers(technician.abilities, wanted)) continue;
            for (const auto* line : group.lines_for(technician.technician.scope))
                for (const auto& place : *line) {
                    if (best && *best < place) break;
                    if (!fits(place.id)) continue;
                    best = place;
                    break;
                }
        }
        return best;
    }

private:
    using Line = std::set<Place>;
    struct Group {
        Line all;
        std::unordered_map<OrganizationId, Line> by_organization;  ///< zero: without
        std::unordered_map<BoardId, Line> by_board;
        std::unordered_map<TicketId, Line> by_ticket;
        /// The fewest requests among which everything must be that the scope admits.
        std::vector<const Line*> lines_for(const Scope& scope) const;
    };
    const std::set<Turn>& free_of(const Abilities& wanted) const;

    std::map<Abilities, Group> groups_;
    static constexpr int anybody = -1;
    std::unordered_map<int, std::set<Turn>> free_;  ///< by skill, and all of them
    std::unordered_map<UserId, Turn> turn_of_;      ///< of the free ones
};

}  // namespace chatd::routing

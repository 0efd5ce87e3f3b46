// What routing knows of a waiting request, of a technician and of a team: plain values, filled from the database and from presence.
// Pure: no thread, no clock, no I/O.
#pragma once
#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chatd/ids.hpp"
#include "presence/status.hpp"

namespace chatd::routing {

using presence::AgentStatus;

enum class Priority : std::uint8_t { low, medium, high, urgent };
constexpr auto names_of(Priority) { return std::array<std::string_view, 4>{"low", "medium", "high", "urgent"}; }

enum class Assignment : std::uint8_t { broadcast, round_robin, least_busy };
constexpr auto names_of(Assignment) { return std::array<std::string_view, 3>{"broadcast", "round_robin", "least_busy"}; }

/// Of a technician: how good they are at it. Of a request: how good they must be at least.
struct Skill {
    std::string name;
    int level = 1;
    auto operator<=>(const Skill&) const = default;
    /// `vpn` means level 1, `vpn:3` level 3; levels are 1 to 10. Anything else after a colon belongs to the name.
    static Skill parse(std::string_view text);
};

/// One stay of a chat in the queue.
struct Request {
    RequestId id;
    ChannelId channel;
    Priority priority = Priority::medium;
    Time enqueued_at;             ///< gives its place
    std::optional<Time> entered;  ///< since when its rounds count, if that is later: it has come back into the queue
    std::optional<TeamId> team;  ///< nothing: any team
    std::optional<OrganizationId> organization;
    std::optional<BoardId> board;  ///< of its ticket
    std::optional<TicketId> ticket;
    std::vector<Skill> skills;
    std::optional<UserId> assigned;  ///< its ticket's technician, who is alerted first
    std::optional<UserId> target;    ///< a transfer to them: it is offered to nobody else, whatever team, skills and status say
    std::vector<UserId> tried;       ///< were offered it in this stay and did not take it
    Time since() const { return entered.value_or(enqueued_at); }
};

/// An empty list limits nothing. Boards and tickets limit only chats that come from a ticket.
struct Scope {
    std::vector<OrganizationId> organizations;
    std::vector<BoardId> boards;
    std::vector<TicketId> tickets;
    bool admits(const Request& request) const;
    bool operator==(const Scope&) const = default;
};

struct Technician {
    UserId id;
    std::vector<TeamId> teams;
    std::vector<Skill> skills;
    Scope scope;
    AgentStatus status = AgentStatus::offline;
    bool connected = false;
    bool may_accept = true;       ///< has chat.accept
    std::optional<int> capacity;  ///< nothing: no limit
    int chats = 0;                ///< active now

    bool has_room() const { return !capacity || chats < *capacity; }
    /// `away` and `busy` too (SPEC 19.19).
    bool wants_alerts() const { return connected && may_accept && status != AgentStatus::do_not_respond && status != AgentStatus::offline; }
    /// May be told of what waits.
    bool reachable() const { return wants_alerts() && has_room(); }
    /// May be given an offer of their own.
    bool offerable() const { return reachable() && status == AgentStatus::online; }
};

/// How a team's requests find a technician. Times that are zero or negative switch their rule off.
struct Policy {
    Assignment assignment = Assignment::broadcast;
    std::optional<TeamId> overflow_team;
    std::chrono::milliseconds offer_timeout = std::chrono::seconds(20), relax_skills_after = std::chrono::seconds(120),
                              overflow_after = std::chrono::seconds(180), assigned_first = std::chrono::seconds(30),
                              aging = std::chrono::minutes(10);
    /// Waiting so long counts as much as one priority; without aging longer than anybody waits.
    std::chrono::microseconds priority_worth() const { return aging.count() > 0 ? aging : std::chrono::milliseconds(std::chrono::hours(24 * 365 * 20)); }
    bool operator==(const Policy&) const = default;
};

}  // namespace chatd::routing

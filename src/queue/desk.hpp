// What the Queue holds of one tenant, and one round of its work: look at the database, decide, write, tell. Only for src/queue.
#pragma once
#include "queue/queue.hpp"
#include "queue/store.hpp"

namespace chatd::queue {

/// A push for technicians outside a chat.
struct Told {
    ChannelId channel;
    hub::Push push;
};
/// A request in the router, and who has been told of it.
struct Stay {
    ChannelId channel;
    std::set<UserId> rung;
    std::map<UserId, Time> snoozed;  ///< until when
};

struct Queue::Desk {
    Desk(boost::asio::io_context& chat_thread, TenantId tenant) : tenant(tenant), timer(chat_thread) {}
    const TenantId tenant;
    routing::Router router;
    bool begun = false, filled = false, settling = false, again = false, failing = false;
    std::chrono::steady_clock::time_point filled_at;
    // To be looked at in the next round.
    std::set<ChannelId> channels;
    std::set<UserId> technicians;
    std::vector<hub::SessionPtr> opened;
    std::vector<Told> told;
    // As of the last round.
    std::unordered_map<ChannelId, RequestId> waiting;
    std::unordered_map<RequestId, Stay> stays;
    std::map<std::string, Offer> offers;  ///< that technicians have been told of, by their id
    std::map<TeamId, routing::Policy> policies;
    std::set<UserId> expected;  ///< had an offer when the daemon started, and may come back until the grace is over
    boost::asio::steady_timer timer;
};

struct Queue::Round {
    store::Wanted wanted;
    std::vector<hub::SessionPtr> opened;
    std::vector<Told> told;
    store::Seen seen;
    std::chrono::steady_clock::time_point seen_at;
    std::set<RequestId> ring;        ///< whoever is alerted and has not been told
    std::set<UserId> woken;          ///< were here, and may now be alerted of what waits
    std::vector<Offer> offers;       ///< to be told
};

}  // namespace chatd::queue

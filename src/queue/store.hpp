// The SQL of the queue: stays (pending_chat_requests), offers, turns; and what routing must know of chats, technicians and teams.
// Blocking; for the database's threads. Locks: the channel (who changes the chat), then the request's row, then its offer.
#pragma once
#include "db/database.hpp"
#include "queue/offers.hpp"
#include "routing/router.hpp"

namespace chatd::queue::store {

// ---- for who changes a chat, within their transaction ---------------------------------------------------------------------

/// How a chat goes into the queue. A transfer to a technician sets `target` and `sender`, one to a team `team` and `sender`; after the
/// commit whoever did it calls Queue::moved(). The target gets a `chat:offer`; when they do not take it (declined, expired, gone
/// away), Queue tells its `on_unanswered` listener, which withdraws the request: nobody else is offered it.
struct Entry {
    std::optional<TeamId> team;      ///< nothing: the session's
    std::optional<UserId> assigned;  ///< alerted first; nothing: the technician of the ticket that the chat comes from
    std::optional<UserId> target;    ///< offered to them alone
    std::optional<UserId> sender;    ///< who gave it on, or back: others are offered it
    bool at_head = false;            ///< of its priority: as old as the session itself
};
/// The chat must not wait already (a unique index says so).
void enqueue(db::Tx& tx, TenantId tenant, ChannelId channel, Entry entry);

/// The chat's open request, if there is one, leaves the queue without a technician: `withdrawn`, `abandoned` or `callback`.
void withdraw(db::Tx& tx, TenantId tenant, ChannelId channel, std::string_view status = "withdrawn");

/// Answers the chat's open request, if there is one, for the technician who gets it. `over_offers`: the actor has chat.assign. Throws
/// `offered_to_another` while it is somebody else's to take (who hands a chat over may take it back), `offer_expired` when `offer_id` names an offer that is over, `not_found`
/// when it names none of theirs. The channel is locked.
void take(db::Tx& tx, TenantId tenant, ChannelId channel, UserId technician, const std::optional<std::string>& offer_id, bool over_offers);

// ---- for the Queue ----------------------------------------------------------------------------------------------------------

/// The technician does not want it. Throws `offer_expired` when it is over, `not_found` when there is no such offer of theirs.
void decline(db::Tx& tx, TenantId tenant, UserId technician, Decline request);

/// The technician is not to be alerted of the chat for a while, nor offered it. Throws `not_found`, or `invalid_state` when it does not wait.
Snoozed snooze(db::Tx& tx, TenantId tenant, UserId technician, Snooze request);

struct Wanted {
    bool all = false;  ///< everything that waits, and the turns; beside these:
    std::vector<ChannelId> channels;
    std::vector<UserId> technicians;
    std::vector<std::string> offers;  ///< which of these are over, and why
};
struct SnoozedBy {
    UserId technician;
    Time ends_at;
};
/// A chat as it is now; with a request if it waits.
struct Chat {
    routing::Request request;  ///< without an id: it does not wait; what scopes speak of is there all the same
    std::optional<Offer> offer;
    TeamId offer_pool;
    std::vector<SnoozedBy> snoozed;
};
struct TeamRules {
    TeamId id;
    routing::Policy policy;
};
/// How chats find technicians: by the operator's defaults, what the tenant says otherwise, and what its teams do.
struct Rules {
    routing::Policy own;  ///< of chats that name no team
    std::vector<TeamRules> teams;
};
Rules rules(db::Tx& tx, TenantId tenant, routing::Policy defaults);
struct Turn {
    TeamId team;
    UserId technician;
    Time at;
};
struct OfferOver {
    std::string offer_id;
    OfferEnd end = OfferEnd::gone;
};
/// Of one moment.
struct Seen {
    Time now;
    std::vector<Chat> chats;
    std::vector<routing::Technician> technicians;  ///< of those wanted, who can be routed to; not whether they are connected
    Rules rules;
    std::vector<Turn> turns;  ///< only with `all`
    std::vector<OfferOver> over;
};
Seen look(db::Tx& tx, TenantId tenant, Wanted wanted, routing::Policy defaults);

struct NewOffer {
    std::string offer_id;
    routing::Offer offer;
};
struct Written {
    std::vector<Offer> made;
    std::vector<OfferOver> ended;
};
/// What the router decided at that time, in one transaction. What the tables have overtaken is left out: look() again.
Written write(db::Tx& tx, TenantId tenant, Time at, std::vector<routing::Withdrawal> withdrawals, std::vector<NewOffer> offers);

/// Tenants with something in their queue.
std::vector<TenantId> busy_tenants(db::Tx& tx);

}  // namespace chatd::queue::store

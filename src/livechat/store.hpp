// The SQL of live chats. Blocking; for the database's threads. Every transition locks the channel's row first.
#pragma once
#include "db/database.hpp"
#include "livechat/livechat.hpp"

namespace chatd::livechat::store {

/// Who acts, as a transaction needs to know.
struct Actor {
    TenantId tenant;
    UserId user;
    std::string name;
    bool staff = false;
    bool may_assign = false;
};

inline Actor actor_of(const Caller& caller) {
    return {caller.tenant, caller.user, caller.name, caller.staff(), caller.may(Permission::chat_assign)};
}

struct Started {
    Session session;
    bool created = false;
    std::int64_t head = 0;  ///< of the channel, before what follows
    Change back;            ///< the client had left the chat that is open, and is in it again
    std::optional<Message> first;  ///< as it is stored
    Change callback;        ///< nobody is there: it takes messages, and waits for the office to open
    SessionReply reply() const {
        if (callback.seq) return {session, callback.seq};
        return {session, first ? std::optional(first->seq) : std::nullopt};
    }
};
/// One open chat per client, config and ticket: asked again it finds the first one. `first` is what the client says in it.
/// Outside office hours a client's new chat is a `callback` at once, or refused as `invalid_state` with the hours.
Started start(db::Tx& tx, Actor actor, ChatConfigId own_config, Start request, std::optional<Message> first);

/// Throws `not_found` when the actor may not see it.
Session session(db::Tx& tx, Actor actor, ChannelId channel);

/// Those of the chats that the actor may see, in any order.
std::vector<Session> sessions(db::Tx& tx, Actor actor, const std::vector<ChannelId>& channels);

struct Taking {
    ChannelId channel;
    UserId agent;
    std::optional<std::string> offer_id;  ///< which must run still
    bool assigned = false;                ///< by somebody with chat.assign, which overrides offers, capacity and status but not scope
};
/// A technician gets the chat: of any number at once, one. Its open request is answered, its offer over.
Change accept(db::Tx& tx, Actor actor, Taking taking);
Change end(db::Tx& tx, Actor actor, ChannelId channel);
Change leave(db::Tx& tx, Actor actor, ChannelId channel);
/// A technician becomes a participant of an active chat within their scope; a client comes back into their own.
/// Participants, and technicians who look at a chat that is over, change nothing.
Change join(db::Tx& tx, Actor actor, ChannelId channel);

/// The chat as it is now, in one snapshot. Throws `resync_required` when too many events came after `last_seq`.
Joined snapshot(db::Tx& tx, Actor actor, ChannelId channel, std::optional<std::int64_t> last_seq, ResumeLimits limits);

/// The same for a client who is in the chat, or whose chat is over; nothing if they must come in first.
std::optional<Joined> present_snapshot(db::Tx& tx, Actor actor, ChannelId channel, std::optional<std::int64_t> last_seq, ResumeLimits limits);

/// One channel that a client wants to go on with.
struct Resumption {
    ResumedChannel reply;
    std::optional<ChannelId> session_id;
    std::vector<hub::StoredEvent> events;
};
/// Any number of channels, in the order asked, as of one moment; a few statements for all. What does not fit the limits is
/// `resync_required`, with a snapshot of the same moment while there is room for snapshots.
std::vector<Resumption> resume(db::Tx& tx, Actor actor, std::vector<ChannelId> channels, std::vector<std::int64_t> last_seqs, ResumeLimits limits);

struct Filter {
    std::vector<Status> status;
    std::vector<Priority> priority;
    std::optional<std::string> skill;
    bool waiting_or_mine = false;  ///< beside what the actor is in: what waits, and what belongs to nobody if it is asked for
    std::optional<std::string> q;
    Sort sort = Sort::newest;
    routing::Policy policy;  ///< the operator's: what a priority is worth in waiting
    int limit = 50;
    std::optional<std::string> cursor;
};
SessionList list(db::Tx& tx, Actor actor, Filter filter);

/// `viewer`: a technician, whose scope counts; or nobody (zero): the whole tenant.
QueueStats stats(db::Tx& tx, TenantId tenant, UserId viewer);
/// How fast the queues of a tenant's teams move: seconds for each place. By the chats that were taken within the last hour, and by those
/// that still wait where these have waited longer. A team of which none was taken is as fast as all are together.
struct Pace {
    std::map<TeamId, double> by_team;  ///< zero: chats that name none
    std::optional<double> of_all;      ///< nothing: no chat was taken
};
Pace pace(db::Tx& tx, TenantId tenant);

}  // namespace chatd::livechat::store

// The hub: who listens to which channel, and the order in which they hear. It owns the sessions while their connections are open.
// Each session gets a channel's durable events in seq order, none twice: what comes early waits, what does not come is read from
// the store after `hole_patience`, and every `tail_check` the heads of all watched channels are compared with the store's, since a
// lost last event would otherwise never be noticed (DESIGN 7). Who comes in and who leaves is told with the event by which they do, in
// whatever order the answers of the database come back. Chat thread only; nothing here blocks.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "chatd/task.hpp"
#include "hub/session.hpp"

namespace chatd::hub {

using SessionPtr = std::shared_ptr<Session>;
class Hub;

/// A durable event as the store has it.
struct StoredEvent {
    std::int64_t seq;
    Push push;
};

/// The history of a channel is being read for a session. Ends by one of its verbs; destroyed without one (the reading failed), what the
/// session heard before it goes on hearing. If the session was unsubscribed meanwhile, nothing happens.
class Hold {
public:
    Hold(std::weak_ptr<Hub*> hub, SessionPtr session, ChannelId channel, std::uint64_t number)
        : hub_(std::move(hub)), session_(std::move(session)), channel_(channel), number_(number) {}
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    /// Gives the client some of the history, in order.
    void give(std::vector<StoredEvent>& events);
    /// The client has been given everything up to and including `head_seq`; from here on it hears live.
    /// `session_id` is the live chat that the channel belongs to, if any.
    void release(std::int64_t head_seq, std::optional<ChannelId> session_id);
    /// What was read says that they may not hear it. Who came in meanwhile does, from there on.
    void dismiss();

private:
    friend class Hub;
    Session::Subscription* take();
    std::weak_ptr<Hub*> hub_;
    SessionPtr session_;
    ChannelId channel_;
    std::uint64_t number_;  ///< of the subscription; 0 once it is over
};
using HoldPtr = std::shared_ptr<Hold>;

/// Where holes are filled from. Both may throw; the hub tries again later.
struct Store {
    /// Events with from < seq <= to, ascending.
    std::function<Task<std::vector<StoredEvent>>(TenantId, ChannelId, std::int64_t from, std::int64_t to)> events;
    /// The present last_seq of each channel, in any order.
    std::function<Task<std::vector<std::pair<ChannelId, std::int64_t>>>(std::vector<std::pair<TenantId, ChannelId>>)> heads;
    /// Told of the first of several failures in a row.
    std::function<void(std::exception_ptr)> fails;
};

class Hub {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr auto hole_patience = std::chrono::milliseconds(50);
    static constexpr auto hand_out_patience = std::chrono::milliseconds(1'800);
    static constexpr auto tail_check = std::chrono::seconds(2);

    /// So many connections that are gone are remembered for those who come back, for so long.
    explicit Hub(boost::asio::io_context& chat_thread, std::size_t recoveries_max = 0, Clock::duration recovery_time = {});
    ~Hub();
    /// Before the first session.
    void fill_holes_from(Store store) { store_ = std::move(store); }
    /// Begins the tail checks.
    void start();
    void stop();

    void open(SessionPtr session);
    void close(Session& session);
    /// Told of each session that opens, once, when it can be sent to.
    void on_opened(std::function<void(const SessionPtr&)> listener) { opened_.push_back(std::move(listener)); }
    /// Told of each session that closes, once, before it is forgotten.
    void on_closed(std::function<void(const Session&)> listener) { closed_.push_back(std::move(listener)); }
    /// Told of each durable event of this node, whoever listens to its channel or not; of some twice.
    void on_published(std::function<void(TenantId, ChannelId)> listener) { published_.push_back(std::move(listener)); }
    /// Everybody on this node, or one user's sessions (all devices).
    const std::unordered_set<SessionPtr>& sessions() const { return sessions_; }
    std::vector<SessionPtr> sessions_of(UserId user) const;

    /// Subscribes before the history is read, so that nothing falls between the two; live events wait as long as there is a hold.
    /// For a session that has been closed it does nothing.
    HoldPtr hold(const SessionPtr& session, ChannelId channel);
    /// The connection of that private id, if it was the caller's and can be gone on with from `offset`. One that is still open is closed.
    std::optional<Missed> recall(const std::string& pid, std::string_view offset, const Caller& caller);
    /// From here on the session's client can come back under that name, which takes the place of another; what it hears carries offsets.
    /// Before it hears anything. For a session that has been closed it does nothing.
    void make_recoverable(Session& session, Connection::Names names, Trail trail);
    Connection::Names names_of(const Session& session) const { return session.recovery_ ? session.recovery_->names : Connection::Names(); }
    /// A person came into the channel by its event `seq`: all their sessions hear it from there on, however late this is told.
    void enter(UserId user, ChannelId channel, std::int64_t seq, std::optional<ChannelId> session_id);
    /// The same for a channel that one comes into by an event of another: from wherever it is now.
    void follow(UserId user, ChannelId channel, std::optional<ChannelId> session_id);
    /// A person left by the event `seq`: that is the last they hear. False if they are known to have come in again since.
    bool leave(UserId user, ChannelId channel, std::int64_t seq);
    void unsubscribe(Session& session, ChannelId channel);
    void unsubscribe_user(UserId user, ChannelId channel);
    bool subscribed(const Session& session, ChannelId channel) const { return session.channels_.contains(channel); }
    std::vector<ChannelId> channels_of(const Session& session) const;
    /// Of a channel that somebody listens to.
    std::optional<ChannelId> session_id(ChannelId channel) const;

    /// A durable event, after its commit. In any order; each seq once or more. `except` has it by its ack, unless others wait for it or
    /// it for others: the ack would come after later events, so it is pushed there too.
    void publish(TenantId tenant, ChannelId channel, std::int64_t seq, Push push, const Session* except = nullptr);
    /// Something that is not kept (a read mark, a place in the queue): to those who listen now. It waits behind the history of a session that is given one.
    void tell(ChannelId channel, const Push& push, const Session* except = nullptr);
    /// What is over at once (typing): to those who listen now, but not to any session of `user`. Dropped for sessions that wait for their history.
    void tell_others(ChannelId channel, const Push& push, UserId user);
    void tell_user(UserId user, const Push& push);
    /// Waits until `seq` has been handed to all listeners of the channel, so that an ack comes after its own event's push. Not for
    /// ever: a hole before it can stay open while the store is away.
    Task<> handed_out(ChannelId channel, std::int64_t seq);
    /// Nobody would have to wait.
    bool has_handed_out(ChannelId channel, std::int64_t seq) const;

    struct Counters {
        std::uint64_t published = 0, delivered = 0, holes_filled = 0, tails_filled = 0, caught_up = 0;
    };
    const Counters& counters() const { return counters_; }
    std::size_t channels() const { return channels_.size(); }

private:
    struct Channel {
        TenantId tenant;
        std::int64_t head = unknown;  ///< the last seq that was handed out here
        std::optional<ChannelId> session_id;
        std::unordered_set<Session*> listeners;
        std::unordered_set<Session*> leaving;  ///< those who hear what comes until they left, and no more
        std::map<std::int64_t, Push> early;  ///< behind a hole
        std::optional<Clock::time_point> hole_since;
        bool filling = false;
        std::vector<std::pair<std::int64_t, std::shared_ptr<boost::asio::steady_timer>>> awaiting;
    };
    static constexpr std::int64_t unknown = -1;
    /// In place of a seq: a read mark, a place in the queue, which waits for the history that a session is given like the durable events.
    static constexpr std::int64_t not_kept = 0;
    void begin(Task<> work);
    /// What failed since the database is away is tried again by the next check, and said once.
    void try_again_later(std::exception_ptr failure);

    friend class Hold;
    std::optional<Away> away(Session& session);
    Session::Subscription& subscribe(Session& session, ChannelId id);
    void hand_out(ChannelId id, Channel& channel, std::int64_t seq, const Push& push, const Session* except);
    void moved_to(Channel& channel, std::int64_t head);
    void begin_after(Channel& channel, std::int64_t seq);
    void drain(ChannelId id, Channel& channel);
    void go_on(Session& session, ChannelId id);
    void catch_up(Session& session, ChannelId id);
    Task<> read_what_is_missing(HoldPtr hold, std::int64_t from);
    Task<> find_present(HoldPtr hold, std::optional<ChannelId> session_id);
    Task<> wait_for_the_store();
    void part(ChannelId id);
    void forget_if_empty(ChannelId id);
    void watch_holes();
    Task<> fill(ChannelId id, TenantId tenant, std::int64_t from, std::int64_t to);
    Task<> check_tails_forever();
    Task<> check_tails();

    boost::asio::io_context& chat_thread_;
    Store store_;
    std::vector<std::function<void(const SessionPtr&)>> opened_;
    std::vector<std::function<void(const Session&)>> closed_;
    std::vector<std::function<void(TenantId, ChannelId)>> published_;
    std::unordered_set<SessionPtr> sessions_;
    std::unordered_map<UserId, std::vector<Session*>> by_user_;
    std::unordered_map<ChannelId, Channel> channels_;
    std::unordered_map<std::string, Session*> by_pid_;
    Recoveries recoveries_;
    std::unordered_set<ChannelId> holes_;
    boost::asio::steady_timer hole_timer_, tail_timer_;
    bool hole_timer_set_ = false, stopped_ = false, failing_ = false;
    std::uint64_t subscriptions_ = 0;
    std::shared_ptr<Hub*> self_ = std::make_shared<Hub*>(this);  ///< for holds that outlive the hub when the daemon ends
    Counters counters_;
};

}  // namespace chatd::hub

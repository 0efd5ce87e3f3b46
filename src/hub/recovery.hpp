// Connection state recovery of Socket.IO: what a connection was told lately, in which order, so that a client that comes back and names the
// last thing it got can be told what it did not get. Only places are remembered, never what was said: that is read from the store,
// with the rights of the moment. Pure values, time as an argument. Chat thread only.
#pragma once
#include <chrono>
#include <deque>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chatd/caller.hpp"
#include "hub/connection.hpp"

namespace chatd::hub {

/// A durable event's place, as clients give it back: the channel and the seq. Also the offset on the wire, `17.42`.
using Place = std::pair<ChannelId, std::int64_t>;
std::string offset_of(ChannelId channel, std::int64_t seq);

/// The last durable events that one connection was told, in the order in which it was told them.
class Trail {
public:
    static constexpr std::size_t entries_max = 128;
    /// `by_ack`: it made the event itself, and has it by its ack.
    void told(ChannelId channel, std::int64_t seq, bool by_ack = false);

    struct Rest {
        std::unordered_map<ChannelId, std::int64_t> first;  ///< of each channel with something: the first seq
        std::set<Place> by_ack;
    };
    /// What came after the event with that offset (empty: from the beginning), which this forgets. Nothing if it is too long ago.
    std::optional<Rest> rest_after(std::string_view offset);

private:
    struct Entry {
        Place place;
        bool by_ack;
    };
    std::deque<Entry> entries_;
    bool whole_ = true;  ///< nothing has been dropped from its beginning
};

/// A connection that is gone, or will be: who it was, and how far it had come.
struct Away {
    Connection::Names names;
    UserId user;
    SignInId sign_in;
    Trail trail;
    std::vector<std::pair<ChannelId, std::int64_t>> given;  ///< each channel that it heard, and the last seq it was told
};
/// What it has to be told, counted from the last thing that its client got.
struct Missed {
    Connection::Names names;
    Trail trail;
    std::vector<ChannelId> channels;
    std::vector<std::int64_t> last_seqs;
    std::set<Place> by_ack;  ///< not to be told again
};
std::optional<Missed> missed(Away away, std::string_view offset);

/// Those who may come back.
class Recoveries {
public:
    using Clock = std::chrono::steady_clock;
    Recoveries(std::size_t entries_max, Clock::duration time) : entries_max_(entries_max), time_(time) {}
    /// Past the number the one that is away longest is forgotten.
    void remember(Away away, Clock::time_point now);
    /// Once; only for the same person with the same sign-in.
    std::optional<Away> take(const std::string& pid, const Caller& caller, Clock::time_point now);
    std::size_t size() const { return by_pid_.size(); }

private:
    struct Entry {
        Away away;
        Clock::time_point until;
    };
    std::size_t entries_max_;
    Clock::duration time_;
    std::list<Entry> entries_;  ///< the one that is away longest first
    std::unordered_map<std::string, std::list<Entry>::iterator> by_pid_;
};

}  // namespace chatd::hub

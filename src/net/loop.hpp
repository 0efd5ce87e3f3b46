// One I/O thread: its io_context, its connections' deadlines, the buffers they share, and the mailboxes between it and the chat.
// Everything here belongs to that thread, but for start(), join() and what says otherwise.
#pragma once
#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "net/counts.hpp"
#include "net/deadlines.hpp"
#include "net/frames.hpp"
#include "net/mailbox.hpp"
#include "net/options.hpp"
#include "net/outboxes.hpp"
#include "net/per_address.hpp"
#include "net/static_files.hpp"
#include "net/stream.hpp"
#include "net/target.hpp"

namespace chatd::net {

class EngineSession;
class Loop;

/// How a kind of WebSocket is treated.
struct SocketRules {
    bool keep_alive = true;  ///< it pings by itself and ends a silent connection; Engine.IO has its own
    FrameLimits frames;
};

/// What the threads of one server have in common; constant while they run, but for the atomics.
struct Common {
    explicit Common(Options chosen);

    Options options;
    TrustedProxies proxies;
    SocketRules plain_rules, engine_rules;
    std::atomic<std::shared_ptr<const Tls>> tls;
    std::atomic<bool> draining{false};
    std::atomic<std::size_t> connections{0};
    std::vector<std::unique_ptr<Loop>> loops;
};

/// Something that has bytes to write at the end of the turn.
class Flushed {
public:
    virtual void flush() = 0;

protected:
    ~Flushed() = default;
};

class Loop final : public OrderTaker {
public:
    /// `index` is the loop's place in common.loops. With `shared`, it runs there and has no thread of its own.
    Loop(Common& common, std::size_t index, boost::asio::io_context::executor_type chat, hub::Door& door, boost::asio::io_context* shared);
    ~Loop();

    /// Any thread.
    void start();
    void join();

    boost::asio::io_context& context() { return *context_; }
    Common& common() { return common_; }
    const Options& options() const { return common_.options; }
    std::size_t index() const { return index_; }
    Time now() const { return now_; }
    /// Call at the start of each turn.
    void tick() { now_ = std::chrono::steady_clock::now(); }
    Counts& counts() { return counts_; }

    /// For reading into; its content is gone with the next read of any connection.
    std::span<char> buffer() { return buffer_; }
    /// For gathering small writes into one TLS record.
    std::span<char> scratch() { return scratch_; }
    std::string_view http_date();

    void set_deadline(Timed& timed, Time due);
    /// Moves it only if that makes it earlier.
    void deadline_by(Timed& timed, Time due);
    void forget(Timed& timed) { deadlines_.clear(timed); }
    /// Keeps something alive until the end of this turn, for what further up the stack may still be in it.
    void release_later(std::shared_ptr<void> held);
    /// Calls flush() once at the end of this turn; `flushed` lives until then.
    void flush_later(std::shared_ptr<Flushed> flushed);
    /// Tells the chat, at the end of this turn.
    void report(Report report);
    const std::shared_ptr<Outgoing>& outgoing() { return outgoing_; }
    const std::shared_ptr<Incoming>& incoming() { return incoming_; }

    /// Sockets that have not signed in, and all of them.
    PerAddress& strangers() { return strangers_; }
    PerAddress& sockets() { return sockets_; }
    Outboxes& outboxes() { return outboxes_; }
    /// How long `bytes` may take at the slowest pace that is put up with.
    std::chrono::milliseconds slowest(std::uint64_t bytes) const {
        return std::chrono::milliseconds(bytes * 1000 / std::max<std::uint64_t>(1, options().bytes_per_s_min));
    }
    StaticFiles& files() { return files_; }
    std::unordered_map<std::string, std::shared_ptr<EngineSession>>& engines() { return engines_; }

    void drain(std::chrono::milliseconds over);
    /// Ends every connection; the thread returns soon after. On this loop's thread.
    void drop_all();
    void take(Order& order) override;

private:
    void turn_end_later();
    void turn_end();
    void arm();

    Common& common_;
    std::size_t index_;
    std::unique_ptr<boost::asio::io_context> own_;
    boost::asio::io_context* context_;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_;
    std::vector<char> buffer_, scratch_;
    Counts counts_;
    PerAddress strangers_, sockets_;
    Outboxes outboxes_;
    StaticFiles files_;
    std::shared_ptr<Outgoing> outgoing_;
    std::shared_ptr<Incoming> incoming_;
    Time now_;
    Deadlines deadlines_;
    boost::asio::steady_timer timer_;
    Time armed_for_ = Time::max();
    std::vector<std::shared_ptr<Flushed>> dirty_;
    std::vector<std::shared_ptr<void>> graveyard_;
    bool turn_end_posted_ = false;
    bool ended_ = false;
    std::string date_;
    std::time_t date_of_ = 0;
    std::unordered_map<std::string, std::shared_ptr<EngineSession>> engines_;
    std::thread thread_;
    std::shared_ptr<Loop*> self_;  ///< for what was posted and may run after the end
};

}  // namespace chatd::net

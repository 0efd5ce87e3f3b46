// How a thread that waits for PostgreSQL is got back when no answer comes. libpq waits for ever, and the kernel's time-outs see only a peer
// that is gone, not one that hangs. The thread says by when it expects an answer; a watcher cuts the connection that is late, and
// the wait ends as that of a lost one. Owns a second descriptor of the connection's socket, so it never cuts another.
#pragma once
#include <atomic>
#include <chrono>
#include <mutex>

namespace chatd::db {

class Lifeline {
public:
    using Clock = std::chrono::steady_clock;

    Lifeline() = default;
    ~Lifeline() { untie(); }
    Lifeline(const Lifeline&) = delete;
    Lifeline& operator=(const Lifeline&) = delete;

    void tie(int socket);
    void untie();

    /// The connection's thread: from here to answered() something is expected.
    void expect_within(std::chrono::milliseconds time) { due_ = (Clock::now() + time).time_since_epoch().count(); }
    void answered() { due_ = never; }

    /// Any thread. Cuts if it is late; says whether something is expected.
    bool look(Clock::time_point now);

private:
    static constexpr Clock::rep never = Clock::time_point::max().time_since_epoch().count();

    std::atomic<Clock::rep> due_{never};
    std::mutex mutex_;
    int socket_ = -1;
};

}  // namespace chatd::db

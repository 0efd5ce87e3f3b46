// The threads behind Database: each takes the oldest waiting body, runs it on its own connection, and reports. Any thread may submit.
#pragma once
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "db/completion.hpp"
#include "db/connection.hpp"
#include "db/database.hpp"

namespace chatd::db {

int answer_ping(Tx& tx);

class Pool {
public:
    explicit Pool(DatabaseOptions options);
    ~Pool() { stop(); }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    /// `done` is called once, from a thread of the pool, or from this one when the queue is full or the pool has stopped.
    void submit(std::shared_ptr<Work> work, Completion done);
    void stop();
    const DatabaseGauges& gauges() const { return gauges_; }

private:
    using Clock = std::chrono::steady_clock;
    struct Job {
        std::shared_ptr<Work> work;
        Completion done;
        Clock::time_point submitted;
    };
    /// One thread's own things.
    struct Worker {
        std::optional<Connection> connection;
        Clock::duration backoff{};
        Clock::time_point next_try{};
        std::minstd_rand random{std::random_device{}()};
    };

    void loop();
    std::exception_ptr attempt(Worker& worker, Job& job);
    void connect(Worker& worker, Clock::time_point give_up);
    void run_once(Connection& connection, Work& work, bool& may_have_happened);
    /// False when the pool is stopping.
    bool sleep_until(Clock::time_point when);

    const DatabaseOptions options_;
    DatabaseGauges gauges_;
    std::mutex mutex_;
    std::condition_variable wake_, stopping_wake_;
    std::deque<Job> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace chatd::db

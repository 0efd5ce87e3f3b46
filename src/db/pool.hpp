// The threads behind Database: each takes the oldest waiting body, runs it on its own connection, and reports. Any thread may submit.
// A thread without a connection takes nothing; what nobody can take is refused in time by a watcher, which also cuts connections that hang.
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
#include "db/lifeline.hpp"
#include "db/watcher.hpp"

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
    /// One thread's own things; its lifeline is the watcher's too.
    struct Worker {
        Lifeline lifeline{};
        std::optional<Connection> connection{};
        Clock::duration backoff{};
        Clock::time_point next_try{};
        std::minstd_rand random{std::random_device{}()};
    };
    enum class Ran : unsigned char { finished, to_be_run_again };

    void loop(Worker& worker);
    void expect_answer(Worker& worker);
    bool run(Worker& worker, Job& job);
    Ran attempt(Worker& worker, Job& job, std::exception_ptr& failure);
    void connect(Worker& worker);
    void disconnect(Worker& worker);
    void run_once(Connection& connection, Work& work, bool& may_have_happened);
    bool look();
    void heard() { heard_at_ = Clock::now().time_since_epoch().count(); }
    /// False when the pool is stopping.
    bool sleep_until(Clock::time_point when);

    const DatabaseOptions options_;
    DatabaseGauges gauges_;
    std::mutex mutex_;
    std::condition_variable wake_, stopping_wake_;
    std::deque<Job> queue_;
    bool stopping_ = false;
    std::atomic<Clock::rep> heard_at_{0};  ///< when PostgreSQL last answered anything
    std::deque<Worker> workers_;
    Watcher watcher_{[this] { return look(); }};
    std::vector<std::thread> threads_;
};

}  // namespace chatd::db

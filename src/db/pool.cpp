#include "db/pool.hpp"

#include <algorithm>
#include <pqxx/nontransaction>
#include <pqxx/transaction>

#include "chatd/error.hpp"
#include "db/failure.hpp"

namespace chatd::db {
namespace {
using namespace std::chrono_literals;
constexpr auto backoff_min = 50ms;
constexpr auto backoff_max = 2s;

std::uint64_t us(std::chrono::steady_clock::duration d) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(d).count());
}
/// Between half and all of it, so that threads do not come back together.
template <class Duration>
Duration jittered(Duration d, std::minstd_rand& random) {
    return d / 2 + Duration(std::uniform_int_distribution<typename Duration::rep>(0, d.count() / 2)(random));
}
}  // namespace

int answer_ping(Tx& tx) { return tx.exec1("SELECT 1")[0].as<int>(); }

Pool::Pool(DatabaseOptions options) : options_(std::move(options)) {
    // A server that chatd must not run on is found out here, before anything else starts.
    { Connection trial(options_.url, {options_.lock_timeout, options_.statement_timeout}); }
    gauges_.connections = options_.connections;
    for (int i = 0; i < options_.connections; ++i) threads_.emplace_back([this] { loop(); });
}

void Pool::submit(std::shared_ptr<Work> work, Completion done) {
    std::string refusal;
    {
        std::lock_guard lock(mutex_);
        if (stopping_) refusal = "The daemon is stopping.";
        else if (queue_.size() >= options_.queue_max) refusal = "Too much is waiting for the database (database_queue).";
        else queue_.push_back({std::move(work), std::move(done), Clock::now()});
        gauges_.queued = queue_.size();
    }
    if (refusal.empty()) return wake_.notify_one();
    ++gauges_.refused;
    done(std::make_exception_ptr(unavailable(std::move(refusal))));
}

void Pool::stop() {
    std::deque<Job> left;
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        left.swap(queue_);
        gauges_.queued = 0;
    }
    wake_.notify_all();
    stopping_wake_.notify_all();
    for (auto& job : left) job.done(std::make_exception_ptr(unavailable("The daemon is stopping.")));
    for (auto& thread : threads_)
        if (thread.joinable()) thread.join();
}

bool Pool::sleep_until(Clock::time_point when) {
    std::unique_lock lock(mutex_);
    return !stopping_wake_.wait_until(lock, when, [this] { return stopping_; });
}

void Pool::loop() {
    Worker worker;
    for (;;) {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) break;
        auto job = std::move(queue_.front());
        queue_.pop_front();
        gauges_.queued = queue_.size();
        lock.unlock();

        const auto begun = Clock::now();
        ++gauges_.in_use;
        auto failure = attempt(worker, job);
        --gauges_.in_use;
        gauges_.wait_us += us(begun - job.submitted);
        gauges_.work_us += us(Clock::now() - begun);
        ++(failure ? gauges_.failed : gauges_.done);
        job.work.reset();
        job.done(std::move(failure));
    }
    if (worker.connection) --gauges_.connected;
}

std::exception_ptr Pool::attempt(Worker& worker, Job& job) {
    const auto give_up = job.submitted + options_.patience;
    for (int attempts = 1;; ++attempts) {
        bool may_have_happened = false;
        try {
            connect(worker, give_up);
            run_once(*worker.connection, *job.work, may_have_happened);
            return nullptr;
        } catch (const std::exception& failure) {
            const auto verdict = judge(failure);
            if (worker.connection && (verdict == Verdict::lost || !worker.connection->alive())) {
                worker.connection.reset();
                --gauges_.connected;
            }
            const bool again = (verdict == Verdict::again && attempts < options_.attempts_max) ||
                               (verdict == Verdict::lost && !may_have_happened && Clock::now() < give_up);
            if (!again) {
                try {
                    rethrow_translated();
                } catch (...) {
                    return std::current_exception();
                }
            }
            ++gauges_.retried;
            if (verdict == Verdict::again) sleep_until(Clock::now() + jittered(std::chrono::microseconds(2'000 << std::min(attempts, 5)), worker.random));
        } catch (...) {
            return std::current_exception();
        }
    }
}

/// While PostgreSQL is away each thread tries at most once per back-off, whatever is asked of it, so that a crowd does not meet it when it is back.
void Pool::connect(Worker& worker, Clock::time_point give_up) {
    while (!worker.connection) {
        if (worker.next_try > Clock::now() && (worker.next_try > give_up || !sleep_until(worker.next_try)))
            throw unavailable("The database is not available right now.");
        try {
            ++gauges_.connects;
            worker.connection.emplace(options_.url, db::Limits{options_.lock_timeout, options_.statement_timeout});
            worker.backoff = {};
            ++gauges_.connected;
        } catch (const Error&) {
            worker.backoff = std::clamp<Clock::duration>(worker.backoff * 2, backoff_min, backoff_max);
            worker.next_try = Clock::now() + jittered(worker.backoff, worker.random);
            if (worker.next_try > give_up) throw;
        }
    }
}

void Pool::run_once(Connection& connection, Work& work, bool& may_have_happened) {
    connection.forget_plans_at_times();
    if (work.access == Access::transaction) {
        pqxx::work tx(connection.raw());
        connection.begin();
        work(tx);
        // PostgreSQL would answer COMMIT with a quiet rollback.
        if (connection.failed()) throw Error(Code::internal, "A transaction went on after a statement of it had failed.");
        may_have_happened = true;
        tx.commit();
        return;
    }
    pqxx::nontransaction tx(connection.raw());
    may_have_happened = work.access == Access::write;
    work(tx);
    tx.commit();
}

}  // namespace chatd::db

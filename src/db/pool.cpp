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
    heard();
    gauges_.connections = options_.connections;
    for (int i = 0; i < options_.connections; ++i) workers_.emplace_back();
    for (auto& worker : workers_) threads_.emplace_back([this, &worker] { loop(worker); });
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
    if (refusal.empty()) {
        watcher_.wake();
        return wake_.notify_one();
    }
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
    watcher_.stop();
}

bool Pool::sleep_until(Clock::time_point when) {
    std::unique_lock lock(mutex_);
    return !stopping_wake_.wait_until(lock, when, [this] { return stopping_; });
}

void Pool::loop(Worker& worker) {
    for (;;) {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (stopping_) break;
        if (!worker.connection) {
            lock.unlock();
            connect(worker);
            continue;
        }
        auto job = std::move(queue_.front());
        queue_.pop_front();
        gauges_.queued = queue_.size();
        lock.unlock();
        if (run(worker, job)) continue;
        lock.lock();
        if (!stopping_) {
            queue_.push_front(std::move(job));
            gauges_.queued = queue_.size();
            lock.unlock();
            watcher_.wake();
            continue;
        }
        lock.unlock();
        job.done(std::make_exception_ptr(unavailable("The daemon is stopping.")));
    }
    disconnect(worker);
}

/// The watcher may have found nothing between the taking of a job and this, and sleep.
void Pool::expect_answer(Worker& worker) {
    worker.lifeline.expect_within(options_.answer_time);
    watcher_.wake();
}

/// False: it has to be run again, on another connection.
bool Pool::run(Worker& worker, Job& job) {
    const auto begun = Clock::now();
    std::exception_ptr failure;
    ++gauges_.in_use;
    const auto ran = attempt(worker, job, failure);
    --gauges_.in_use;
    gauges_.work_us += us(Clock::now() - begun);
    if (ran == Ran::to_be_run_again) return false;
    gauges_.wait_us += us(begun - job.submitted);
    ++(failure ? gauges_.failed : gauges_.done);
    job.work.reset();
    job.done(std::move(failure));
    return true;
}

Pool::Ran Pool::attempt(Worker& worker, Job& job, std::exception_ptr& told) {
    for (int attempts = 1;; ++attempts) {
        bool may_have_happened = false;
        try {
            expect_answer(worker);
            run_once(*worker.connection, *job.work, may_have_happened);
            worker.lifeline.answered();
            heard();
            return Ran::finished;
        } catch (const std::exception& failure) {
            worker.lifeline.answered();
            const auto verdict = judge(failure);
            const bool gone = verdict == Verdict::lost || !worker.connection->alive();
            const bool nothing_happened = verdict == Verdict::again || (verdict == Verdict::lost && !may_have_happened);
            if (gone) disconnect(worker);
            else heard();
            if (gone && nothing_happened && Clock::now() < job.submitted + options_.patience) {
                ++gauges_.retried;
                return Ran::to_be_run_again;
            }
            if (gone || verdict != Verdict::again || attempts == options_.attempts_max) {
                try {
                    if (gone && may_have_happened) std::throw_with_nested(InDoubt());
                    rethrow_translated();
                } catch (...) {
                    told = std::current_exception();
                    return Ran::finished;
                }
            }
            ++gauges_.retried;
            sleep_until(Clock::now() + jittered(std::chrono::microseconds(2'000 << std::min(attempts, 5)), worker.random));
        } catch (...) {
            worker.lifeline.answered();
            told = std::current_exception();
            return Ran::finished;
        }
    }
}

/// While PostgreSQL is away each thread tries at most once per back-off, so that a crowd does not meet it when it is back.
void Pool::connect(Worker& worker) {
    if (!sleep_until(worker.next_try)) return;
    try {
        ++gauges_.connects;
        expect_answer(worker);
        worker.connection.emplace(options_.url, db::Limits{options_.lock_timeout, options_.statement_timeout}, &worker.lifeline);
        worker.backoff = {};
        heard();
        ++gauges_.connected;
    } catch (const Error&) {
        worker.backoff = std::clamp<Clock::duration>(worker.backoff * 2, backoff_min, backoff_max);
        worker.next_try = Clock::now() + jittered(worker.backoff, worker.random);
    }
    worker.lifeline.answered();
}

void Pool::disconnect(Worker& worker) {
    if (!worker.connection) return;
    worker.connection.reset();
    --gauges_.connected;
}

/// The watcher's. While PostgreSQL answers, what waits goes on waiting.
bool Pool::look() {
    const auto now = Clock::now();
    const bool silent = now.time_since_epoch().count() - heard_at_ > Clock::duration(options_.patience).count();
    std::deque<Job> late;
    bool more = false;
    {
        std::lock_guard lock(mutex_);
        while (silent && !queue_.empty() && queue_.front().submitted + options_.patience <= now) {
            late.push_back(std::move(queue_.front()));
            queue_.pop_front();
        }
        gauges_.queued = queue_.size();
        more = !queue_.empty();
        for (auto& worker : workers_) more |= worker.lifeline.look(now);
    }
    if (more) wake_.notify_one();  // somebody may be free while who was woken first cannot connect
    for (auto& job : late) {
        ++gauges_.failed;
        job.work.reset();
        job.done(std::make_exception_ptr(unavailable("The database is not available right now.")));
    }
    return more;
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

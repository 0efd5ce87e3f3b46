// The journal's thread: takes what waits, merges copies, writes it as one batch, and tells the waiters. Any thread may submit.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "db/journal.hpp"
#include "db/journal_writer.hpp"

namespace chatd::db {

/// Somebody who waits for an outcome, and where they are to be resumed.
class JournalWaiter {
public:
    template <class Handler, class Executor>
    static JournalWaiter of(Handler handler, Executor home) {
        struct Held final : Base {
            explicit Held(Handler handler) : handler(std::move(handler)) {}
            void call(std::exception_ptr failure, JournalOutcome outcome) override { std::move(handler)(std::move(failure), std::move(outcome)); }
            Handler handler;
        };
        return {boost::asio::prefer(boost::asio::any_io_executor(home), boost::asio::execution::outstanding_work.tracked),
                std::make_unique<Held>(std::move(handler))};
    }
    const boost::asio::any_io_executor& home() const { return home_; }
    /// On its executor.
    void resume(std::exception_ptr failure, JournalOutcome outcome) { held_->call(std::move(failure), std::move(outcome)); }

private:
    struct Base {
        virtual ~Base() = default;
        virtual void call(std::exception_ptr failure, JournalOutcome outcome) = 0;
    };
    JournalWaiter(boost::asio::any_io_executor home, std::unique_ptr<Base> held) : home_(std::move(home)), held_(std::move(held)) {}
    boost::asio::any_io_executor home_;
    std::unique_ptr<Base> held_;
};

class JournalThread {
public:
    explicit JournalThread(JournalOptions options);
    ~JournalThread() { stop(); }
    JournalThread(const JournalThread&) = delete;
    JournalThread& operator=(const JournalThread&) = delete;

    void submit(JournalInput input, JournalWaiter waiter);
    void stop();
    const JournalGauges& gauges() const { return gauges_; }

private:
    using Clock = std::chrono::steady_clock;
    struct Entry {
        JournalInput input;
        JournalWaiter waiter;
        Clock::time_point since;
        std::vector<JournalWaiter> copies{};  ///< same key, same body, same batch: they share the outcome
    };
    struct Answer {
        JournalWaiter waiter;
        std::exception_ptr failure;
        JournalOutcome outcome;
    };
    using Batch = std::vector<Entry>;

    void loop();
    Batch next_batch();
    Batch merged(std::vector<Entry> taken);
    void write(Batch batch);
    std::vector<JournalOutcome> run(const Batch& batch);
    void finish(Batch& batch, std::vector<JournalOutcome> outcomes);
    void set_locked_aside(Batch& batch);
    void split(Batch batch);
    void give_up_old(Batch& batch, std::string_view message);
    void refuse(Entry entry, std::exception_ptr failure, std::vector<Answer>& answers);
    void pause();
    static void deliver(std::vector<Answer> answers);

    const JournalOptions options_;
    JournalGauges gauges_;
    JournalWriter writer_;
    std::deque<Entry> held_;  ///< for the next batch: another body under a key of this one, or a channel that is locked. Own thread only.
    std::chrono::milliseconds backoff_{0};
    std::minstd_rand random_{std::random_device{}()};

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Entry> queue_;
    std::size_t queue_bytes_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace chatd::db

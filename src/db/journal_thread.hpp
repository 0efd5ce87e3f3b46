// The journal's thread: takes what waits, merges copies, writes it as one batch, and tells the waiters. Any thread may submit.
// While it cannot reach PostgreSQL, or waits for an answer that does not come, its watcher tells who has waited too long.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "db/journal.hpp"
#include "db/journal_writer.hpp"
#include "db/lifeline.hpp"
#include "db/watcher.hpp"

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
    /// Somebody's place; without a waiter when they have been told already.
    struct Ticket {
        std::optional<JournalWaiter> waiter;
        Clock::time_point since;
    };
    using Tickets = std::list<Ticket>;
    struct Entry {
        JournalInput input;
        Tickets::iterator ticket;
        std::vector<Tickets::iterator> copies{};  ///< same key, same body, same batch: they share the outcome
    };
    struct Answer {
        JournalWaiter waiter;
        std::exception_ptr failure;
        JournalOutcome outcome;
    };
    using Batch = std::vector<Entry>;

    void loop();
    bool something_waits();
    bool connected();
    Batch next_batch();
    bool nobody_waits(Entry& entry);
    Batch merged(std::vector<Entry> taken);
    void write(Batch batch);
    void put_back(Batch batch);
    std::vector<JournalOutcome> run(const Batch& batch);
    void finish(Batch& batch, std::vector<JournalOutcome> outcomes);
    void set_locked_aside(Batch& batch);
    void split(Batch batch);
    void give_up_old(Batch& batch, std::string_view message);
    void give_up_all();
    void refuse(Entry& entry, const std::exception_ptr& failure);
    void answer(Tickets::iterator ticket, std::exception_ptr failure, JournalOutcome outcome, std::vector<Answer>& answers);
    void answer_all(Entry& entry, const std::exception_ptr& failure, std::vector<Answer>& answers);
    bool look();
    void heard() { heard_at_ = Clock::now().time_since_epoch().count(); }
    void pause();
    static void deliver(std::vector<Answer> answers);

    const JournalOptions options_;
    JournalGauges gauges_;
    Lifeline lifeline_;
    JournalWriter writer_;
    std::deque<Entry> held_;  ///< for the next batch: to be run again, another body under a key of this one, or a locked channel. Own thread only.
    std::chrono::milliseconds backoff_{0};
    std::minstd_rand random_{std::random_device{}()};
    std::atomic<Clock::rep> heard_at_{0};  ///< when PostgreSQL last answered anything

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Entry> queue_;
    Tickets tickets_;  ///< of all entries, wherever they are, in the order of their coming
    std::size_t queue_bytes_ = 0;
    bool stopping_ = false;
    Watcher watcher_{[this] { return look(); }};
    std::thread thread_;
};

}  // namespace chatd::db

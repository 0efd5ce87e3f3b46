#include "db/journal_thread.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <unordered_map>

#include "chatd/error.hpp"
#include "db/failure.hpp"

namespace chatd::db {
namespace {
using namespace std::chrono_literals;
constexpr auto backoff_min = 10ms;
constexpr auto backoff_max = 250ms;

std::size_t bytes_of(const JournalInput& input) {
    return sizeof input + input.content.size() + input.attachments.size() + input.metadata.size() + input.mentions.size() * sizeof(UserId);
}
std::vector<const JournalInput*> inputs_of(const auto& batch) {
    std::vector<const JournalInput*> out;
    for (const auto& entry : batch) out.push_back(&entry.input);
    return out;
}

struct Key {
    ChannelId channel;
    UserId sender;
    Uuid client_id;
    bool operator==(const Key&) const = default;
};
struct KeyHash {
    std::size_t operator()(const Key& key) const {
        return std::hash<Uuid>()(key.client_id) ^ (std::hash<ChannelId>()(key.channel) * 31) ^ (std::hash<UserId>()(key.sender) * 131);
    }
};

/// What the sender of the one input that PostgreSQL refuses is told. Inside a catch block.
std::exception_ptr told_to_sender() {
    try {
        rethrow_translated();
    } catch (const ConstraintViolation& violation) {
        return std::make_exception_ptr(Error(Code::internal, std::string("The message ") + violation.what() + "."));
    } catch (const Error& error) {
        const bool bad_value = error.message.find("SQLSTATE 22") != std::string::npos;
        return bad_value ? std::make_exception_ptr(invalid("content", "cannot be stored")) : std::current_exception();
    } catch (...) {
        return std::current_exception();
    }
}
}  // namespace

JournalThread::JournalThread(JournalOptions options)
    : options_(std::move(options)), writer_(options_.url, {options_.lock_timeout, options_.statement_timeout}, lifeline_) {
    writer_.connect();
    heard();
    gauges_.connected = true;
    thread_ = std::thread([this] { loop(); });
}

void JournalThread::submit(JournalInput input, JournalWaiter waiter) {
    const auto bytes = bytes_of(input);
    std::string refusal;
    {
        std::lock_guard lock(mutex_);
        if (stopping_) refusal = "The daemon is stopping.";
        else if (queue_.size() >= options_.queue_max) refusal = "Too many messages wait to be stored (journal_queue).";
        else if (queue_bytes_ + bytes > options_.queue_bytes_max) refusal = "Too many bytes wait to be stored (journal_queue_bytes).";
        if (refusal.empty()) {
            tickets_.push_back({std::move(waiter), Clock::now()});
            queue_.push_back({std::move(input), std::prev(tickets_.end())});
            queue_bytes_ += bytes;
            gauges_.queued = queue_.size();
            gauges_.queued_bytes = queue_bytes_;
        }
    }
    if (refusal.empty()) {
        watcher_.wake();
        return wake_.notify_one();
    }
    ++gauges_.unavailable;
    std::vector<Answer> answers;
    answers.push_back({std::move(waiter), std::make_exception_ptr(unavailable(std::move(refusal))), {}});
    deliver(std::move(answers));
}

void JournalThread::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
    watcher_.stop();
}

void JournalThread::loop() {
    while (something_waits()) {
        if (connected()) write(next_batch());
    }
}

/// Blocks until it does. False when there will be no more.
bool JournalThread::something_waits() {
    std::unique_lock lock(mutex_);
    if (!held_.empty()) return true;
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    return !queue_.empty();
}

/// One try, and a pause after a bad one. When the daemon stops there is no other.
bool JournalThread::connected() {
    if (writer_.connected()) return true;
    try {
        ++gauges_.connects;
        lifeline_.expect_within(options_.answer_time);
        writer_.connect();
        lifeline_.answered();
        heard();
        gauges_.connected = true;
        return true;
    } catch (const std::exception&) {
        lifeline_.answered();
        writer_.disconnect();
    }
    bool stopping = false;
    {
        std::lock_guard lock(mutex_);
        stopping = stopping_;
        std::erase_if(queue_, [this](Entry& entry) {
            if (entry.ticket->waiter) return false;
            queue_bytes_ -= bytes_of(entry.input);
            tickets_.erase(entry.ticket);
            return true;
        });
    }
    if (stopping) give_up_all();
    else pause();
    return false;
}

JournalThread::Batch JournalThread::next_batch() {
    std::vector<Entry> taken;
    {
        std::lock_guard lock(mutex_);
        for (auto* from : {&held_, &queue_}) {
            while (!from->empty() && taken.size() < options_.batch_max) {
                if (from == &queue_) queue_bytes_ -= bytes_of(from->front().input);
                taken.push_back(std::move(from->front()));
                from->pop_front();
            }
        }
        gauges_.queued = queue_.size();
        gauges_.queued_bytes = queue_bytes_;
        std::erase_if(taken, [this](Entry& entry) { return nobody_waits(entry); });
    }
    return merged(std::move(taken));
}

/// Who was told that they waited too long is not stored later on top of it. Under the lock.
bool JournalThread::nobody_waits(Entry& entry) {
    const auto told = [](const auto& ticket) { return !ticket->waiter; };
    if (!told(entry.ticket) || !std::ranges::all_of(entry.copies, told)) return false;
    tickets_.erase(entry.ticket);
    for (const auto& copy : entry.copies) tickets_.erase(copy);
    return true;
}

/// One entry for each key. The same body again shares the answer; another body waits for the next batch, where the first is found stored:
/// judged here, the odd one could come first and be the one that is kept.
JournalThread::Batch JournalThread::merged(std::vector<Entry> taken) {
    Batch batch;
    batch.reserve(taken.size());
    std::unordered_map<Key, std::size_t, KeyHash> places;
    for (auto& entry : taken) {
        const auto& input = entry.input;
        const auto [found, fresh] = places.try_emplace({input.channel, input.sender, input.client_id}, batch.size());
        if (fresh) {
            batch.push_back(std::move(entry));
            continue;
        }
        auto& first = batch[found->second];
        if (first.input.body_hash == input.body_hash && first.input.tenant == input.tenant) {
            first.copies.push_back(entry.ticket);
            first.copies.insert(first.copies.end(), entry.copies.begin(), entry.copies.end());
        } else {
            held_.push_back(std::move(entry));
        }
    }
    return batch;
}

void JournalThread::write(Batch batch) {
    while (!batch.empty()) {
        if (!writer_.connected()) return put_back(std::move(batch));
        auto verdict = Verdict::refused;
        std::exception_ptr told;
        try {
            return finish(batch, run(batch));
        } catch (const std::exception& failure) {
            lifeline_.answered();
            verdict = judge(failure);
            if (verdict == Verdict::refused && batch.size() == 1) told = told_to_sender();
        }
        ++gauges_.retried;
        if (verdict == Verdict::lost || !writer_.alive()) {
            writer_.disconnect();
            gauges_.connected = false;
        } else {
            heard();
        }
        if (verdict == Verdict::again || verdict == Verdict::busy) {
            if (verdict == Verdict::busy) set_locked_aside(batch);
            give_up_old(batch, "The chat is busy; try again.");
        } else if (verdict == Verdict::refused && told) {
            ++gauges_.isolated;
            return refuse(batch.front(), std::move(told));
        } else if (verdict == Verdict::refused) {
            return split(std::move(batch));
        } else {
            // Away, or lost with the outcome unknown: the same inputs again, which replays what was stored. Whoever has waited too long is told
            // that it is unknown, and is not run again: their own retry finds out.
            give_up_old(batch, "The database is not available right now.");
            if (!batch.empty() && writer_.connected()) pause();
        }
    }
}

/// First in the next batch, on the next connection.
void JournalThread::put_back(Batch batch) {
    held_.insert(held_.begin(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
}

std::vector<JournalOutcome> JournalThread::run(const Batch& batch) {
    const auto begun = Clock::now();
    const auto inputs = inputs_of(batch);
    lifeline_.expect_within(options_.answer_time);
    auto outcomes = writer_.append(inputs);
    lifeline_.answered();
    heard();
    backoff_ = 0ms;
    ++gauges_.batches;
    gauges_.batch_last = batch.size();
    gauges_.commit_us += static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun).count());
    return outcomes;
}

void JournalThread::finish(Batch& batch, std::vector<JournalOutcome> outcomes) {
    std::vector<Answer> answers;
    answers.reserve(batch.size());
    {
        std::lock_guard lock(mutex_);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            auto& outcome = outcomes[i];
            const bool good = outcome.code == JournalCode::stored || outcome.code == JournalCode::replayed;
            ++(outcome.code == JournalCode::stored ? gauges_.stored : good ? gauges_.replayed : gauges_.refused);
            auto shared = outcome;
            if (good) shared.code = JournalCode::replayed;
            answer(batch[i].ticket, nullptr, std::move(outcome), answers);
            for (auto copy : batch[i].copies) {
                ++(good ? gauges_.replayed : gauges_.refused);
                answer(copy, nullptr, shared, answers);
            }
        }
    }
    deliver(std::move(answers));
}

/// Under the lock. Whoever was told already is not told again.
void JournalThread::answer(Tickets::iterator ticket, std::exception_ptr failure, JournalOutcome outcome, std::vector<Answer>& answers) {
    if (ticket->waiter) answers.push_back({std::move(*ticket->waiter), std::move(failure), std::move(outcome)});
    tickets_.erase(ticket);
}

/// A channel whose lock is held for long must not keep the others from being stored.
void JournalThread::set_locked_aside(Batch& batch) {
    std::vector<bool> locked;
    try {
        const auto inputs = inputs_of(batch);
        lifeline_.expect_within(options_.answer_time);
        locked = writer_.locked(inputs);
        lifeline_.answered();
    } catch (const std::exception&) {
        lifeline_.answered();
        return;  // the next attempt finds out what is wrong
    }
    Batch free, busy;
    for (std::size_t i = 0; i < batch.size(); ++i) (locked[i] ? busy : free).push_back(std::move(batch[i]));
    give_up_old(busy, "The chat is busy; try again.");
    for (auto& entry : busy) held_.push_back(std::move(entry));
    batch = std::move(free);
}

/// One bad row fails the whole statement: halves find it in log2(n) steps, and everybody else is stored.
void JournalThread::split(Batch batch) {
    const auto middle = batch.begin() + std::ssize(batch) / 2;
    Batch second(std::make_move_iterator(middle), std::make_move_iterator(batch.end()));
    batch.erase(middle, batch.end());
    write(std::move(batch));
    write(std::move(second));
}

void JournalThread::give_up_old(Batch& batch, std::string_view message) {
    Batch young;
    std::vector<Answer> answers;
    const auto failure = std::make_exception_ptr(unavailable(std::string(message)));
    {
        std::lock_guard lock(mutex_);
        const auto limit = stopping_ ? Clock::time_point::max() : Clock::now() - options_.patience;
        for (auto& entry : batch) {
            if (nobody_waits(entry)) continue;
            if (entry.ticket->since > limit) young.push_back(std::move(entry));
            else answer_all(entry, failure, answers);
        }
    }
    batch = std::move(young);
    gauges_.unavailable += answers.size();
    deliver(std::move(answers));
}

void JournalThread::give_up_all() {
    std::vector<Answer> answers;
    const auto failure = std::make_exception_ptr(unavailable("The daemon is stopping."));
    {
        std::lock_guard lock(mutex_);
        for (auto* from : {&held_, &queue_}) {
            for (auto& entry : *from) answer_all(entry, failure, answers);
            from->clear();
        }
        queue_bytes_ = 0;
    }
    gauges_.unavailable += answers.size();
    deliver(std::move(answers));
}

void JournalThread::refuse(Entry& entry, const std::exception_ptr& failure) {
    std::vector<Answer> answers;
    {
        std::lock_guard lock(mutex_);
        answer_all(entry, failure, answers);
    }
    deliver(std::move(answers));
}

void JournalThread::answer_all(Entry& entry, const std::exception_ptr& failure, std::vector<Answer>& answers) {
    answer(entry.ticket, failure, {}, answers);
    for (auto copy : entry.copies) answer(copy, failure, {}, answers);
}

/// The watcher's. Who has waited too long while PostgreSQL is silent is told so, wherever their input is; while it answers, nobody is.
bool JournalThread::look() {
    const auto now = Clock::now();
    bool more = lifeline_.look(now);
    const bool silent = now.time_since_epoch().count() - heard_at_ > Clock::duration(options_.patience).count();
    std::vector<Answer> answers;
    {
        std::lock_guard lock(mutex_);
        more |= !tickets_.empty();
        if (silent && !stopping_) {
            const auto failure = std::make_exception_ptr(unavailable("The database is not available right now."));
            for (auto& ticket : tickets_) {
                if (ticket.since + options_.patience > now) break;
                if (ticket.waiter) answers.push_back({*std::exchange(ticket.waiter, std::nullopt), failure, {}});
            }
        }
    }
    gauges_.unavailable += answers.size();
    deliver(std::move(answers));
    return more;
}

void JournalThread::pause() {
    backoff_ = std::clamp(backoff_ * 2, std::chrono::milliseconds(backoff_min), std::chrono::milliseconds(backoff_max));
    const auto wait = std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(backoff_.count() / 2, backoff_.count())(random_));
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, wait, [this] { return stopping_; });
}

void JournalThread::deliver(std::vector<Answer> answers) {
    while (!answers.empty()) {
        const auto home = answers.front().waiter.home();  // nearly always that of all: the chat thread
        std::vector<Answer> here, elsewhere;
        for (auto& answer : answers) (answer.waiter.home() == home ? here : elsewhere).push_back(std::move(answer));
        boost::asio::post(home, [answers = std::move(here)]() mutable {
            std::exception_ptr thrown;
            for (auto& answer : answers) {
                try {
                    answer.waiter.resume(std::move(answer.failure), std::move(answer.outcome));
                } catch (...) {
                    thrown = std::current_exception();  // the others must be resumed
                }
            }
            if (thrown) std::rethrow_exception(thrown);
        });
        answers = std::move(elsewhere);
    }
}

}  // namespace chatd::db

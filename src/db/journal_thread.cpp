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
    : options_(std::move(options)), writer_(options_.url, {options_.lock_timeout, options_.statement_timeout}) {
    writer_.connect();
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
            queue_.push_back({std::move(input), std::move(waiter), Clock::now()});
            queue_bytes_ += bytes;
            gauges_.queued = queue_.size();
            gauges_.queued_bytes = queue_bytes_;
        }
    }
    if (refusal.empty()) return wake_.notify_one();
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
}

void JournalThread::loop() {
    for (auto batch = next_batch(); !batch.empty(); batch = next_batch()) write(std::move(batch));
}

/// Empty when there will be no more.
JournalThread::Batch JournalThread::next_batch() {
    std::vector<Entry> taken;
    {
        std::unique_lock lock(mutex_);
        if (held_.empty()) wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        for (auto* from : {&held_, &queue_}) {
            while (!from->empty() && taken.size() < options_.batch_max) {
                if (from == &queue_) queue_bytes_ -= bytes_of(from->front().input);
                taken.push_back(std::move(from->front()));
                from->pop_front();
            }
        }
        gauges_.queued = queue_.size();
        gauges_.queued_bytes = queue_bytes_;
    }
    return merged(std::move(taken));
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
        if (first.input.body_hash == input.body_hash && first.input.tenant == input.tenant) first.copies.push_back(std::move(entry.waiter));
        else held_.push_back(std::move(entry));
    }
    return batch;
}

void JournalThread::write(Batch batch) {
    while (!batch.empty()) {
        auto verdict = Verdict::refused;
        std::exception_ptr told;
        try {
            return finish(batch, run(batch));
        } catch (const std::exception& failure) {
            verdict = judge(failure);
            if (verdict == Verdict::refused && batch.size() == 1) told = told_to_sender();
        }
        ++gauges_.retried;
        if (writer_.connected() && (verdict == Verdict::lost || !writer_.alive())) {
            writer_.disconnect();
            gauges_.connected = false;
        }
        if (verdict == Verdict::again || verdict == Verdict::busy) {
            if (verdict == Verdict::busy) set_locked_aside(batch);
            give_up_old(batch, "The chat is busy; try again.");
        } else if (verdict == Verdict::refused && told) {
            ++gauges_.isolated;
            std::vector<Answer> answers;
            refuse(std::move(batch.front()), std::move(told), answers);
            return deliver(std::move(answers));
        } else if (verdict == Verdict::refused) {
            return split(std::move(batch));
        } else {
            // Away, or lost with the outcome unknown: the same inputs again, which replays what was stored. Whoever has waited too long is told
            // that it is unknown, and is not run again: their own retry finds out.
            give_up_old(batch, "The database is not available right now.");
            if (!batch.empty()) pause();
        }
    }
}

std::vector<JournalOutcome> JournalThread::run(const Batch& batch) {
    if (!writer_.connected()) {
        ++gauges_.connects;
        writer_.connect();
        gauges_.connected = true;
    }
    const auto begun = Clock::now();
    const auto inputs = inputs_of(batch);
    auto outcomes = writer_.append(inputs);
    backoff_ = 0ms;
    ++gauges_.batches;
    gauges_.batch_last = batch.size();
    gauges_.commit_us += static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun).count());
    return outcomes;
}

void JournalThread::finish(Batch& batch, std::vector<JournalOutcome> outcomes) {
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        auto& outcome = outcomes[i];
        const bool good = outcome.code == JournalCode::stored || outcome.code == JournalCode::replayed;
        ++(outcome.code == JournalCode::stored ? gauges_.stored : good ? gauges_.replayed : gauges_.refused);
        auto shared = outcome;
        if (good) shared.code = JournalCode::replayed;
        answers.push_back({std::move(batch[i].waiter), nullptr, std::move(outcome)});
        for (auto& copy : batch[i].copies) {
            ++(good ? gauges_.replayed : gauges_.refused);
            answers.push_back({std::move(copy), nullptr, shared});
        }
    }
    deliver(std::move(answers));
}

/// A channel whose lock is held for long must not keep the others from being stored.
void JournalThread::set_locked_aside(Batch& batch) {
    std::vector<bool> locked;
    try {
        const auto inputs = inputs_of(batch);
        locked = writer_.locked(inputs);
    } catch (const std::exception&) {
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
    bool stopping = false;
    {
        std::lock_guard lock(mutex_);
        stopping = stopping_;
    }
    const auto limit = stopping ? Clock::time_point::max() : Clock::now() - options_.patience;
    Batch young;
    std::vector<Answer> answers;
    for (auto& entry : batch) {
        if (entry.since > limit) young.push_back(std::move(entry));
        else refuse(std::move(entry), std::make_exception_ptr(unavailable(std::string(message))), answers);
    }
    batch = std::move(young);
    gauges_.unavailable += answers.size();
    deliver(std::move(answers));
}

void JournalThread::refuse(Entry entry, std::exception_ptr failure, std::vector<Answer>& answers) {
    answers.push_back({std::move(entry.waiter), failure, {}});
    for (auto& copy : entry.copies) answers.push_back({std::move(copy), failure, {}});
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

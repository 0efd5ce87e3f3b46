#include "search/indexer.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace chatd::search {

using Clock = std::chrono::steady_clock;

namespace {
using namespace std::chrono_literals;
constexpr std::size_t channels_max = 200, channels_min = 4;  // at once
constexpr std::size_t waiting_max = 100'000;
constexpr int events_at_once = 50;      // of each of them
constexpr int changes_at_once = 500;
constexpr auto batch_took_well = 40ms;  // longer, and the next one takes fewer channels
constexpr auto gathered_for = 100ms;    // what comes together is indexed together
constexpr auto busy_from = 200.0;       // events a second: then the writing goes first
constexpr int rests_when_busy = 9;      // times as long as a batch took
constexpr auto looked_every = 1s;       // at the list of changes, which nobody tells of
constexpr auto looked_through_every = 1h;
constexpr auto pause_after_failure = 5s;
}  // namespace

void Indexer::heard(TenantId tenant, ChannelId channel) {
    if (waiting_.size() >= waiting_max) {  // then it is found by looking
        waiting_.clear();
        looked_up_to_ = store::Followed();
    }
    ++heard_;
    const bool first = waiting_.empty();
    waiting_.emplace(tenant, channel);
    if (first && idle_) timer_.cancel();
}

Task<> Indexer::work_forever() {
    while (!stopped_) {
        const auto begun = Clock::now();
        bool more = false, failed = false;
        try {
            more = co_await work();
            failing_ = false;
        } catch (...) {
            // The database is away; nothing is lost, and it is said once.
            failed = true;
            if (!std::exchange(failing_, true)) report_(std::current_exception());
        }
        if (stopped_) co_return;
        const auto took = Clock::now() - begun;
        const auto rest = std::max<Clock::duration>(took * (is_busy() ? rests_when_busy : 1), 20ms);
        if (failed) {
            co_await pause(pause_after_failure);
        } else if (more) {
            co_await pause(rest);
        } else {
            idle_ = true;
            co_await pause(looked_every);
            idle_ = false;
            if (!waiting_.empty() && !stopped_) co_await pause(std::max<Clock::duration>(rest, gathered_for));
        }
    }
}

/// Whether so much was heard since the last batch that the processors are needed elsewhere.
bool Indexer::is_busy() {
    const auto now = Clock::now();
    const std::chrono::duration<double> passed = now - std::exchange(counted_at_, now);
    return static_cast<double>(std::exchange(heard_, 0)) > busy_from * passed.count();
}

/// One batch of each. True when there is more at once.
Task<bool> Indexer::work() {
    if (waiting_.size() < channels_max) co_await look_through();
    std::vector<store::Followed> taken;
    while (!waiting_.empty() && taken.size() < channels_at_once_) taken.push_back(waiting_.extract(waiting_.begin()).value());
    try {
        if (!taken.empty()) {
            const auto begun = Clock::now();
            const auto unfinished = co_await database_.run(store::follow, taken, events_at_once);
            waiting_.insert(unfinished.begin(), unfinished.end());
            const bool well = Clock::now() - begun <= batch_took_well;
            channels_at_once_ = std::clamp(well ? channels_at_once_ * 2 : channels_at_once_ / 2, channels_min, channels_max);
        }
    } catch (...) {
        waiting_.insert(taken.begin(), taken.end());
        throw;
    }
    const int changes = co_await database_.run(store::catch_up, changes_at_once);
    co_return !waiting_.empty() || changes == changes_at_once || looked_up_to_;
}

/// One page of all channels, if it is time.
Task<> Indexer::look_through() {
    if (!looked_up_to_ && Clock::now() - looked_through_at_ < looked_through_every) co_return;
    const auto from = looked_up_to_.value_or(store::Followed());
    const auto found = co_await database_.read(store::behind, from.first, from.second, static_cast<int>(channels_max));
    waiting_.insert(found.begin(), found.end());
    looked_up_to_.reset();
    if (found.size() == channels_max) looked_up_to_ = found.back();
    else looked_through_at_ = Clock::now();
}

Task<> Indexer::pause(Clock::duration time) {
    timer_.expires_after(time);
    boost::system::error_code cut;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, cut));
}

void Indexer::stop() {
    stopped_ = true;
    timer_.cancel();
}

}  // namespace chatd::search

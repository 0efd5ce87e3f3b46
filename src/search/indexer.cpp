#include "search/indexer.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace chatd::search {

using Clock = std::chrono::steady_clock;

namespace {
using namespace std::chrono_literals;
constexpr std::size_t channels_at_once = 200;
constexpr std::size_t waiting_max = 100'000;
constexpr int events_at_once = 100;     // of each of them
constexpr int changes_at_once = 500;
constexpr auto gathered_for = 100ms;    // what comes together is indexed together
constexpr auto looked_every = 1s;       // at the list of changes, which nobody tells of
constexpr auto looked_through_every = 1h;
constexpr auto pause_after_failure = 5s;
}  // namespace

void Indexer::heard(TenantId tenant, ChannelId channel) {
    if (waiting_.size() >= waiting_max) {  // then it is found by looking
        waiting_.clear();
        looked_up_to_ = store::Followed();
    }
    const bool first = waiting_.empty();
    waiting_.emplace(tenant, channel);
    if (first && idle_) timer_.cancel();
}

Task<> Indexer::work_forever() {
    while (!stopped_) {
        const auto begun = Clock::now();
        Clock::duration rest = looked_every;
        bool more = false;
        try {
            more = co_await work();
            failing_ = false;
            if (more) rest = std::max<Clock::duration>(Clock::now() - begun, 20ms);
        } catch (...) {
            // The database is away; nothing is lost, and it is said once.
            if (!std::exchange(failing_, true)) report_(std::current_exception());
            rest = pause_after_failure;
        }
        if (stopped_) co_return;
        idle_ = !more && !failing_;
        co_await pause(rest);
        if (idle_ && !waiting_.empty() && !stopped_) co_await pause(gathered_for);
        idle_ = false;
    }
}

/// One batch of each. True when there is more at once.
Task<bool> Indexer::work() {
    if (waiting_.size() < channels_at_once) co_await look_through();
    std::vector<store::Followed> taken;
    while (!waiting_.empty() && taken.size() < channels_at_once) taken.push_back(waiting_.extract(waiting_.begin()).value());
    try {
        if (!taken.empty()) {
            const auto unfinished = co_await database_.run(store::follow, taken, events_at_once);
            waiting_.insert(unfinished.begin(), unfinished.end());
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
    const auto found = co_await database_.read(store::behind, from.first, from.second, static_cast<int>(channels_at_once));
    waiting_.insert(found.begin(), found.end());
    looked_up_to_.reset();
    if (found.size() == channels_at_once) looked_up_to_ = found.back();
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

#include "base/turnstile.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

#include "chatd/error.hpp"

namespace chatd {

namespace asio = boost::asio;

namespace {
/// Spread, so that those who are sent away do not come back together.
int retry_after_ms() {
    thread_local std::minstd_rand random(std::random_device{}());
    return std::uniform_int_distribution<int>(1'000, 5'000)(random);
}
}  // namespace

struct Turnstile::Waiter {
    explicit Waiter(asio::io_context& chat_thread) : timer(chat_thread, asio::steady_timer::time_point::max()) {}
    asio::steady_timer timer;  // never runs out: cancelled when it is their turn
};

Task<Turnstile::Place> Turnstile::enter(std::int64_t line) {
    if (inside_ < inside_max_) {
        ++inside_;
        co_return Place(self_);
    }
    if (waiting_ >= waiting_max_) {
        auto error = unavailable("Too many come at once; come back a little later.");
        error.retry_after_ms = retry_after_ms();
        throw error;
    }
    auto waiter = std::make_shared<Waiter>(chat_thread_);
    lines_[line].push_back(waiter);
    ++waiting_;
    boost::system::error_code turn;
    co_await waiter->timer.async_wait(asio::redirect_error(asio::use_awaitable, turn));
    co_return Place(self_);  // taken over from who left
}

void Turnstile::leave() {
    if (waiting_ == 0) {
        --inside_;
        return;
    }
    auto next = lines_.upper_bound(last_served_);
    if (next == lines_.end()) next = lines_.begin();
    last_served_ = next->first;
    const auto waiter = std::move(next->second.front());
    next->second.pop_front();
    if (next->second.empty()) lines_.erase(next);
    --waiting_;
    waiter->timer.cancel();
}

}  // namespace chatd

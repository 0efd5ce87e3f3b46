#include "deadlines/watch.hpp"

namespace chatd::deadlines {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Watch::Watch(boost::asio::io_context& chat_thread, Nursery& nursery, Look look) : nursery_(nursery), look_(std::move(look)), timer_(chat_thread) {}

void Watch::stop() {
    stopped_ = true;
    timer_.cancel();
}

void Watch::look_in(milliseconds time) {
    const auto at = steady_clock::now() + time;
    if (stopped_ || at >= wakes_at_) return;
    wakes_at_ = at;
    if (!looking_) sleep_until(at);
}

void Watch::sleep_until(steady_clock::time_point at) {
    timer_.expires_at(at);
    timer_.async_wait([this](boost::system::error_code cut) {
        if (cut || stopped_) return;
        if (looking_) {  // an earlier wait had fired already when this one took its place
            wakes_at_ = steady_clock::now();
            return;
        }
        wakes_at_ = steady_clock::time_point::max();
        looking_ = true;
        nursery_.start(look());
    });
}

Task<> Watch::look() {
    std::optional<milliseconds> next = failed_pause;
    std::exception_ptr failure;
    try {
        next = co_await look_();
    } catch (...) {
        failure = std::current_exception();
    }
    if (next) look_in(*next);
    looking_ = false;
    if (!stopped_ && wakes_at_ != steady_clock::time_point::max()) sleep_until(wakes_at_);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace chatd::deadlines

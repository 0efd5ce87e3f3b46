// How late the chat thread is: a timer that should fire on time, and what it misses by, as a histogram. What holds up this thread holds up
// every chat. Chat thread only.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "chatd/metrics.hpp"

namespace chatd::ops {

class LoopLag {
public:
    static constexpr auto measured_every = std::chrono::milliseconds(500);

    explicit LoopLag(boost::asio::io_context& chat_thread)
        : timer_(chat_thread), lag_(metrics::histogram("chatd_eventloop_lag_seconds", "How late timers of the chat thread are.", metrics::latency_s)) {}
    void start() {
        timer_.expires_after(measured_every);
        timer_.async_wait([this](boost::system::error_code cut) {
            if (cut) return;
            lag_.observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - timer_.expiry()).count());
            start();
        });
    }
    void stop() { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
    metrics::Histogram& lag_;
};

}  // namespace chatd::ops

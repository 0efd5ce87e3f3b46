// Tells the service manager that the chat thread turns, as often as it wants to hear it (WatchdogSec). It says nothing of the database: one
// that is down is no reason to restart the daemon. Chat thread only.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "ops/notify.hpp"

namespace chatd::ops {

class Watchdog {
public:
    explicit Watchdog(boost::asio::io_context& chat_thread) : timer_(chat_thread) {}
    /// Nothing if nobody watches.
    void start() {
        if ((interval_ = watchdog_interval())) feed();
    }
    void stop() { timer_.cancel(); }

private:
    void feed() {
        notify_alive();
        timer_.expires_after(*interval_);
        timer_.async_wait([this](boost::system::error_code cut) {
            if (!cut) feed();
        });
    }

    boost::asio::steady_timer timer_;
    std::optional<std::chrono::microseconds> interval_;
};

}  // namespace chatd::ops

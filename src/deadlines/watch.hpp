// A watch over times that stand in rows: it sleeps until the next of them is due, has them looked at, and sleeps again. Chat thread only.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <optional>

#include "base/nursery.hpp"

namespace chatd::deadlines {

class Watch {
public:
    /// Does what is due and says how long it is until the next one; nothing: there is none, until look_in() is called. When it throws, the
    /// nursery reports it and it is called again after `failed_pause`.
    using Look = std::function<Task<std::optional<std::chrono::milliseconds>>()>;
    static constexpr auto failed_pause = std::chrono::milliseconds(1'000);

    Watch(boost::asio::io_context& chat_thread, Nursery& nursery, Look look);
    /// Looks that soon at the latest. One that is under way may not have seen what this call is about: there is another.
    void look_in(std::chrono::milliseconds time);
    void stop();

private:
    void sleep_until(std::chrono::steady_clock::time_point at);
    Task<> look();

    Nursery& nursery_;
    Look look_;
    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point wakes_at_ = std::chrono::steady_clock::time_point::max();
    bool looking_ = false, stopped_ = false;
};

}  // namespace chatd::deadlines

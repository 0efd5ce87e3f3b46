// A nursery: where coroutines live that nobody awaits. It counts them, so that a drain can wait for the last one, and what they throw
// is reported, never lost. Chat thread only (DESIGN 9: a detached task belongs to a nursery).
#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <functional>
#include <utility>

#include "chatd/task.hpp"

namespace chatd {

class Nursery {
public:
    using Report = std::function<void(std::exception_ptr)>;
    Nursery(boost::asio::io_context& chat_thread, Report report) : chat_thread_(chat_thread), report_(std::move(report)) {}

    void start(Task<> task) {
        ++running_;
        boost::asio::co_spawn(chat_thread_, std::move(task), [this](std::exception_ptr failure) {
            --running_;
            if (failure) report_(failure);
        });
    }
    std::size_t running() const { return running_; }

private:
    boost::asio::io_context& chat_thread_;
    Report report_;
    std::size_t running_ = 0;
};

}  // namespace chatd

// A turnstile: only so many at a time, the others wait in lines and are let in by turns, one from each line, so that a crowd behind
// one tenant does not hold up the few behind another. What costs the database something at a reconnection of all goes through one.
// Chat thread only.
#pragma once
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <utility>

#include "chatd/task.hpp"

namespace chatd {

class Turnstile {
public:
    /// `inside_max` at a time; past `waiting_max` nobody more is let wait.
    Turnstile(boost::asio::io_context& chat_thread, std::size_t inside_max, std::size_t waiting_max)
        : chat_thread_(chat_thread), inside_max_(inside_max), waiting_max_(waiting_max), self_(std::make_shared<Turnstile*>(this)) {}
    ~Turnstile() { *self_ = nullptr; }
    Turnstile(const Turnstile&) = delete;
    Turnstile& operator=(const Turnstile&) = delete;

    /// A place inside, as long as it is held.
    class Place {
    public:
        explicit Place(std::shared_ptr<Turnstile*> of) : of_(std::move(of)) {}
        Place(Place&&) = default;
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (of_ && *of_) (*of_)->leave();
        }

    private:
        std::shared_ptr<Turnstile*> of_;
    };
    /// Throws Error `unavailable`, with a time to come back, when too many wait.
    Task<Place> enter(std::int64_t line);

    std::size_t waiting() const { return waiting_; }
    std::size_t inside() const { return inside_; }

private:
    struct Waiter;
    void leave();

    boost::asio::io_context& chat_thread_;
    const std::size_t inside_max_, waiting_max_;
    std::size_t inside_ = 0, waiting_ = 0;
    std::map<std::int64_t, std::deque<std::shared_ptr<Waiter>>> lines_;
    std::int64_t last_served_ = 0;  ///< the line whose turn it was
    std::shared_ptr<Turnstile*> self_;  ///< for places that are left when the daemon ends
};

}  // namespace chatd

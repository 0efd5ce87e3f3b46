// Rights are live (SPEC 3.10): what changed in accounts, by whatever hand, reaches the open sockets within two seconds. Once a second
// the changes are read; the sessions that they concern get the rights of now, or are closed, and hear no channel that they may not
// read. Built once by app; chat thread only.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "accounts/accounts.hpp"
#include "hub/hub.hpp"
#include "queue/queue.hpp"

namespace chatd::app {

class Rights {
public:
    static constexpr auto looked_every = std::chrono::milliseconds(750);

    struct Parts {
        boost::asio::io_context& chat_thread;
        db::Database& database;
        hub::Hub& hub;
        accounts::Accounts& accounts;
        queue::Queue& queue;
        std::function<void(std::exception_ptr)> report;
    };
    explicit Rights(Parts parts) : parts_(std::move(parts)), timer_(parts_.chat_thread) {}

    /// Until stop(). Before the first connection.
    Task<> follow_forever();
    void stop();

private:
    Task<> follow();
    std::vector<hub::SessionPtr> concerned() const;
    Task<> review_people(const std::vector<hub::SessionPtr>& sessions);
    Task<> review_channels(const std::vector<hub::SessionPtr>& sessions);

    Parts parts_;
    boost::asio::steady_timer timer_;
    std::vector<accounts::AccountChange> pending_;  ///< read, but not yet brought to the sessions
    std::uint64_t looks_ = 0;
    bool stopped_ = false, failing_ = false;
};

}  // namespace chatd::app

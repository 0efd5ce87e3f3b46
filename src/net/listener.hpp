// Accepts connections for one I/O thread. All threads' listeners share a port (SO_REUSEPORT); the kernel spreads the connections.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "net/loop.hpp"

namespace chatd::net {

class Listener : public std::enable_shared_from_this<Listener> {
public:
    explicit Listener(Loop& loop) : loop_(loop), acceptor_(loop.context()), pause_(loop.context()) {}
    /// With `shared`, others of this process may bind the same port. Throws boost::system::system_error.
    void bind(const boost::asio::ip::tcp::endpoint& endpoint, bool shared);
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    /// On the loop's thread, as the rest.
    void accept();
    void stop();

private:
    void accepted(boost::asio::ip::tcp::socket socket);

    Loop& loop_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer pause_;
    bool stopped_ = false;
};

}  // namespace chatd::net

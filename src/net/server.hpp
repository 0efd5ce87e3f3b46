// The wire: a listener, I/O threads, and on them HTTP/1.1, plain WebSocket at /ws, Socket.IO at /socket.io/ and static files.
// It owns its threads and every socket; what happens is told to the Door on the chat thread. It knows no feature.
#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <memory>

#include "hub/connection.hpp"
#include "net/options.hpp"

namespace chatd::net {

class Server {
public:
    /// `door` must outlive the server, and the chat's io_context both. Throws std::exception where the options make no sense
    /// (a certificate that can't be read, an address that is none).
    Server(Options options, hub::Door& door, boost::asio::io_context::executor_type chat);
    /// As stop().
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds and starts the I/O threads. SIGPIPE is ignored from here on. Throws std::system_error.
    void start();
    std::uint16_t port() const;

    /// No new connections from here on; those that exist go on. Any thread.
    void stop_accepting();
    /// Closes every connection with 1012, spread over `over` at random, and answers requests with `Connection: close`. Call it
    /// after stop_accepting(); counters() tells how many are left. Any thread.
    void drain(std::chrono::milliseconds over);
    /// Ends what is left and joins the threads. Call it on the chat thread, or when that does not run. What was told before is
    /// still posted to the chat; after the destructor nothing is.
    void stop();

    /// Reads certificate and key again; new connections use them. On failure it throws, and the old ones stay.
    void reload_certificate();

    Counters counters() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace chatd::net

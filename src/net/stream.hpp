// A non-blocking TCP connection, with TLS or without: reads and writes that return at once, and waits for readiness. It owns the
// socket. One I/O thread at a time; release() takes it to another.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "net/tls.hpp"

namespace chatd::net {

class Stream {
public:
    using Socket = boost::asio::ip::tcp::socket;
    enum class Status : std::uint8_t { ok, wants_read, wants_write, ended };
    struct Result {
        Status status;
        std::size_t bytes = 0;
    };

    /// Without `tls`, plain.
    Stream(Socket socket, const Tls* tls);

    Result read(std::span<char> into);
    /// Writes some of the pieces, in order. With TLS they go through `scratch`, whose size is the most that one call writes.
    Result write(std::span<const std::string_view> pieces, std::span<char> scratch);
    /// After a `wants_…`. The handler takes an error code.
    template <class Handler>
    void wait(Status wanted, Handler handler) {
        socket_.async_wait(wanted == Status::wants_write ? Socket::wait_write : Socket::wait_read, std::move(handler));
    }
    /// True if the peer has closed its side and nothing more is to be read.
    bool peer_gone();
    /// No more from us; what was written still goes out.
    void shut_down();
    void close();
    bool is_open() const { return socket_.is_open(); }
    bool secure() const { return ssl_ != nullptr; }
    /// The peer's address without port; empty if it is gone already.
    std::string remote_address() const;

    /// The connection, taken off its thread's reactor; no wait may be under way. What is left can only be destroyed.
    struct Parts {
        int fd = -1;
        bool v6 = false;
        SslPtr ssl;
    };
    Parts release();
    Stream(boost::asio::io_context& context, Parts parts);

private:
    Result judge(int result);

    Socket socket_;
    SslPtr ssl_;
};

}  // namespace chatd::net

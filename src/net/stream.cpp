#include "net/stream.hpp"

#include <openssl/err.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace chatd::net {
namespace {

Stream::Result judge_system(ssize_t result, Stream::Status wanted) {
    if (result > 0) return {Stream::Status::ok, static_cast<std::size_t>(result)};
    if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return {wanted};
    return {Stream::Status::ended};
}

boost::asio::ip::tcp protocol(bool v6) { return v6 ? boost::asio::ip::tcp::v6() : boost::asio::ip::tcp::v4(); }

}  // namespace

Stream::Stream(Socket socket, const Tls* tls) : socket_(std::move(socket)) {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    // What the kernel holds for a peer that does not read is memory too, and nobody can be told to stop by it.
    const int unsent_max = 512 * 1024;
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_max, sizeof unsent_max);
    if (tls) ssl_ = tls->open(socket_.native_handle());
}

Stream::Stream(boost::asio::io_context& context, Parts parts) : socket_(context), ssl_(std::move(parts.ssl)) {
    boost::system::error_code failed;
    socket_.assign(protocol(parts.v6), parts.fd, failed);
    if (failed) ::close(parts.fd);
    else socket_.non_blocking(true, failed);
}

Stream::Parts Stream::release() {
    boost::system::error_code ignored;
    Parts parts;
    parts.v6 = socket_.local_endpoint(ignored).protocol() == boost::asio::ip::tcp::v6();
    parts.ssl = std::move(ssl_);
    parts.fd = socket_.release(ignored);
    return parts;
}

Stream::Result Stream::judge(int result) {
    if (result > 0) return {Status::ok, static_cast<std::size_t>(result)};
    auto why = SSL_get_error(ssl_.get(), result);
    ERR_clear_error();
    if (why == SSL_ERROR_WANT_READ) return {Status::wants_read};
    if (why == SSL_ERROR_WANT_WRITE) return {Status::wants_write};
    return {Status::ended};
}

Stream::Result Stream::read(std::span<char> into) {
    if (!socket_.is_open()) return {Status::ended};
    if (ssl_) return judge(SSL_read(ssl_.get(), into.data(), static_cast<int>(into.size())));
    return judge_system(::recv(socket_.native_handle(), into.data(), into.size(), 0), Status::wants_read);
}

Stream::Result Stream::write(std::span<const std::string_view> pieces, std::span<char> scratch) {
    if (!socket_.is_open()) return {Status::ended};
    if (ssl_) {
        std::size_t size = 0;
        for (auto piece : pieces) {
            auto take = std::min(piece.size(), scratch.size() - size);
            std::memcpy(scratch.data() + size, piece.data(), take);
            size += take;
            if (size == scratch.size()) break;
        }
        return judge(SSL_write(ssl_.get(), scratch.data(), static_cast<int>(size)));
    }
    std::array<iovec, 64> vectors;
    std::size_t count = std::min(pieces.size(), vectors.size());
    for (std::size_t i = 0; i < count; ++i) vectors[i] = {const_cast<char*>(pieces[i].data()), pieces[i].size()};
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    return judge_system(::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL), Status::wants_write);
}

bool Stream::peer_gone() {
    char byte;
    if (ssl_) {
        auto result = SSL_peek(ssl_.get(), &byte, 1);
        return judge(result).status == Status::ended;
    }
    return judge_system(::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT), Status::wants_read).status == Status::ended;
}

void Stream::shut_down() {
    boost::system::error_code ignored;
    if (ssl_) {
        SSL_shutdown(ssl_.get());
        ERR_clear_error();
    }
    socket_.shutdown(Socket::shutdown_send, ignored);
}

void Stream::close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

std::string Stream::remote_address() const {
    boost::system::error_code failed;
    auto peer = socket_.remote_endpoint(failed);
    if (failed) return {};
    auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    return address.to_string();
}

}  // namespace chatd::net

#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace chatd::bench {
namespace {

constexpr std::uint8_t op_text = 1, op_close = 8, op_ping = 9, op_pong = 10;
constexpr std::array<char, 4> mask{0x5a, 0x13, 0x47, 0x2e};

}  // namespace

Connection::~Connection() {
    if (socket_ >= 0) ::close(socket_);
}

void Connection::connect(int epoll, std::uint32_t tag, std::uint16_t port, std::string path, std::string protocols) {
    epoll_ = epoll;
    tag_ = tag;
    upgrade_ = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
               "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
               "Sec-WebSocket-Version: 13\r\n";
    if (!protocols.empty()) upgrade_ += "Sec-WebSocket-Protocol: " + protocols + "\r\n";
    upgrade_ += "\r\n";
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (socket_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) < 0 && errno != EINPROGRESS)
        throw std::system_error(errno, std::generic_category(), "connect");
    state_ = State::connecting;
    waits_for_write_ = true;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.u32 = tag_;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket_, &event);
}

void Connection::send(std::string_view text) { frame(op_text, text); }

/// A masked frame, as clients must send.
void Connection::frame(std::uint8_t opcode, std::string_view payload) {
    static std::string bytes;
    bytes.clear();
    bytes += static_cast<char>(0x80 | opcode);
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80 | payload.size());
    } else {
        bytes += static_cast<char>(0x80 | 126);
        bytes += static_cast<char>(payload.size() >> 8);
        bytes += static_cast<char>(payload.size() & 0xff);
    }
    bytes.append(mask.data(), mask.size());
    for (std::size_t i = 0; i < payload.size(); ++i) bytes += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
    write(bytes);
}

void Connection::write(std::string_view bytes) {
    if (state_ == State::gone) return;
    if (out_.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN) return gone("write failed");
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        if (bytes.empty()) return;
    }
    out_ += bytes;
    wait_for_write(true);
}

void Connection::writable() {
    if (state_ == State::connecting) {
        int failure = 0;
        socklen_t size = sizeof failure;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &failure, &size);
        if (failure) return gone("can't connect");
        state_ = State::upgrading;
        write(upgrade_);
    } else if (!out_.empty()) {
        const auto sent = ::send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN) return gone("write failed");
        if (sent > 0) out_.erase(0, static_cast<std::size_t>(sent));
    }
    if (state_ != State::gone && out_.empty()) wait_for_write(false);
}

void Connection::wait_for_write(bool wanted) {
    if (waits_for_write_ == wanted) return;
    waits_for_write_ = wanted;
    epoll_event event{};
    event.events = wanted ? (EPOLLIN | EPOLLOUT) : EPOLLIN;
    event.data.u32 = tag_;
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, socket_, &event);
}

void Connection::readable() {
    static std::array<char, 256 * 1024> buffer;
    const auto got = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return gone("closed by the other side");
    const std::string_view fresh(buffer.data(), static_cast<std::size_t>(got));
    if (in_.empty()) {
        const auto used = consume(fresh);
        if (state_ != State::gone) in_ = fresh.substr(used);
    } else {
        in_ += fresh;
        const auto used = consume(in_);
        if (state_ != State::gone) in_.erase(0, used);
    }
}

std::size_t Connection::consume_upgrade(std::string_view bytes) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    if (bytes.substr(0, 12) != "HTTP/1.1 101") {
        gone(bytes.substr(0, 120));
        return bytes.size();
    }
    state_ = State::open;
    on_open();
    return end + 4;
}

/// Whole frames of the server; answers how many bytes were used.
std::size_t Connection::consume(std::string_view bytes) {
    std::size_t used = state_ == State::upgrading ? consume_upgrade(bytes) : 0;
    if (state_ == State::upgrading) return 0;
    while (state_ == State::open && bytes.size() - used >= 2) {
        const auto* p = reinterpret_cast<const unsigned char*>(bytes.data()) + used;
        std::size_t header = 2, length = p[1] & 0x7f;
        if (length == 126) header = 4;
        if (length == 127) header = 10;
        if (bytes.size() - used < header) break;
        if (header > 2) {
            length = 0;
            for (std::size_t i = 2; i < header; ++i) length = length << 8 | p[i];
        }
        if (bytes.size() - used < header + length) break;
        const auto payload = bytes.substr(used + header, length);
        const auto opcode = p[0] & 0x0f;
        if (opcode == op_text) on_text(payload);
        else if (opcode == op_ping) frame(op_pong, payload);
        else if (opcode == op_close) gone("closed with a close frame");
        used += header + length;
    }
    return used;
}

void Connection::gone(std::string_view why) {
    if (state_ == State::gone) return;
    state_ = State::gone;
    ::close(std::exchange(socket_, -1));
    on_gone(why);
}

}  // namespace chatd::bench

// How a connection ceases to be one of HTTP: it becomes a WebSocket, or goes to the loop of its Engine.IO session.
#include <openssl/sha.h>

#include <boost/asio/post.hpp>

#include "net/base64.hpp"
#include "net/http_connection.hpp"

namespace chatd::net {

std::shared_ptr<WebSocket> HttpConnection::upgrade(const hub::HttpRequest& request, const WebSocket::Rules& rules, std::string& answer, std::string_view protocol) {
    const auto joined = std::string(request.header("sec-websocket-key")) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<const unsigned char*>(joined.data()), joined.size(), digest);
    answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ";
    answer += to_base64(std::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
    if (!protocol.empty()) answer += "\r\nSec-WebSocket-Protocol: " + std::string(protocol);
    answer += "\r\nX-Request-Id: " + current_.request_id + "\r\n\r\n";
    state_ = State::over;
    loop_.release_later(std::move(self_));
    loop_.forget(*this);
    loop_.counts().http_open.sub();
    return std::make_shared<WebSocket>(loop_, std::move(stream_), std::move(unread_), rules);
}

void HttpConnection::move_to(Loop& loop, hub::HttpRequest request) {
    state_ = State::over;
    loop_.release_later(std::move(self_));
    loop_.forget(*this);
    loop_.counts().http_open.sub();
    auto carry = [&loop, parts = stream_.release(), unread = std::move(unread_), current = current_, remote = remote_, request = std::move(request)]() mutable {
        loop.tick();
        auto moved = std::make_shared<HttpConnection>(loop, Stream(loop.context(), std::move(parts)));
        moved->self_ = moved;
        moved->unread_ = std::move(unread);
        moved->current_ = std::move(current);
        moved->remote_ = std::move(remote);
        moved->state_ = State::busy;
        moved->fresh_ = false;
        loop.counts().http_open.add();
        loop.set_deadline(*moved, loop.now() + loop.options().answer_time);
        moved->route(std::move(request));
    };
    boost::asio::post(loop.context(), std::move(carry));
}

}  // namespace chatd::net

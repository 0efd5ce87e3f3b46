#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "net/chat_socket.hpp"
#include "net/http_connection.hpp"
#include "require.hpp"
#include "wire.hpp"

namespace chatd::fuzz {

void RememberingDoor::opened(Connection connection, hub::Handshake handshake, std::optional<hub::RequestId> id) {
    ++opened_count;
    if (!handshake.auth.is_object() || handshake.auth.value("token", Json()) != "good")
        return connection->refuse(Error(Code::unauthenticated, "The token is not valid."), hub::sign_in_again);
    all_.insert(connection);
    connection->welcome();
    hub::Push hello("hello", R"({"protocol":1})");
    connection->send(hello.frame(connection->encoding()));
    if (id) connection->ack(*id, "{}");
}

void RememberingDoor::event(Connection connection, std::string name, Json body, std::optional<hub::RequestId> id) {
    require(all_.contains(connection), "events come from who is signed in");
    if (name == "never") return;
    if (name == "fail") throw std::runtime_error("a bug");
    if (name == "close") return connection->close(body.is_object() && body.contains("final") ? hub::revoked : hub::draining);
    if (name == "cast") {
        hub::Push push("cast", R"({"n":)" + std::to_string(++casts_) + "}");
        for (const auto& one : all_) one->send(push.frame(one->encoding()));
    }
    if (!id) return;
    if (name == "cast") connection->ack(*id, "{}");
    else if (name == "echo") connection->ack(*id, Json{{"body", std::move(body)}}.dump());
    else connection->ack(*id, Error(Code::unknown_event, "There is no such event."));
}

void RememberingDoor::closed(Connection connection) {
    ++closed_count;
    all_.erase(connection);
}

void RememberingDoor::request(hub::HttpRequest request, hub::Respond respond) {
    requests.push_back(request);
    if (request.path == "/api/never") return;
    if (request.path == "/api/fail") throw std::runtime_error("a bug");
    respond({200, "application/json", "{}", {}});
}

Peer::~Peer() {
    if (fd_ >= 0) ::close(fd_);
}

bool Peer::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void Peer::finish() { ::shutdown(fd_, SHUT_WR); }

bool Peer::read() {
    std::array<char, 16384> buffer;
    for (;;) {
        const auto got = ::recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got == 0) return false;
        if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
        received_.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

Wire::Wire(net::Options options) : context_(1), common_(std::move(options)) {
    common_.options.engine_mounts.push_back(net::chat_mount());
    common_.loops.push_back(std::make_unique<net::Loop>(common_, 0, context_.get_executor(), door_, &context_));
    common_.loops[0]->start();
}

Peer Wire::connect() {
    std::array<int, 2> ends{};
    require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0, "there are descriptors left");
    net::Stream::Socket socket(context_);
    socket.assign(boost::asio::ip::tcp::v4(), ends[1]);
    ++common_.connections;
    loop().tick();
    std::make_shared<net::HttpConnection>(loop(), net::Stream(std::move(socket), nullptr))->start();
    return Peer(ends[0]);
}

void Wire::turn() {
    while (context_.poll() > 0) context_.restart();
}

void Wire::clear() {
    turn();
    const auto engines = loop().engines();
    for (const auto& [sid, engine] : engines) engine->drop();
    turn();
    const auto& counts = loop().counts();
    require(counts.http_open.get() == 0 && counts.websockets_open.get() == 0 && counts.plain_open.get() == 0, "no connection outlives its peer");
    require(counts.engine_open.get() == 0 && loop().engines().empty(), "no engine session outlives its end");
    require(common_.connections == 0, "every connection is given back");
    require(door_.opened_count == door_.closed_count, "the door is told the end of what it was told the beginning of");
    door_.requests.clear();
}

}  // namespace chatd::fuzz

#include "net/engine_http.hpp"

#include <algorithm>

#include "chatd/crypto.hpp"
#include "net/engine_session.hpp"
#include "net/http_connection.hpp"

namespace chatd::net {
namespace {

/// The protocol's own errors, as its clients know them.
struct EngineError {
    int code;
    std::string_view message;
};
constexpr EngineError unknown_transport{0, "Transport unknown"}, unknown_sid{1, "Session ID unknown"}, bad_method{2, "Bad handshake method"},
    bad_request{3, "Bad request"}, unsupported{5, "Unsupported protocol version"};

void refuse(HttpConnection& connection, const EngineError& error) {
    auto body = R"({"code":)" + std::to_string(error.code) + R"(,"message":")" + std::string(error.message) + "\"}";
    connection.reply({400, "application/json", {{"Cache-Control", "no-store"}}, std::make_shared<const std::string>(std::move(body))});
}

constexpr std::string_view places = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// 128 bits of chance and, last, the loop that the session lives on.
std::string new_sid(const Loop& loop) { return random_string(22) + places[loop.index()]; }

hub::Handshake facts_of(const hub::HttpRequest& request) {
    hub::Handshake facts;
    facts.config_id = query_value(request.query, "configId");
    facts.origin = request.header("origin");
    facts.remote = request.remote;
    return facts;
}

/// Accepts the WebSocket only to close it, which is how a second upgrade of a session is told off.
void accept_and_close(HttpConnection& connection, const hub::HttpRequest& request) {
    class Nobody final : public WebSocket::Session {
        void on_text(std::string_view) override {}
        void on_binary(std::string_view) override {}
        void on_closed() override {}
    };
    std::string answer;
    auto socket = connection.upgrade(request, connection.loop().common().engine_rules, answer);
    socket->start(std::move(answer), std::make_shared<Nobody>());
    socket->close(close_code::policy, "already upgraded");
}

void handshake(HttpConnection& connection, const hub::HttpRequest& request, const EngineMount& mount, bool websocket) {
    auto& loop = connection.loop();
    if (loop.common().draining) return connection.reply_problem(503, "draining", "The server is going down.", {{"Retry-After", "1"}});
    if (!loop.strangers().room_for(request.remote))
        return connection.reply_problem(429, "rate_limited", "Too many connections from here that have not signed in.", {{"Retry-After", "5"}});
    if (!loop.sockets().room_for(request.remote)) return connection.reply_problem(429, "rate_limited", "Too many connections from here.", {{"Retry-After", "30"}});
    auto engine = std::make_shared<EngineSession>(loop, new_sid(loop), facts_of(request));
    auto user = mount.accept(*engine);
    if (!websocket) {
        auto exchange = connection.reply_later();
        return engine->open_polling(std::move(user), *exchange);
    }
    std::string answer;
    auto socket = connection.upgrade(request, loop.common().engine_rules, answer);
    socket->start(std::move(answer), std::make_shared<EngineSocket>(engine, socket.get()));
    engine->open_socket(std::move(user), socket);
}

void poll(HttpConnection& connection, EngineSession& engine) {
    auto exchange = connection.reply_later();
    if (!engine.poll(exchange)) return refuse(connection, bad_request);
    if (!exchange->pending()) return;
    connection.watch([session = engine.weak_from_this()] {
        if (auto held = session.lock()) held->poll_gone();
    });
}

void post(HttpConnection& connection, EngineSession& engine, const hub::HttpRequest& request) {
    bool binary = request.header("content-type") == "application/octet-stream";
    if (binary) engine.fail("binary payload");
    if (binary || !engine.post(request.body)) return refuse(connection, bad_request);
    connection.reply({200, "text/html", {{"Cache-Control", "no-store"}}, std::make_shared<const std::string>("ok")});
}

}  // namespace

void engine_request(HttpConnection& connection, hub::HttpRequest request, const EngineMount& mount, bool allowed) {
    auto& loop = connection.loop();
    if (request.method == "OPTIONS") return connection.reply(preflight(request, allowed));
    auto transport = query_value(request.query, "transport");
    auto sid = query_value(request.query, "sid");
    bool websocket = transport == "websocket";
    if (!websocket && transport != "polling") return refuse(connection, unknown_transport);
    if (query_value(request.query, "EIO") != "4") return refuse(connection, unsupported);
    if (!query_value(request.query, "j").empty()) return refuse(connection, bad_request);
    if (websocket != wants_websocket(request)) return refuse(connection, bad_request);
    if (sid.empty()) {
        if (request.method != "GET") return refuse(connection, bad_method);
        return handshake(connection, request, mount, websocket);
    }
    auto place = places.find(sid.back());
    if (place < loop.common().loops.size() && place != loop.index()) {
        auto& other = *loop.common().loops[place];
        return connection.move_to(other, std::move(request));
    }
    auto found = loop.engines().find(std::string(sid));
    if (found == loop.engines().end()) return refuse(connection, unknown_sid);
    auto engine = found->second;
    if (websocket) {
        if (!engine->may_upgrade()) return accept_and_close(connection, request);
        std::string answer;
        auto socket = connection.upgrade(request, loop.common().engine_rules, answer);
        socket->start(std::move(answer), std::make_shared<EngineSocket>(engine, socket.get()));
        return engine->start_probe(std::move(socket));
    }
    if (!engine->polls()) return refuse(connection, bad_request);
    if (request.method == "GET") return poll(connection, *engine);
    if (request.method == "POST") return post(connection, *engine, request);
    refuse(connection, bad_request);
}

}  // namespace chatd::net

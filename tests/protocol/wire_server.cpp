// The wire with the smallest chat behind it, for tests of limits, time-outs and closing. Usage: wire_server KEY=VALUE…
// Tokens: `good` is let in, anything else refused. Events: `echo` answers its body, `push` {event, data} pushes to the sender, `flood`
// {count, size} pushes so many, `cast` {event, data} pushes to everybody, `fail` throws, `never` gets no ack, `close` {code, resumable}.
// Paths: /api/echo says what came; /api/slow never answers. A line `ready PORT` tells that it listens; SIGHUP drains, SIGTERM ends.
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

#include "net/server.hpp"

using namespace chatd;
using namespace chatd::net;

namespace {

class SmallDoor final : public hub::Door {
public:
    using Connection = std::shared_ptr<hub::Connection>;
    const Server* server = nullptr;

    void opened(Connection connection, hub::Handshake handshake, std::optional<hub::RequestId> id) override {
        auto token = handshake.auth.is_object() ? handshake.auth.value("token", "") : "";
        if (token != "good") return connection->refuse(Error(Code::unauthenticated, "The token is not valid."), hub::sign_in_again);
        all_.insert(connection);
        connection->welcome();
        Json hello{{"config_id", handshake.config_id}, {"origin", handshake.origin}, {"remote", handshake.remote}};
        push(connection, "hello", hello.dump());
        if (id) connection->ack(*id, R"({"user":"tester"})");
    }
    void event(Connection connection, std::string name, Json body, std::optional<hub::RequestId> id) override {
        if (name == "never") return;
        if (name == "fail") throw std::runtime_error("a bug");
        if (name == "close") return connection->close({body.value("code", 4403), "told to", body.value("resumable", false)});
        if (name == "unknown" && id) return connection->ack(*id, Error(Code::unknown_event, "There is no such event."));
        if (name == "push") push(connection, body.value("event", "x"), body["data"].dump());
        if (name == "cast") cast(hub::Push(body.value("event", "x"), body["data"].dump()));
        if (name == "flood")
            for (int i = 0; i < body.value("count", 1); ++i) push(connection, "flood", Json{{"i", i}, {"text", std::string(body.value("size", 1U), 'x')}}.dump());
        if (!id) return;
        if (name != "echo") return connection->ack(*id, "{}");
        connection->ack(*id, body.is_object() ? body.dump() : Json{{"body", body}}.dump());
    }
    void closed(Connection connection) override { all_.erase(connection); }
    void request(hub::HttpRequest request, hub::Respond respond) override {
        if (request.path == "/api/slow") return;
        if (request.path == "/api/fail") throw std::runtime_error("a bug");
        if (request.path == "/metrics") return respond({200, "application/json", counts().dump(), {}});
        Json seen{{"method", request.method}, {"path", request.path}, {"query", request.query}, {"body_bytes", request.body.size()},
                  {"remote", request.remote}, {"request_id", request.request_id}};
        respond({200, "application/json", seen.dump(), {{"X-Bad", "a\r\nX-Injected: b"}}});
    }

private:
    void push(const Connection& connection, std::string name, std::string json) {
        hub::Push one(std::move(name), std::move(json));
        connection->send(one.frame(connection->encoding()));
    }
    void cast(const hub::Push& one) {
        for (const auto& connection : all_) connection->send(one.frame(connection->encoding()));
    }
    Json counts() const {
        auto counters = server->counters();
        return {{"slow_clients", counters.slow_clients}, {"silent_clients", counters.silent_clients}, {"plain_open", counters.plain_open},
                {"engine_open", counters.engine_open}, {"websockets_open", counters.websockets_open}, {"http_open", counters.http_open},
                {"accept_pauses", counters.accept_pauses}, {"accepted", counters.accepted}, {"refused", counters.refused}, {"signed_in", all_.size()}};
    }
    std::set<Connection> all_;
};

void set(Options& options, const std::string& key, const std::string& value) {
    using ms = std::chrono::milliseconds;
    const std::map<std::string, ms*> times{{"header_time", &options.header_time}, {"body_time", &options.body_time}, {"idle_time", &options.idle_time},
        {"answer_time", &options.answer_time}, {"sign_in_time", &options.sign_in_time}, {"ping_interval", &options.ping_interval},
        {"dead_after", &options.dead_after}, {"engine_ping_interval", &options.engine_ping_interval}, {"close_time", &options.close_time},
        {"engine_ping_timeout", &options.engine_ping_timeout}, {"outbox_time", &options.outbox_time}, {"upgrade_time", &options.upgrade_time}};
    const std::map<std::string, std::size_t*> sizes{{"outbox_bytes_max", &options.outbox_bytes_max}, {"connections_max", &options.connections_max},
        {"strangers_max", &options.strangers_per_address_max}, {"sockets_max", &options.sockets_per_address_max},
        {"outboxes_bytes_max", &options.outboxes_bytes_max}, {"bytes_per_s_min", &options.bytes_per_s_min}};
    const std::map<std::string, std::uint32_t*> counts{{"in_flight_max", &options.in_flight_max}, {"bad_frames_max", &options.bad_frames_max}};
    const std::map<std::string, std::string*> texts{{"static_root", &options.static_root}, {"certificate", &options.tls_certificate}, {"key", &options.tls_key}};
    auto number = std::strtoul(value.c_str(), nullptr, 10);
    if (auto it = times.find(key); it != times.end()) *it->second = ms(number);
    else if (auto size = sizes.find(key); size != sizes.end()) *size->second = number;
    else if (auto count = counts.find(key); count != counts.end()) *count->second = static_cast<std::uint32_t>(number);
    else if (auto text = texts.find(key); text != texts.end()) *text->second = value;
    else if (key == "origin") options.origin_allowed = [value](std::string_view origin) { return origin == value; };
    else if (key == "proxy") options.trusted_proxies.push_back(value);
    else if (key == "io_threads") options.io_threads = static_cast<int>(number);
    else if (key == "port") options.port = static_cast<std::uint16_t>(number);
    else throw std::invalid_argument("no option " + key);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    options.takes_upload = [](std::string_view, std::string_view path) { return path == "/api/upload"; };
    for (int i = 1; i < argc; ++i) {
        std::string setting(argv[i]);
        auto equals = setting.find('=');
        set(options, setting.substr(0, equals), setting.substr(equals + 1));
    }
    boost::asio::io_context context(1);
    SmallDoor door;
    Server server(std::move(options), door, context.get_executor());
    door.server = &server;
    server.start();
    std::printf("ready %d\n", server.port());
    std::fflush(stdout);
    boost::asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) {
        server.stop();
        context.stop();
    });
    boost::asio::signal_set hangup(context, SIGHUP);
    hangup.async_wait([&](boost::system::error_code failed, int) {
        if (failed) return;
        server.stop_accepting();
        server.drain(std::chrono::milliseconds(50));
    });
    context.run();
}

// The server that the official suites of the Engine.IO and Socket.IO protocols expect: /engine.io/ echoes messages; at /socket.io/
// the namespaces `/` and `/custom` greet with the event `auth` and answer `message` and `message-with-ack`.
// Usage: socketio_echo_server [port]   (default 3000)
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "net/server.hpp"
#include "net/socket_session.hpp"

using namespace chatd;
using namespace chatd::net;

namespace {

class EngineEcho final : public EngineUser {
public:
    explicit EngineEcho(EngineSession& engine) : engine_(engine) {}
    void on_text(std::string_view message) override { engine_.send(make_frame(Opcode::text, {"4", message})); }
    void on_binary(std::string bytes) override { engine_.send(make_frame(Opcode::binary, bytes)); }
    void on_drain() override { engine_.close(hub::draining); }
    void on_closed() override {}

private:
    EngineSession& engine_;
};

class SocketEcho final : public SocketUser {
public:
    explicit SocketEcho(SocketSession& session) : session_(session) {}
    void on_connect(const std::string& nsp, Json auth) override {
        if (nsp != "/" && nsp != "/custom") return session_.refused(nsp, R"({"message":"Invalid namespace"})");
        session_.connected(nsp, R"({"sid":"sid)" + std::to_string(++sockets_) + "\"}");
        // The suites await one message after the other and miss a second that comes in the same segment.
        greetings_.emplace_back(nsp, Json::array({"auth", auth.is_null() ? Json::object() : std::move(auth)}).dump());
        auto* engine = session_.engine();
        engine->alarm_at(engine->loop().now() + std::chrono::milliseconds(5));
    }
    void on_alarm() override {
        for (const auto& [nsp, json] : std::exchange(greetings_, {})) session_.send(socketio::Type::event, nsp, {}, json);
    }
    void on_event(socketio::Packet packet, std::vector<std::string> attachments) override {
        using socketio::Type;
        auto name = packet.body[0].get<std::string>();
        bool binary = !attachments.empty();
        if (name == "message-with-ack" && packet.id) {
            packet.body.erase(packet.body.begin());
            return session_.send(binary ? Type::binary_ack : Type::ack, packet.nsp, packet.id, packet.body.dump(), attachments);
        }
        if (name != "message") return;
        packet.body[0] = "message-back";
        session_.send(binary ? Type::binary_event : Type::event, packet.nsp, {}, packet.body.dump(), attachments);
    }
    void on_disconnect(const std::string&) override {}
    void on_drain() override { session_.engine()->close(hub::draining); }
    void on_closed() override {}

private:
    SocketSession& session_;
    std::vector<std::pair<std::string, std::string>> greetings_;
    int sockets_ = 0;
};

class NoDoor final : public hub::Door {
    void opened(std::shared_ptr<hub::Connection> connection, hub::Handshake, std::optional<hub::RequestId>) override { connection->close(hub::policy); }
    void event(std::shared_ptr<hub::Connection>, std::string, Json, std::optional<hub::RequestId>) override {}
    void closed(std::shared_ptr<hub::Connection>) override {}
    void request(hub::HttpRequest, hub::Respond respond) override { respond({404, "text/plain", "", {}}); }
};

}  // namespace

int main(int argc, char** argv) {
    Options options;
    options.port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 3000);
    options.engine_ping_interval = std::chrono::milliseconds(300);
    options.engine_ping_timeout = std::chrono::milliseconds(200);
    options.payload_bytes_max = options.message_bytes_max = 1'000'000;
    options.tick = std::chrono::milliseconds(1);
    options.origin_allowed = [](std::string_view) { return true; };
    auto engine_echo = [](EngineSession& engine) { return std::make_shared<EngineEcho>(engine); };
    auto socket_echo = [](EngineSession& engine) {
        auto session = std::make_shared<SocketSession>(engine);
        session->use(std::make_unique<SocketEcho>(*session));
        return session;
    };
    options.engine_mounts = {{"/engine.io/", engine_echo}, {"/socket.io/", socket_echo}};
    boost::asio::io_context context(1);
    NoDoor door;
    Server server(std::move(options), door, context.get_executor());
    server.start();
    std::printf("ready %d\n", server.port());
    std::fflush(stdout);
    boost::asio::signal_set signals(context, SIGINT, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) { context.stop(); });
    context.run();
    server.stop();
}

#include "net/chat_socket.hpp"

namespace chatd::net {
namespace {

const std::string main_namespace = "/";

/// What the client's `error` event says before a final cut.
Error farewell(const hub::CloseReason& reason) {
    auto code = reason.code == hub::sign_in_again.code ? Code::unauthenticated : Code::forbidden;
    return Error(code, std::string(reason.text), {}, R"({"close_code":)" + std::to_string(reason.code) + '}');
}

}  // namespace

ChatSocket::ChatSocket(SocketSession& session) : session_(session), loop_(session.engine()->loop()) {
    place_ = loop_.sockets().enter(session.engine()->facts().remote);
    stranger_ = loop_.strangers().enter(session.engine()->facts().remote);
    session_.engine()->alarm_at(loop_.now() + loop_.options().sign_in_time);
}

ChatSocket::~ChatSocket() {
    if (line_) line_->cut();
}

void ChatSocket::on_connect(const std::string& nsp, Json auth) {
    if (nsp != main_namespace) return session_.refused(nsp, R"({"message":"Invalid namespace"})");
    auto* engine = session_.engine();
    if (line_) return engine->fail("connecting twice");
    line_ = std::make_shared<SocketLine>(loop_.outgoing(), *this, loop_.options().in_flight_max);
    auto handshake = std::make_unique<hub::Handshake>(engine->facts());
    if (auth.is_object())
        if (auto config = auth.find("configId"); config != auth.end() && config->is_string()) handshake->config_id = config->get<std::string>();
    handshake->auth = std::move(auth);
    loop_.report({Report::Kind::opened, line_, {}, {}, {}, std::move(handshake), {}, {}});
    engine->pause_reading();
}

void ChatSocket::on_event(socketio::Packet packet, std::vector<std::string> attachments) {
    auto* engine = session_.engine();
    if (packet.refused) return complain(*packet.refused, packet.id);
    if (!socketio::fill_with_base64(packet.body, attachments)) return engine->fail("malformed attachments");
    auto& name = packet.body[0].get_ref<std::string&>();
    if (name.empty() || name.size() > loop_.options().event_name_bytes_max)
        return complain(Error(Code::unknown_event, "There is no event of that name."), packet.id);
    if (packet.body.size() > 2) return complain(Error(Code::invalid, "An event takes one argument."), packet.id);
    bad_events_ = 0;
    std::optional<hub::RequestId> id;
    if (packet.id) id = std::to_string(*packet.id);
    Json body = packet.body.size() == 2 ? std::move(packet.body[1]) : Json::object();
    bool more = line_->hand_up();
    loop_.report({Report::Kind::event, line_, std::move(name), std::move(body), std::move(id), {}, {}, {}});
    if (!more) engine->pause_reading();
}

void ChatSocket::complain(const Error& error, std::optional<std::uint32_t> id) {
    auto* engine = session_.engine();
    if (id) session_.send(socketio::Type::ack, main_namespace, id, R"([{"ok":false,"error":)" + hub::error_object(error) + "}]");
    else engine->send(SocketLine::socketio.push("error", hub::error_object(error), {}));
    if (++bad_events_ <= loop_.options().bad_frames_max) return;
    loop_.counts().protocol_errors.add();
    close(hub::policy);
}

void ChatSocket::on_disconnect(const std::string&) {
    let_go();
    session_.engine()->alarm_at(loop_.now() + loop_.options().sign_in_time);
}

void ChatSocket::on_alarm() {
    if (!signed_in_) close(hub::sign_in_again);
}

void ChatSocket::on_drain() { close(hub::draining); }

void ChatSocket::on_closed() {
    place_.reset();
    stranger_.reset();
    let_go();
}

void ChatSocket::let_go() {
    signed_in_ = false;
    if (!line_) return;
    auto line = std::move(line_);
    line_ = nullptr;
    line->cut();
    loop_.report({Report::Kind::closed, std::move(line), {}, {}, {}, {}, {}, {}});
}

void ChatSocket::close(const hub::CloseReason& reason) {
    auto* engine = session_.engine();
    if (!engine) return;
    if (!reason.resumable) {
        if (signed_in_) {
            engine->send(SocketLine::socketio.push("error", hub::error_object(farewell(reason)), {}));
            session_.disconnect(main_namespace);
        } else {
            auto error = farewell(reason);
            session_.refused(main_namespace, R"({"message":)" + json_quoted(error.message) + R"(,"data":)" + hub::error_object(error) + '}');
        }
    }
    engine->close(reason);
}

void ChatSocket::take(Order& order) {
    auto* engine = session_.engine();
    if (!engine) return;
    switch (order.kind) {
        case Order::Kind::frame: return engine->send(std::move(order.frame));
        case Order::Kind::welcome:
            signed_in_ = true;
            stranger_.reset();
            engine->no_alarm();
            session_.connected(main_namespace, order.frame->payload());
            return engine->resume_reading();
        case Order::Kind::resume: return engine->resume_reading();
        case Order::Kind::refuse:
            engine->send(std::move(order.frame));
            let_go();
            return engine->resume_reading();
        case Order::Kind::close: return close(order.reason);
        case Order::Kind::answer:
        case Order::Kind::take: return;
    }
}

EngineMount chat_mount() {
    return {"/socket.io/", [](EngineSession& engine) {
                auto session = std::make_shared<SocketSession>(engine);
                session->use(std::make_unique<ChatSocket>(*session));
                return session;
            }};
}

}  // namespace chatd::net

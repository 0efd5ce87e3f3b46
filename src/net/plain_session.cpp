#include "net/plain_session.hpp"

namespace chatd::net {
namespace {

constexpr std::size_t id_bytes_max = 64;

/// The id as the JSON text to send back.
hub::RequestId request_id(const Json& id) {
    if (id.is_number_integer()) return id.dump();
    if (id.is_string() && id.get_ref<const std::string&>().size() <= id_bytes_max) return json_quoted(id.get_ref<const std::string&>());
    throw invalid("id", "must be an integer or a string of at most 64 bytes");
}

}  // namespace

PlainSession::PlainSession(Loop& loop, std::weak_ptr<WebSocket> socket, hub::Handshake handshake)
    : loop_(loop),
      socket_(std::move(socket)),
      line_(std::make_shared<PlainLine>(loop.outgoing(), *this, loop.options().in_flight_max)),
      handshake_(std::make_unique<hub::Handshake>(std::move(handshake))),
      place_(loop.sockets().enter(handshake_->remote)),
      stranger_(loop.strangers().enter(handshake_->remote)) {}

PlainSession::~PlainSession() { line_->cut(); }

void PlainSession::begin() {
    loop_.counts().plain_open.add();
    auto socket = socket_.lock();
    socket->alarm_at(loop_.now() + loop_.options().sign_in_time);
    if (!handshake_->auth.is_null()) open(std::nullopt);
}

void PlainSession::open(std::optional<hub::RequestId> id) {
    state_ = State::asking;
    if (id) line_->hand_up();
    Report report{Report::Kind::opened, line_, {}, {}, std::move(id), std::move(handshake_), {}, {}};
    loop_.report(std::move(report));
    if (auto socket = socket_.lock()) socket->pause_reading();
}

void PlainSession::on_text(std::string_view text) {
    try {
        if (read(text)) bad_frames_ = 0;
    } catch (const Error& error) {
        complain(error, std::nullopt);
    }
}

bool PlainSession::read(std::string_view text) {
    auto frame = parse_json(text, loop_.options().json);
    if (!frame.is_object()) throw Error(Code::invalid, "A frame is a JSON object with event, data and id.");
    std::optional<hub::RequestId> id;
    if (auto given = frame.find("id"); given != frame.end()) id = request_id(*given);
    auto refuse = [&](const Error& error) {
        complain(error, id);
        return false;
    };
    for (const auto& [key, value] : frame.items())
        if (key != "event" && key != "data" && key != "id")
            return refuse(Error(Code::unknown_field, "A frame has no field \"" + key + "\".", {{key, "is not known here"}}));
    auto event = frame.find("event");
    if (event == frame.end()) return refuse(invalid("event", "is missing"));
    if (!event->is_string()) return refuse(invalid("event", "must be a string"));
    auto& name = event->get_ref<std::string&>();
    if (name.empty() || name.size() > loop_.options().event_name_bytes_max) return refuse(Error(Code::unknown_event, "There is no event of that name."));
    auto data = frame.find("data");
    Json body = data == frame.end() ? Json::object() : std::move(*data);
    if (state_ == State::signed_in) {
        bool more = line_->hand_up();
        loop_.report({Report::Kind::event, line_, std::move(name), std::move(body), std::move(id), {}, {}, {}});
        if (!more)
            if (auto socket = socket_.lock()) socket->pause_reading();
        return true;
    }
    if (name != "auth") return refuse(Error(Code::unauthenticated, "Sign in first: send the event auth with a token."));
    return sign_in(std::move(body), std::move(id));
}

bool PlainSession::sign_in(Json body, std::optional<hub::RequestId> id) {
    if (state_ != State::stranger) return true;
    auto config = body.is_object() ? body.find("configId") : body.end();
    bool named = config != body.end();
    if (!body.is_object() || (named && !config->is_string())) {
        complain(body.is_object() ? invalid("data.configId", "must be a string") : invalid("data", "must be an object with a token"), id);
        return false;
    }
    if (named) handshake_->config_id = config->get<std::string>();
    handshake_->auth = std::move(body);
    open(std::move(id));
    return true;
}

void PlainSession::complain(const Error& error, const std::optional<hub::RequestId>& id) {
    auto socket = socket_.lock();
    if (!socket) return;
    if (id) socket->send(make_frame(Opcode::text, {R"({"ack":)", *id, R"(,"ok":false,"error":)", hub::error_object(error), "}"}));
    else socket->send(PlainLine::plain.push("error", hub::error_object(error), {}));
    if (++bad_frames_ <= loop_.options().bad_frames_max) return;
    loop_.counts().protocol_errors.add();
    close(hub::policy);
}

void PlainSession::on_binary(std::string_view) {
    loop_.counts().protocol_errors.add();
    if (auto socket = socket_.lock()) socket->close(close_code::unsupported, "text frames only");
}

void PlainSession::on_alarm() {
    if (state_ != State::signed_in) close(hub::sign_in_again);
}

void PlainSession::on_drain() { close(hub::draining); }

void PlainSession::close(const hub::CloseReason& reason) {
    if (auto socket = socket_.lock()) socket->close(reason.code, reason.text);
}

void PlainSession::take(Order& order) {
    auto socket = socket_.lock();
    if (!socket) return;
    switch (order.kind) {
        case Order::Kind::frame: return socket->send(std::move(order.frame));
        case Order::Kind::welcome:
            state_ = State::signed_in;
            stranger_.reset();
            socket->no_alarm();
            return socket->resume_reading();
        case Order::Kind::resume: return socket->resume_reading();
        case Order::Kind::refuse:
            socket->send(std::move(order.frame));
            return close(order.reason);
        case Order::Kind::close: return close(order.reason);
        case Order::Kind::answer:
        case Order::Kind::take: return;
    }
}

void PlainSession::on_closed() {
    loop_.counts().plain_open.sub();
    line_->cut();
    place_.reset();
    stranger_.reset();
    if (state_ != State::stranger) loop_.report({Report::Kind::closed, line_, {}, {}, {}, {}, {}, {}});
    state_ = State::ended;
}

}  // namespace chatd::net

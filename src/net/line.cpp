#include "net/line.hpp"

#include "chatd/crypto.hpp"
#include "net/frames.hpp"

namespace chatd::net {
namespace {

/// `{"ok":true` and the fields of `data`, beside each other.
std::string_view spread(std::string_view data) {
    data.remove_prefix(std::min(data.find('{') + 1, data.size()));
    bool empty = data.find_first_not_of(" \t\r\n") == data.find('}');
    return empty ? std::string_view() : data.substr(0, data.find_last_of('}'));
}

hub::FramePtr plain_push(std::string_view event, std::string_view data, std::string_view) {
    return make_frame(Opcode::text, {R"({"event":")", event, R"(","data":)", data, "}"});
}
hub::FramePtr socketio_push(std::string_view event, std::string_view data, std::string_view) {
    return make_frame(Opcode::text, {R"(42[")", event, R"(",)", data, "]"});
}
/// The stock client keeps the last argument, if it is a string, and names it when it comes back.
hub::FramePtr socketio_push_with_offset(std::string_view event, std::string_view data, std::string_view offset) {
    if (offset.empty()) return socketio_push(event, data, offset);
    return make_frame(Opcode::text, {R"(42[")", event, R"(",)", data, R"(,")", offset, R"("])"});
}

}  // namespace

const hub::Encoding PlainLine::plain{0, plain_push};
const hub::Encoding SocketLine::socketio{1, socketio_push};
const hub::Encoding SocketLine::with_offsets{2, socketio_push_with_offset};

bool Line::hand_up() {
    if (in_flight_.fetch_add(1) + 1 < in_flight_max_) return true;
    paused_ = true;
    if (in_flight_ > in_flight_max_ / 2) return false;
    return paused_.exchange(false);
}

void Line::taken() {
    auto left = in_flight_.fetch_sub(1) - 1;
    if (paused_ && left <= in_flight_max_ / 2 && paused_.exchange(false)) put(Order::Kind::resume);
}

void Line::put(Order::Kind kind, hub::FramePtr frame, const hub::CloseReason& reason) {
    if (over_) return;
    outgoing_->put({kind, shared_from_this(), std::move(frame), reason, {}, {}});
}

void Line::welcome(const Names& names) { put(Order::Kind::welcome, greeting(names)); }
void Line::send(hub::FramePtr frame) { put(Order::Kind::frame, std::move(frame)); }
void Line::ack(const hub::RequestId& id, std::string_view data) {
    if (over_) return;
    put(Order::Kind::frame, good(id, data));
    taken();
}
void Line::ack(const hub::RequestId& id, const Error& error) {
    if (over_) return;
    put(Order::Kind::frame, bad(id, error));
    taken();
}
void Line::refuse(const Error& error, const hub::CloseReason& reason) {
    put(Order::Kind::refuse, refusal(error), reason);
    over_ = true;
}
void Line::close(const hub::CloseReason& reason) {
    put(Order::Kind::close, {}, reason);
    over_ = true;
}

hub::FramePtr PlainLine::good(const hub::RequestId& id, std::string_view data) const {
    return make_frame(Opcode::text, {R"({"ack":)", id, R"(,"ok":true,"data":)", data, "}"});
}
hub::FramePtr PlainLine::bad(const hub::RequestId& id, const Error& error) const {
    return make_frame(Opcode::text, {R"({"ack":)", id, R"(,"ok":false,"error":)", hub::error_object(error), "}"});
}
hub::FramePtr PlainLine::refusal(const Error& error) const { return plain_push("error", hub::error_object(error), {}); }

hub::FramePtr SocketLine::greeting(const Names& names) {
    auto out = std::make_shared<hub::Frame>();
    out->bytes = R"({"sid":)" + json_quoted(names.sid.empty() ? random_string() : names.sid);
    if (!names.pid.empty()) out->bytes += R"(,"pid":)" + json_quoted(names.pid);
    out->bytes += '}';
    return out;
}
hub::FramePtr SocketLine::good(const hub::RequestId& id, std::string_view data) const {
    auto fields = spread(data);
    return make_frame(Opcode::text, {"43", id, R"([{"ok":true)", fields.empty() ? "" : ",", fields, "}]"});
}
hub::FramePtr SocketLine::bad(const hub::RequestId& id, const Error& error) const {
    return make_frame(Opcode::text, {"43", id, R"([{"ok":false,"error":)", hub::error_object(error), "}]"});
}
hub::FramePtr SocketLine::refusal(const Error& error) const {
    std::string message;
    append_quoted(message, error.message);
    return make_frame(Opcode::text, {R"(44{"message":)", message, R"(,"data":)", hub::error_object(error), "}"});
}

}  // namespace chatd::net

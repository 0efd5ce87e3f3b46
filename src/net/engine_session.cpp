#include "net/engine_session.hpp"

#include <algorithm>
#include <array>

namespace chatd::net {
namespace {

constexpr hub::CloseReason slow_client = hub::slow_client;
constexpr hub::CloseReason silent{close_code::going_away, "ping timeout", true};
constexpr hub::CloseReason left{close_code::normal, "", true};

const hub::FramePtr& packet(engineio::Type type) {
    static const std::array<hub::FramePtr, 7> frames = [] {
        std::array<hub::FramePtr, 7> all;
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = make_frame(Opcode::text, std::string(1, static_cast<char>('0' + i)));
        return all;
    }();
    return frames[static_cast<std::size_t>(static_cast<char>(type) - '0')];
}

bool is_binary(const hub::Frame& frame) { return (static_cast<unsigned char>(frame.bytes[0]) & 0x0FU) == static_cast<unsigned>(Opcode::binary); }

hub::HttpResponse text(std::string body) { return {200, "text/plain; charset=UTF-8", std::move(body), {{"Cache-Control", "no-store"}}}; }

}  // namespace

EngineSession::EngineSession(Loop& loop, std::string sid, hub::Handshake facts) : loop_(loop), sid_(std::move(sid)), facts_(std::move(facts)), waiting_(loop.outboxes()) {}

void EngineSession::begin(std::shared_ptr<EngineUser> user) {
    user_ = std::move(user);
    loop_.engines().emplace(sid_, shared_from_this());
    loop_.counts().engine_open.add();
    ping_at_ = loop_.now() + loop_.options().engine_ping_interval;
    plan();
}

void EngineSession::open_polling(std::shared_ptr<EngineUser> user, Exchange& exchange) {
    const auto& options = loop_.options();
    begin(std::move(user));
    exchange.answer(text(engineio::open_packet({sid_, true, options.engine_ping_interval, options.engine_ping_timeout, options.payload_bytes_max})));
}

void EngineSession::open_socket(std::shared_ptr<EngineUser> user, std::shared_ptr<WebSocket> socket) {
    const auto& options = loop_.options();
    socket_ = std::move(socket);
    begin(std::move(user));
    socket_->send(make_frame(Opcode::text, engineio::open_packet({sid_, false, options.engine_ping_interval, options.engine_ping_timeout, options.payload_bytes_max})));
    if (paused_) socket_->pause_reading();
}

void EngineSession::send(hub::FramePtr frame) {
    if (state_ != State::open) return;
    if (socket_) return socket_->send(std::move(frame));
    if (outbox_.empty()) {
        outbox_since_ = loop_.now();
        loop_.deadline_by(*this, outbox_since_ + loop_.options().outbox_time);
    }
    if (waiting_.full()) {
        loop_.counts().slow_clients.add();
        return end(slow_client);
    }
    waiting_.add(frame->bytes.size());
    outbox_.push_back(std::move(frame));
    if (!poll_ || dirty_) return;
    dirty_ = true;
    loop_.flush_later(shared_from_this());
}

void EngineSession::flush() {
    dirty_ = false;
    if (poll_ && !outbox_.empty()) answer_poll();
    if (paused_ || held_.empty()) return;
    auto held = std::move(held_);
    held_.clear();
    held_bytes_ = 0;
    for (auto& one : held) receive(std::move(one));
}

void EngineSession::answer_poll() {
    std::string body;
    body.reserve(waiting_.bytes() + 16);
    for (const auto& frame : outbox_)
        engineio::append_packet(body, is_binary(*frame) ? engineio::binary_packet(frame->payload()) : frame->payload());
    std::vector<hub::FramePtr>().swap(outbox_);
    waiting_.clear();
    auto exchange = std::move(poll_);
    poll_ = nullptr;
    exchange->answer(text(std::move(body)));
    if (state_ == State::closing) end(left);
}

bool EngineSession::poll(std::shared_ptr<Exchange> exchange) {
    if (poll_) {
        end(left);
        return false;
    }
    poll_ = std::move(exchange);
    if (outbox_.empty() && probe_ && probed_) outbox_.push_back(packet(engineio::Type::noop));
    if (!outbox_.empty()) answer_poll();
    return true;
}

void EngineSession::poll_gone() {
    if (!poll_) return;
    poll_.reset();
    end(left);
}

bool EngineSession::post(std::string_view body) {
    auto self = shared_from_this();
    auto packets = engineio::parse_payload(body, loop_.options().payload_packets_max);
    bool good = packets.has_value();
    if (good)
        for (const auto& one : *packets) good = good && one.body.size() <= loop_.options().message_bytes_max;
    if (!good) {
        fail("malformed payload");
        return false;
    }
    for (auto& one : *packets) receive(std::move(one));
    return true;
}

void EngineSession::receive(engineio::Packet packet_in) {
    using engineio::Type;
    if (state_ != State::open) return;
    auto user = user_;
    switch (packet_in.type) {
        case Type::message:
            if (paused_ && !socket_) {
                held_bytes_ += packet_in.body.size() + sizeof packet_in;
                held_.push_back(std::move(packet_in));
                if (held_bytes_ > loop_.options().outbox_bytes_max) fail("sends without waiting");
                return;
            }
            if (packet_in.binary) user->on_binary(std::move(packet_in.body));
            else user->on_text(packet_in.body);
            return;
        case Type::pong:
            if (pong_by_ == Time::max()) return;
            pong_by_ = Time::max();
            ping_at_ = loop_.now() + loop_.options().engine_ping_interval;
            return plan();
        case Type::close:
            if (poll_) {
                outbox_.push_back(packet(Type::noop));
                answer_poll();
            }
            return end(left);
        case Type::noop:
        case Type::upgrade: return;
        case Type::open:
        case Type::ping: return fail("a packet that only servers send");
    }
}

void EngineSession::start_probe(std::shared_ptr<WebSocket> socket) {
    probe_ = std::move(socket);
    probed_ = false;
    probe_by_ = loop_.now() + loop_.options().upgrade_time;
    plan();
}

void EngineSession::from_socket(const WebSocket* socket, std::string_view message) {
    auto self = shared_from_this();
    if (socket == probe_.get()) return from_probe(message);
    if (socket != socket_.get() || state_ != State::open) return;
    if (!message.empty() && message[0] == static_cast<char>(engineio::Type::message)) {
        auto user = user_;
        return user->on_text(message.substr(1));
    }
    auto one = engineio::parse(message);
    if (!one) return fail("malformed packet");
    receive(std::move(*one));
}

void EngineSession::bytes_from_socket(const WebSocket* socket, std::string_view bytes) {
    auto self = shared_from_this();
    if (socket == probe_.get()) return probe_->close(close_code::protocol_error, "not a probe");
    if (socket != socket_.get() || state_ != State::open) return;
    auto user = user_;
    user->on_binary(std::string(bytes));
}

void EngineSession::from_probe(std::string_view message) {
    if (message == "2probe") {
        probed_ = true;
        probe_->send(make_frame(Opcode::text, "3probe"));
        if (!poll_) return;
        if (outbox_.empty()) outbox_.push_back(packet(engineio::Type::noop));
        return answer_poll();
    }
    if (message != "5" || !probed_) return probe_->close(close_code::protocol_error, "not a probe");
    probe_by_ = Time::max();
    if (poll_) {
        if (outbox_.empty()) outbox_.push_back(packet(engineio::Type::noop));
        answer_poll();
    }
    socket_ = std::move(probe_);
    probe_ = nullptr;
    for (auto& frame : outbox_) socket_->send(std::move(frame));
    std::vector<hub::FramePtr>().swap(outbox_);
    waiting_.clear();
    if (paused_) socket_->pause_reading();
    else if (!held_.empty()) flush();
    plan();
}

void EngineSession::socket_closed(const WebSocket* socket) {
    if (socket == probe_.get()) {
        probe_.reset();
        probe_by_ = Time::max();
        return;
    }
    if (socket != socket_.get()) return;
    end(left);
}

void EngineSession::pause_reading() {
    paused_ = true;
    if (socket_) socket_->pause_reading();
}

void EngineSession::resume_reading() {
    paused_ = false;
    if (state_ == State::closed) return;
    if (socket_) socket_->resume_reading();
    if (held_.empty() || dirty_) return;
    dirty_ = true;
    loop_.flush_later(shared_from_this());
}

void EngineSession::alarm_at(Time due) {
    alarm_ = due;
    loop_.deadline_by(*this, due);
}

void EngineSession::drain(Time due) {
    drain_ = due;
    loop_.deadline_by(*this, due);
}

void EngineSession::fail(std::string_view why) {
    if (state_ == State::closed) return;
    loop_.counts().protocol_errors.add();
    end({close_code::policy, why, true});
}

void EngineSession::close(const hub::CloseReason& reason) {
    if (state_ != State::open) return;
    if (socket_) return end(reason);
    // Clients act on a close packet before the messages that came with it; a last word goes without one.
    if (reason.resumable || outbox_.empty()) outbox_.push_back(packet(engineio::Type::close));
    state_ = State::closing;
    close_by_ = loop_.now() + loop_.options().close_time;
    plan();
    if (poll_) answer_poll();
}

void EngineSession::end(const hub::CloseReason& reason) {
    if (state_ == State::closed) return;
    auto self = shared_from_this();
    state_ = State::closed;
    loop_.counts().engine_open.sub();
    loop_.forget(*this);
    loop_.engines().erase(sid_);
    if (probe_) probe_->close(close_code::normal, {});
    if (auto socket = std::move(socket_)) socket->close(reason.code, reason.text);
    if (auto exchange = std::move(poll_)) exchange->answer(text("1"));
    std::vector<hub::FramePtr>().swap(outbox_);
    waiting_.clear();
    held_.clear();
    loop_.release_later(std::move(self));
    if (auto user = std::move(user_)) {
        user->on_closed();
        loop_.release_later(std::move(user));
    }
}

void EngineSession::on_time(Time now) {
    auto self = shared_from_this();
    const auto& options = loop_.options();
    if (now >= pong_by_) {
        loop_.counts().silent_clients.add();
        return end(silent);
    }
    if (state_ == State::closing && now >= close_by_) return end(left);
    if (!socket_ && !outbox_.empty() && now >= outbox_since_ + std::max(options.outbox_time, options.engine_ping_interval + options.engine_ping_timeout)) {
        loop_.counts().slow_clients.add();
        return end(slow_client);
    }
    if (now >= ping_at_) {
        pong_by_ = ping_at_ + options.engine_ping_timeout;
        ping_at_ = Time::max();
        send(packet(engineio::Type::ping));
    }
    if (now >= probe_by_) {
        probe_by_ = Time::max();
        if (probe_) probe_->close(close_code::policy, "upgrade timeout");
    }
    if (now >= alarm_) {
        alarm_ = Time::max();
        user_->on_alarm();
    }
    if (state_ == State::open && now >= drain_) {
        drain_ = Time::max();
        user_->on_drain();
    }
    plan();
}

void EngineSession::plan() {
    if (state_ == State::closed) return;
    loop_.set_deadline(*this, std::min({ping_at_, pong_by_, alarm_, drain_, close_by_, probe_by_, loop_.now() + std::chrono::hours(1)}));
}

}  // namespace chatd::net

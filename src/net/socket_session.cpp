#include "net/socket_session.hpp"

#include <algorithm>

namespace chatd::net {

using socketio::Packet;
using socketio::Type;

bool SocketSession::is_connected(const std::string& nsp) const { return std::ranges::find(connected_, nsp) != connected_.end(); }

void SocketSession::on_text(std::string_view message) {
    if (gathering_) return engine_->fail("text where an attachment was due");
    auto packet = socketio::parse(message, engine_->loop().options().json);
    if (!packet) return engine_->fail("malformed packet");
    if (packet->attachments > 0) {
        gathering_ = std::make_unique<Packet>(std::move(*packet));
        return;
    }
    dispatch(std::move(*packet), {});
}

void SocketSession::on_binary(std::string bytes) {
    if (!gathering_) return engine_->fail("an attachment of nothing");
    attachments_.push_back(std::move(bytes));
    std::size_t size = 0;
    for (const auto& one : attachments_) size += one.size();
    if (size > engine_->loop().options().payload_bytes_max) return engine_->fail("attachments too large");
    if (attachments_.size() < gathering_->attachments) return;
    auto packet = std::move(gathering_);
    auto attachments = std::move(attachments_);
    attachments_.clear();
    dispatch(std::move(*packet), std::move(attachments));
}

void SocketSession::dispatch(Packet packet, std::vector<std::string> attachments) {
    if (packet.type == Type::connect) {
        if (is_connected(packet.nsp) || packet.refused) return engine_->fail("malformed connect");
        return user_->on_connect(packet.nsp, std::move(packet.body));
    }
    if (!is_connected(packet.nsp)) return engine_->fail("not connected to that namespace");
    switch (packet.type) {
        case Type::event:
        case Type::binary_event: return user_->on_event(std::move(packet), std::move(attachments));
        case Type::disconnect:
            std::erase(connected_, packet.nsp);
            return user_->on_disconnect(packet.nsp);
        default: return;
    }
}

void SocketSession::connected(const std::string& nsp, std::string_view names) {
    if (!engine_) return;
    connected_.push_back(nsp);
    send(Type::connect, nsp, std::nullopt, names);
}

void SocketSession::refused(const std::string& nsp, std::string_view error) { send(Type::connect_error, nsp, std::nullopt, error); }

void SocketSession::disconnect(const std::string& nsp) {
    send(Type::disconnect, nsp, std::nullopt, {});
    std::erase(connected_, nsp);
}

void SocketSession::send(Type type, const std::string& nsp, std::optional<std::uint32_t> id, std::string_view json, const std::vector<std::string>& attachments) {
    if (!engine_) return;
    std::string head = "4";
    socketio::append_head(head, type, nsp, id, attachments.size());
    engine_->send(make_frame(Opcode::text, {head, json}));
    for (const auto& bytes : attachments) engine_->send(make_frame(Opcode::binary, bytes));
}

void SocketSession::on_closed() {
    engine_ = nullptr;
    if (auto user = std::move(user_)) user->on_closed();
}

}  // namespace chatd::net

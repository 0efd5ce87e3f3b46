// The chat behind Socket.IO: the main namespace only, sign-in by the CONNECT's auth payload, one event argument, acks. I/O thread.
#pragma once
#include <memory>

#include "net/line.hpp"
#include "net/socket_session.hpp"

namespace chatd::net {

class ChatSocket final : public SocketUser, public Speaker {
public:
    explicit ChatSocket(SocketSession& session);
    ~ChatSocket() override;

    void on_connect(const std::string& nsp, Json auth) override;
    void on_event(socketio::Packet packet, std::vector<std::string> attachments) override;
    void on_disconnect(const std::string& nsp) override;
    void on_alarm() override;
    void on_drain() override;
    void on_closed() override;
    void take(Order& order) override;

private:
    void complain(const Error& error, std::optional<std::uint32_t> id);
    void close(const hub::CloseReason& reason);
    void let_go();

    SocketSession& session_;
    Loop& loop_;
    std::shared_ptr<SocketLine> line_;  ///< empty before CONNECT and after its end
    std::unique_ptr<PerAddress::Place> place_, stranger_;  ///< the latter until signed in
    std::uint32_t bad_events_ = 0;
    bool signed_in_ = false;
};

/// The mount of the chat at /socket.io/.
EngineMount chat_mount();

}  // namespace chatd::net

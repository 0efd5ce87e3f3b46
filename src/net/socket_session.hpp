// The Socket.IO 5 protocol over one Engine.IO session: packets, namespaces, attachments put together. A SocketUser decides who may
// connect and is told the events. I/O thread only.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/engine_session.hpp"
#include "net/socketio.hpp"

namespace chatd::net {

class SocketSession;

/// Who listens to the sockets of one client. It may call the session from within.
class SocketUser {
public:
    virtual ~SocketUser() = default;
    /// Answer with SocketSession::connected() or refused(), now or later. `auth` is an object or null.
    virtual void on_connect(const std::string& nsp, Json auth) = 0;
    /// `packet.body` has placeholders where `attachments` belong. `packet.refused` says that the body is beyond the limits.
    virtual void on_event(socketio::Packet packet, std::vector<std::string> attachments) = 0;
    virtual void on_disconnect(const std::string& nsp) = 0;
    virtual void on_alarm() {}
    virtual void on_drain() = 0;
    /// The end of all its sockets, once.
    virtual void on_closed() = 0;
};

class SocketSession final : public EngineUser {
public:
    explicit SocketSession(EngineSession& engine) : engine_(&engine) {}
    void use(std::unique_ptr<SocketUser> user) { user_ = std::move(user); }
    /// Null once the session has ended.
    EngineSession* engine() { return engine_; }

    /// `names` is the text of a JSON object: `{"sid":…}`, and `pid` for a client that recovers.
    void connected(const std::string& nsp, std::string_view names);
    /// `error` is the text of a JSON object: `{"message":…}`.
    void refused(const std::string& nsp, std::string_view error);
    /// Ends one namespace from our side.
    void disconnect(const std::string& nsp);
    /// A packet and its attachments. `json` is the text of its body.
    void send(socketio::Type type, const std::string& nsp, std::optional<std::uint32_t> id, std::string_view json, const std::vector<std::string>& attachments = {});

    void on_text(std::string_view message) override;
    void on_binary(std::string bytes) override;
    void on_alarm() override { user_->on_alarm(); }
    void on_drain() override { user_->on_drain(); }
    void on_closed() override;

private:
    void dispatch(socketio::Packet packet, std::vector<std::string> attachments);
    bool is_connected(const std::string& nsp) const;

    EngineSession* engine_;
    std::unique_ptr<SocketUser> user_;
    std::vector<std::string> connected_;
    std::unique_ptr<socketio::Packet> gathering_;  ///< waits for its attachments
    std::vector<std::string> attachments_;
};

}  // namespace chatd::net

// One Engine.IO 4 session: long-polling, WebSocket, the upgrade between them, pings, and the outbox while there is no WebSocket.
// It knows nothing of Socket.IO; an EngineUser is told the messages. I/O thread only; owned by its loop, by sid.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/engineio.hpp"
#include "net/exchange.hpp"
#include "net/loop.hpp"
#include "net/websocket.hpp"

namespace chatd::net {

/// Who listens to a session. It may call the session from within.
class EngineUser {
public:
    virtual ~EngineUser() = default;
    virtual void on_text(std::string_view message) = 0;
    virtual void on_binary(std::string bytes) = 0;
    virtual void on_alarm() {}
    virtual void on_drain() = 0;
    /// The end, once.
    virtual void on_closed() = 0;
};

class EngineSession final : public Timed, public Flushed, public std::enable_shared_from_this<EngineSession> {
public:
    /// `facts` says where it came from; its `auth` is unused.
    EngineSession(Loop& loop, std::string sid, hub::Handshake facts);
    const std::string& sid() const { return sid_; }
    const hub::Handshake& facts() const { return facts_; }
    Loop& loop() { return loop_; }

    // the user's side
    /// A frame whose payload is a whole packet (`4…`), or a binary one.
    void send(hub::FramePtr frame);
    /// Sends what is queued, then ends.
    void close(const hub::CloseReason& reason);
    /// The peer broke the rules: the end.
    void fail(std::string_view why);
    void pause_reading();
    void resume_reading();
    void alarm_at(Time due);
    void no_alarm() { alarm_ = Time::max(); }

    // the transports' side
    void open_polling(std::shared_ptr<EngineUser> user, Exchange& exchange);
    void open_socket(std::shared_ptr<EngineUser> user, std::shared_ptr<WebSocket> socket);
    bool polls() const { return state_ != State::closed && !socket_; }
    bool may_upgrade() const { return state_ == State::open && !socket_ && !probe_; }
    /// False if another poll waits already; then the session has ended.
    bool poll(std::shared_ptr<Exchange> exchange);
    void poll_gone();
    /// A POST's body. False if it is malformed; then the session has ended.
    bool post(std::string_view body);
    void start_probe(std::shared_ptr<WebSocket> socket);
    void from_socket(const WebSocket* socket, std::string_view text);
    void bytes_from_socket(const WebSocket* socket, std::string_view bytes);
    void socket_closed(const WebSocket* socket);

    void on_time(Time now) override;
    void drop() override { end(hub::draining); }
    void drain(Time due) override;
    void flush() override;

private:
    enum class State : std::uint8_t { open, closing, closed };
    void receive(engineio::Packet packet);
    void from_probe(std::string_view text);
    void begin(std::shared_ptr<EngineUser> user);
    void answer_poll();
    void end(const hub::CloseReason& reason);
    void plan();

    Loop& loop_;
    std::string sid_;
    hub::Handshake facts_;
    std::shared_ptr<EngineUser> user_;
    std::shared_ptr<WebSocket> socket_, probe_;  ///< the transport after the upgrade; the one that is being tried
    std::shared_ptr<Exchange> poll_;
    std::vector<hub::FramePtr> outbox_;          ///< while polling
    Outbox waiting_;                             ///< how much is in it
    Time outbox_since_{};
    std::vector<engineio::Packet> held_;         ///< came by POST while reading is paused
    std::size_t held_bytes_ = 0;
    Time ping_at_ = Time::max(), pong_by_ = Time::max(), alarm_ = Time::max(), drain_ = Time::max(), close_by_ = Time::max(), probe_by_ = Time::max();
    State state_ = State::open;
    bool paused_ = false, dirty_ = false, probed_ = false;
};

/// Between a WebSocket and its engine session.
class EngineSocket final : public WebSocket::Session {
public:
    EngineSocket(std::shared_ptr<EngineSession> engine, const WebSocket* socket) : engine_(std::move(engine)), socket_(socket) {}
    void on_text(std::string_view text) override { engine_->from_socket(socket_, text); }
    void on_binary(std::string_view bytes) override { engine_->bytes_from_socket(socket_, bytes); }
    void on_closed() override { engine_->socket_closed(socket_); }

private:
    std::shared_ptr<EngineSession> engine_;
    const WebSocket* socket_;
};

}  // namespace chatd::net

// The plain JSON door at /ws (SPEC 4.1): frames `{"event","data","id"}` in, acks and pushes out. One for each connection, on its
// I/O thread.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "net/line.hpp"
#include "net/websocket.hpp"

namespace chatd::net {

class PlainSession final : public WebSocket::Session, public Speaker {
public:
    /// `handshake.auth` is null if the upgrade had no token: then the first frame must be `auth`.
    PlainSession(Loop& loop, std::weak_ptr<WebSocket> socket, hub::Handshake handshake);
    ~PlainSession() override;
    /// After the socket's start().
    void begin();

    void on_text(std::string_view text) override;
    void on_binary(std::string_view bytes) override;
    void on_alarm() override;
    void on_drain() override;
    void on_closed() override;
    void take(Order& order) override;

private:
    enum class State : std::uint8_t { stranger, asking, signed_in, ended };
    /// False if the frame was answered with an error.
    bool read(std::string_view text);
    bool sign_in(Json body, std::optional<hub::RequestId> id);
    void open(std::optional<hub::RequestId> id);
    void complain(const Error& error, const std::optional<hub::RequestId>& id);
    void close(const hub::CloseReason& reason);

    Loop& loop_;
    std::weak_ptr<WebSocket> socket_;
    std::shared_ptr<PlainLine> line_;
    std::unique_ptr<hub::Handshake> handshake_;
    std::unique_ptr<PerAddress::Place> place_, stranger_;  ///< the latter until signed in
    std::uint32_t bad_frames_ = 0;
    State state_ = State::stranger;
};

}  // namespace chatd::net

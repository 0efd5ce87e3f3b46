// The chat's end of a connection: turns what the chat says into frames, on the chat thread, and sends them to the I/O thread.
// Shared by both threads; the I/O thread's end is the Speaker behind it, which may be gone long before the chat lets go.
#pragma once
#include <atomic>
#include <cstdint>

#include "hub/connection.hpp"
#include "net/mailbox.hpp"

namespace chatd::net {

/// What a line leads to. I/O thread only.
class Speaker {
public:
    virtual void take(Order& order) = 0;

protected:
    ~Speaker() = default;
};

class Line : public hub::Connection, public std::enable_shared_from_this<Line> {
public:
    Line(std::shared_ptr<Outgoing> outgoing, Speaker& speaker, std::uint32_t in_flight_max)
        : outgoing_(std::move(outgoing)), speaker_(&speaker), in_flight_max_(in_flight_max) {}

    // I/O thread
    Speaker* speaker() const { return speaker_; }
    void cut() { speaker_ = nullptr; }
    /// Counts one more event (or sign-in with an id) handed up. False: that was the last for now; stop reading until an order
    /// `resume` comes, when half of them are answered.
    bool hand_up();

    // chat thread
    using hub::Connection::welcome;
    void welcome(const Names& names) override;
    void refuse(const Error& error, const hub::CloseReason& reason) override;
    void send(hub::FramePtr frame) override;
    void ack(const hub::RequestId& id, std::string_view data) override;
    void ack(const hub::RequestId& id, const Error& error) override;
    void close(const hub::CloseReason& reason) override;
    /// An event that gets no ack has been taken.
    void taken();
    /// The peer has ended: what is said from now on vanishes.
    void over() { over_ = true; }

protected:
    /// What the I/O thread needs to welcome, if anything; not a frame to be sent.
    virtual hub::FramePtr greeting(const Names&) { return {}; }
    virtual hub::FramePtr good(const hub::RequestId& id, std::string_view data) const = 0;
    virtual hub::FramePtr bad(const hub::RequestId& id, const Error& error) const = 0;
    virtual hub::FramePtr refusal(const Error& error) const = 0;

private:
    void put(Order::Kind kind, hub::FramePtr frame = {}, const hub::CloseReason& reason = {0, {}, false});

    std::shared_ptr<Outgoing> outgoing_;
    Speaker* speaker_;
    bool over_ = false;
    const std::uint32_t in_flight_max_;
    std::atomic<std::uint32_t> in_flight_{0};
    std::atomic<bool> paused_{false};
};

/// The line of a plain JSON WebSocket (SPEC 4.1).
class PlainLine final : public Line {
public:
    using Line::Line;
    static const hub::Encoding plain;
    const hub::Encoding& encoding() const override { return plain; }

protected:
    hub::FramePtr good(const hub::RequestId& id, std::string_view data) const override;
    hub::FramePtr bad(const hub::RequestId& id, const Error& error) const override;
    hub::FramePtr refusal(const Error& error) const override;
};

/// The line of a Socket.IO socket. For clients that recover, durable events carry their offset as a last argument.
class SocketLine final : public Line {
public:
    using Line::Line;
    static const hub::Encoding socketio, with_offsets;
    const hub::Encoding& encoding() const override { return offsets_ ? with_offsets : socketio; }
    bool recoverable() const override { return true; }
    void carry_offsets() override { offsets_ = true; }

protected:
    /// The body of the CONNECT packet.
    hub::FramePtr greeting(const Names& names) override;
    hub::FramePtr good(const hub::RequestId& id, std::string_view data) const override;
    hub::FramePtr bad(const hub::RequestId& id, const Error& error) const override;
    hub::FramePtr refusal(const Error& error) const override;

private:
    bool offsets_ = false;  ///< chat thread only
};

}  // namespace chatd::net

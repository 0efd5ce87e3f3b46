// A WebSocket after its upgrade: framing, keep-alive, a bounded outbox of shared frames flushed once a turn, the close handshake.
// It owns the stream and keeps the session alive that listens to it. I/O thread only. Idle, it owns no buffer.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/frames.hpp"
#include "net/loop.hpp"
#include "net/stream.hpp"

namespace chatd::net {

class WebSocket final : public Timed, public Flushed, public std::enable_shared_from_this<WebSocket> {
public:
    /// What the session above is told. It may call the socket from within.
    class Session {
    public:
        virtual ~Session() = default;
        virtual void on_text(std::string_view text) = 0;
        virtual void on_binary(std::string_view bytes) = 0;
        /// The alarm set by alarm_at() has come.
        virtual void on_alarm() {}
        virtual void on_drain() {}
        /// The end, once; the socket lets go of the session after it.
        virtual void on_closed() = 0;
    };
    using Rules = SocketRules;

    /// `unread` is what came after the upgrade request. `rules` must outlive the socket.
    WebSocket(Loop& loop, Stream stream, std::string unread, const Rules& rules);
    /// Sends the upgrade's answer, ready text, and begins to read, at the end of this turn.
    void start(std::string answer, std::shared_ptr<Session> session);

    void send(hub::FramePtr frame);
    /// Sends what is queued, then the close; the peer has close_time to answer. What it sends meanwhile is not read.
    void close(int code, std::string_view reason);
    /// The present message is the last until resume_reading().
    void pause_reading() { paused_ = true; }
    /// Goes on at the end of this turn.
    void resume_reading();
    /// Calls the session's on_alarm() once, about then.
    void alarm_at(Time due);
    void no_alarm() { alarm_ = Time::max(); }
    bool closing() const { return state_ != State::open; }

    void on_time(Time now) override;
    void drop() override { end(); }
    void drain(Time due) override;
    void flush() override;

private:
    enum class State : std::uint8_t { open, closing, closed };
    void put(hub::FramePtr frame);
    void flush_soon();
    void write_out();
    void read();
    void parse(std::span<char> bytes);
    void watch_message(std::size_t came);
    void on_readable();
    void wait_to_read(Stream::Status wanted);
    void wait_to_write(Stream::Status wanted);
    void fail(int code, std::string_view why);
    void cut_slow();
    void end();
    void plan();
    /// When a peer that reads no faster is cut, and one that sends no faster.
    Time read_by() const;
    Time whole_by() const;

    Loop& loop_;
    Stream stream_;
    const Rules& rules_;
    FrameParser parser_;
    std::shared_ptr<Session> session_;
    std::shared_ptr<WebSocket> self_;  ///< from start() to the end
    std::vector<hub::FramePtr> outbox_;
    std::size_t first_ = 0, first_sent_ = 0;  ///< the first frame that is not wholly sent, and how much of it is
    Outbox waiting_;                          ///< how much is in the outbox
    std::uint64_t taken_ = 0;                 ///< what the peer has read of what waits since waits_since_
    std::string unread_;
    std::uint64_t message_bytes_ = 0;         ///< came since message_since_, when the message under way began
    Time heard_, progress_, waits_since_{}, message_since_ = Time::max(), alarm_ = Time::max(), drain_ = Time::max(), close_by_ = Time::max();
    State state_ = State::open;
    bool paused_ = false, reading_ = false, writing_ = false, dirty_ = false, pinged_ = false;
};

}  // namespace chatd::net

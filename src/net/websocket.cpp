#include "net/websocket.hpp"

#include <algorithm>
#include <array>

namespace chatd::net {
namespace {
constexpr std::size_t gather_max = 64;
/// Reads of one connection in a turn, before others have theirs.
constexpr int reads_per_turn = 4;
}  // namespace

WebSocket::WebSocket(Loop& loop, Stream stream, std::string unread, const Rules& rules)
    : loop_(loop), stream_(std::move(stream)), rules_(rules), parser_(rules.frames), waiting_(loop.outboxes()), unread_(std::move(unread)), heard_(loop.now()), progress_(loop.now()) {}

void WebSocket::start(std::string answer, std::shared_ptr<Session> session) {
    session_ = std::move(session);
    self_ = shared_from_this();
    loop_.counts().websockets_open.add();
    auto frame = std::make_shared<hub::Frame>();
    frame->bytes = std::move(answer);
    send(std::move(frame));
    if (!paused_) resume_reading();
    plan();
}

void WebSocket::send(hub::FramePtr frame) {
    if (state_ != State::open || !frame) return;
    // One turn may gather more than the limit for a peer that reads well: only what it does not take counts against it.
    if (waiting_.full()) write_out();
    if (state_ != State::open) return;
    if (waiting_.full()) return cut_slow();
    put(std::move(frame));
}

void WebSocket::put(hub::FramePtr frame) {
    if (first_ == outbox_.size()) {
        progress_ = waits_since_ = loop_.now();
        taken_ = 0;
    }
    waiting_.add(frame->bytes.size());
    outbox_.push_back(std::move(frame));
    loop_.counts().frames_out.add();
    flush_soon();
}

void WebSocket::flush_soon() {
    if (dirty_) return;
    dirty_ = true;
    loop_.flush_later(shared_from_this());
}

void WebSocket::flush() {
    dirty_ = false;
    if (state_ == State::closed) return;
    write_out();
    if (!reading_ && !paused_ && state_ != State::closed) read();
}

void WebSocket::write_out() {
    if (!writing_) {
        std::array<std::string_view, gather_max> pieces;
        while (first_ < outbox_.size()) {
            std::size_t count = std::min(outbox_.size() - first_, gather_max);
            for (std::size_t i = 0; i < count; ++i) pieces[i] = outbox_[first_ + i]->bytes;
            pieces[0].remove_prefix(first_sent_);
            auto result = stream_.write(std::span(pieces).first(count), loop_.scratch());
            if (result.status == Stream::Status::ended) return end();
            if (result.status != Stream::Status::ok) {
                wait_to_write(result.status);
                loop_.deadline_by(*this, read_by());
                break;
            }
            progress_ = loop_.now();
            loop_.counts().bytes_out.add(result.bytes);
            waiting_.remove(result.bytes);
            taken_ += result.bytes;
            for (auto left = result.bytes; left > 0;) {
                auto rest = outbox_[first_]->bytes.size() - first_sent_;
                if (left < rest) {
                    first_sent_ += left;
                    break;
                }
                left -= rest;
                first_sent_ = 0;
                outbox_[first_++].reset();
            }
        }
        if (first_ == outbox_.size()) {
            first_ = 0;
            if (outbox_.capacity() > 8) std::vector<hub::FramePtr>().swap(outbox_);
            else outbox_.clear();
            // RFC 6455 7.1.1: the peer's end is read before ours, since bytes that nobody has read would turn into a reset, and a
            // reset takes away what the peer has not read yet: our close among it.
            if (state_ == State::closing) stream_.shut_down();
        }
    }
}

void WebSocket::wait_to_write(Stream::Status wanted) {
    writing_ = true;
    stream_.wait(wanted, [self = shared_from_this()](boost::system::error_code failed) {
        if (failed || self->state_ == State::closed) return;
        self->loop_.tick();
        self->writing_ = false;
        self->flush();
    });
}

void WebSocket::wait_to_read(Stream::Status wanted) {
    reading_ = true;
    stream_.wait(wanted, [self = shared_from_this()](boost::system::error_code failed) {
        if (failed || self->state_ == State::closed) return;
        self->loop_.tick();
        self->reading_ = false;
        self->read();
    });
}

void WebSocket::resume_reading() {
    paused_ = false;
    if (message_since_ != Time::max()) {
        message_since_ = loop_.now();
        loop_.deadline_by(*this, whole_by());
    }
    flush_soon();
}

void WebSocket::read() {
    if (!unread_.empty() && state_ == State::open) {
        auto held = std::move(unread_);
        unread_.clear();
        parse(held);
    }
    for (int i = 0; i < reads_per_turn; ++i) {
        if (state_ == State::closed || (paused_ && state_ == State::open)) return;
        auto result = stream_.read(loop_.buffer());
        if (result.status == Stream::Status::ended) return end();
        if (result.status != Stream::Status::ok) return wait_to_read(result.status);
        heard_ = loop_.now();
        pinged_ = false;
        loop_.counts().bytes_in.add(result.bytes);
        parse(loop_.buffer().first(result.bytes));
        if (!stream_.secure() && result.bytes < loop_.buffer().size()) break;
    }
    if (state_ == State::closed || (paused_ && state_ == State::open)) return;
    if (stream_.secure()) flush_soon();
    else wait_to_read(Stream::Status::wants_read);
}

void WebSocket::parse(std::span<char> bytes) {
    const auto came = bytes.size();
    while (state_ != State::closed) {
        if (paused_ && state_ == State::open) {
            unread_.append(bytes.data(), bytes.size());
            return;
        }
        auto item = parser_.next(bytes);
        using Kind = FrameParser::Kind;
        if (item.kind == Kind::more) return watch_message(came);
        loop_.counts().frames_in.add();
        if (item.kind == Kind::close) {
            if (state_ == State::open) close(item.code, {});
            return;
        }
        if (item.kind == Kind::failed) {
            if (state_ == State::closing) return end();
            return fail(item.code, item.payload);
        }
        if (state_ == State::closing) continue;
        auto session = session_;
        switch (item.kind) {
            case Kind::text: session->on_text(item.payload); break;
            case Kind::binary: session->on_binary(item.payload); break;
            case Kind::ping: send(make_frame(Opcode::pong, item.payload)); break;
            default: break;
        }
    }
}

/// A message that has begun must be whole in time.
void WebSocket::watch_message(std::size_t came) {
    if (!parser_.under_way()) {
        message_since_ = Time::max();
        return;
    }
    if (message_since_ == Time::max()) {
        message_since_ = loop_.now();
        message_bytes_ = 0;
        loop_.deadline_by(*this, whole_by());
    }
    message_bytes_ += came;
}

void WebSocket::fail(int code, std::string_view why) {
    loop_.counts().protocol_errors.add();
    close(code, why);
}

void WebSocket::close(int code, std::string_view reason) {
    if (state_ != State::open) return;
    put(make_close_frame(code, reason));  // however much waits
    state_ = State::closing;
    paused_ = false;
    alarm_ = drain_ = Time::max();
    std::string().swap(unread_);
    close_by_ = loop_.now() + loop_.options().close_time;
    loop_.deadline_by(*this, close_by_);
    flush_soon();
}

void WebSocket::cut_slow() {
    loop_.counts().slow_clients.add();
    // A frame that is half on the wire must be finished, or the close would be read as part of it.
    auto half_sent = first_sent_ > 0 ? outbox_[first_] : nullptr;
    outbox_.clear();
    first_ = 0;
    waiting_.clear();
    if (half_sent) {
        waiting_.add(half_sent->bytes.size() - first_sent_);
        outbox_.push_back(std::move(half_sent));
    }
    close(1013, "slow client");
}

void WebSocket::alarm_at(Time due) {
    alarm_ = due;
    loop_.deadline_by(*this, due);
}

void WebSocket::drain(Time due) {
    drain_ = due;
    loop_.deadline_by(*this, due);
}

void WebSocket::on_time(Time now) {
    auto self = shared_from_this();
    const auto& options = loop_.options();
    if (state_ == State::closing && now >= close_by_) return end();
    if (state_ == State::open && first_ < outbox_.size() && now >= read_by()) {
        cut_slow();
    } else if (state_ == State::open && now >= whole_by()) {
        fail(close_code::policy, "message too slow");
    } else if (state_ == State::open) {
        if (now >= alarm_) {
            alarm_ = Time::max();
            session_->on_alarm();
        }
        if (state_ == State::open && now >= drain_) {
            drain_ = Time::max();
            session_->on_drain();
        }
        if (state_ == State::open && rules_.keep_alive && !paused_) {
            if (now >= heard_ + options.dead_after) {
                loop_.counts().silent_clients.add();
                return end();
            }
            if (!pinged_ && now >= heard_ + options.ping_interval) {
                pinged_ = true;
                send(make_frame(Opcode::ping, {}));
            }
        }
    }
    plan();
}

void WebSocket::plan() {
    if (state_ == State::closed) return;
    const auto& options = loop_.options();
    auto due = std::min({alarm_, drain_, close_by_});
    if (rules_.keep_alive && state_ == State::open)
        due = std::min(due, paused_ ? loop_.now() + options.ping_interval : heard_ + (pinged_ ? options.dead_after : options.ping_interval));
    if (first_ < outbox_.size()) due = std::min(due, std::max(read_by(), loop_.now() + options.tick));
    if (state_ == State::open) due = std::min(due, whole_by());
    if (due == Time::max()) due = loop_.now() + std::chrono::hours(1);
    loop_.set_deadline(*this, due);
}

Time WebSocket::read_by() const { return std::min(progress_, waits_since_ + loop_.slowest(taken_)) + loop_.options().outbox_time; }

Time WebSocket::whole_by() const {
    if (paused_ || message_since_ == Time::max()) return Time::max();
    return message_since_ + loop_.options().body_time + loop_.slowest(message_bytes_);
}

void WebSocket::end() {
    if (state_ == State::closed) return;
    auto self = std::move(self_);
    self_ = nullptr;
    state_ = State::closed;
    stream_.close();
    std::vector<hub::FramePtr>().swap(outbox_);
    first_ = 0;
    waiting_.clear();
    loop_.counts().websockets_open.sub();
    --loop_.common().connections;
    loop_.forget(*this);
    auto session = std::move(session_);
    if (session) session->on_closed();
    loop_.release_later(std::move(self));
}

}  // namespace chatd::net

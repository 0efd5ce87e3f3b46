// The two ways between the chat thread and one I/O thread. Both gather what is said in one turn of the speaker's loop, hand it over
// under a mutex (the only one of net) and wake the listener once. Order is kept within each way.
#pragma once
#include <boost/asio/io_context.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "hub/connection.hpp"

namespace chatd::net {

class Line;
class Exchange;

/// From the chat to an I/O thread.
struct Order {
    enum class Kind : std::uint8_t { frame, welcome, refuse, close, resume, answer, take };
    Kind kind = Kind::frame;
    std::shared_ptr<Line> line;
    hub::FramePtr frame;  ///< refuse: what to say before the end; may be empty
    hub::CloseReason reason{0, {}, false};
    std::shared_ptr<Exchange> exchange;
    std::unique_ptr<hub::HttpResponse> response;
    std::shared_ptr<hub::BodySink> sink{};
};

/// From an I/O thread to the chat.
struct Report {
    enum class Kind : std::uint8_t { opened, event, closed, request };
    Kind kind = Kind::event;
    std::shared_ptr<Line> line;
    std::string name;
    Json body;
    std::optional<hub::RequestId> id;
    std::unique_ptr<hub::Handshake> handshake;
    std::unique_ptr<hub::HttpRequest> request;
    std::shared_ptr<Exchange> exchange;
};

/// Who carries out orders, on the I/O thread.
class OrderTaker {
public:
    virtual void take(Order& order) = 0;

protected:
    ~OrderTaker() = default;
};

/// Chat to I/O. Lives as long as anybody may still speak; after close() what is put vanishes.
class Outgoing : public std::enable_shared_from_this<Outgoing> {
public:
    using Executor = boost::asio::io_context::executor_type;
    Outgoing(Executor chat, Executor loop, OrderTaker& taker) : chat_(chat), loop_(loop), taker_(&taker) {}
    /// Chat thread.
    void put(Order order);
    /// Any thread, when the I/O thread has ended or is the caller.
    void close();

private:
    void hand_over();
    void deliver();

    Executor chat_, loop_;
    std::vector<Order> gathered_;  ///< chat thread only
    bool posted_ = false;          ///< chat thread only
    std::mutex mutex_;
    std::vector<Order> handed_;
    bool awake_ = false;
    OrderTaker* taker_;
};

/// I/O to chat. The I/O thread calls hand_over() at the end of each of its turns.
class Incoming : public std::enable_shared_from_this<Incoming> {
public:
    using Executor = boost::asio::io_context::executor_type;
    Incoming(Executor chat, hub::Door& door, std::shared_ptr<Outgoing> back) : chat_(chat), back_(std::move(back)), door_(&door) {}
    /// I/O thread.
    void put(Report report) { gathered_.push_back(std::move(report)); }
    bool waiting() const { return !gathered_.empty(); }
    void hand_over();
    /// Chat thread: nothing more reaches the door.
    void close();

private:
    void deliver();
    void tell(Report& report);

    Executor chat_;
    std::shared_ptr<Outgoing> back_;
    std::vector<Report> gathered_;  ///< I/O thread only
    std::mutex mutex_;
    std::vector<Report> handed_;
    bool awake_ = false;
    hub::Door* door_;  ///< chat thread only
};

}  // namespace chatd::net

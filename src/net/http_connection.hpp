// One HTTP/1.1 connection: requests one after the other, each answered before the next is read (so pipelining is safe), until it
// ends or becomes a WebSocket. Beast parses; time-outs and limits are ours. I/O thread only.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "net/exchange.hpp"
#include "net/http_message.hpp"
#include "net/loop.hpp"
#include "net/stream.hpp"
#include "net/target.hpp"
#include "net/websocket.hpp"

namespace chatd::net {

class HttpConnection final : public Timed, public Answered, public std::enable_shared_from_this<HttpConnection> {
public:
    HttpConnection(Loop& loop, Stream stream);
    ~HttpConnection() override;
    void start();

    // for the routes, while a request is at hand
    Loop& loop() { return loop_; }
    void reply(Answer answer);
    void reply_problem(int status, std::string_view code, std::string_view detail, Headers more = {});
    /// The answer comes later, once, by the exchange. If the client leaves before, the connection ends; `watched` calls `gone` then.
    std::shared_ptr<Exchange> reply_later();
    void watch(std::function<void()> gone);
    /// The origin that may read the answer; empty for none.
    void allow_origin(std::string origin) { current_.cors_origin = std::move(origin); }
    /// Answers the upgrade and leaves the stream to the WebSocket; this connection is over. `more` are header lines.
    std::shared_ptr<WebSocket> upgrade(const hub::HttpRequest& request, const WebSocket::Rules& rules, std::string& answer, std::string_view protocol = {});
    /// Takes the connection and its request to another loop, which routes it anew.
    void move_to(Loop& loop, hub::HttpRequest request);

    void on_time(Time now) override;
    void drop() override { end(); }
    void drain(Time due) override;
    void answer(hub::HttpResponse response) override;
    void take_body(std::shared_ptr<hub::BodySink> sink) override;

private:
    struct Parsing;  // Beast's parser
    enum class State : std::uint8_t { header, body, busy, writing, lingering, over };
    struct Current {
        std::string request_id, cors_origin, range, if_range, if_none_match;
        bool head = false, keep_alive = true, http_1_0 = false;
        bool streamed = false;  ///< its body is not held; it has not come to its end
    };

    void advance();
    bool parse();
    bool read_more();
    void wait(Stream::Status wanted);
    bool judge_header();
    bool finish_request();
    hub::HttpRequest take_request();
    void begin_body();
    bool body_is_whole() const;
    // http_bodies.cpp: bodies that are never held whole
    void hand_over(std::string piece);
    void piece_taken();
    bool finish_body();
    void send_file(hub::HttpResponse response);
    void next_piece();
    void piece_read(std::string piece);
    void refuse(int status, std::string_view code, std::string_view detail);
    void route(hub::HttpRequest request);
    void write();
    void written();
    void end();
    std::uint64_t body_limit() const;
    Time read_by() const;

    Loop& loop_;
    Stream stream_;
    std::unique_ptr<Parsing> parsing_;
    std::string unread_;
    State state_ = State::header;
    Current current_;
    std::string remote_;
    std::string out_head_;
    std::shared_ptr<const std::string> out_body_;
    std::size_t out_sent_ = 0;
    Outbox waiting_;  ///< the rest of an answer that the peer did not take at once
    std::shared_ptr<Exchange> exchange_;
    std::function<void()> gone_;
    std::shared_ptr<hub::BodySink> sink_;      ///< where the request's body goes
    std::shared_ptr<hub::BodySource> source_;  ///< where the rest of the answer comes from
    std::uint64_t source_left_ = 0;
    bool piece_under_way_ = false, body_ended_ = false;
    Time piece_since_;
    Time since_;                   ///< when the present state began
    Time progress_;                ///< when the peer last took something of the answer
    std::uint64_t body_bytes_ = 0;
    std::shared_ptr<HttpConnection> self_;  ///< from start() to the end
    bool waiting_to_read_ = false, waiting_to_write_ = false, advancing_ = false, idle_ = true, draining_ = false, fresh_ = true;
};

/// Where requests go (http_routes.cpp). May throw nothing.
void route_request(HttpConnection& connection, hub::HttpRequest request);
/// An upgrade header that is whole: GET, Connection, Upgrade, version 13, key.
bool wants_websocket(const hub::HttpRequest& request);

}  // namespace chatd::net

#include "net/http_connection.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/parser.hpp>

#include "chatd/crypto.hpp"
#include "net/header_values.hpp"

namespace chatd::net {

namespace http = boost::beast::http;
using boost::beast::error_code;

/// A body as text. Beast's own would make room for all of it when the header announces it.
struct TextBody {
    using value_type = std::string;
    struct reader {
        template <bool isRequest, class Fields>
        reader(http::header<isRequest, Fields>&, value_type& into) : body(into) {}
        void init(const boost::optional<std::uint64_t>&, error_code& failed) { failed = {}; }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& failed) {
            failed = {};
            const auto before = body.size();
            for (const boost::asio::const_buffer piece : boost::beast::buffers_range_ref(buffers)) body.append(static_cast<const char*>(piece.data()), piece.size());
            return body.size() - before;
        }
        void finish(error_code& failed) { failed = {}; }
        value_type& body;
    };
};

struct HttpConnection::Parsing {
    http::request_parser<TextBody> parser;
    explicit Parsing(const Options& options) {
        parser.eager(false);
        parser.header_limit(options.header_bytes_max);
        parser.body_limit(boost::none);
    }
    const http::request<TextBody>& message() const { return parser.get(); }
};

namespace {

/// How long a connection that we end may go on sending before it is cut; else its peer might never see our answer.
constexpr std::chrono::seconds linger_time{2};
constexpr std::chrono::hours never{1};
/// What ends a chunked body at the least. With the beginning of that, and less of it, Beast would stop at an assertion.
constexpr std::size_t last_chunk_bytes = std::string_view("0\r\n\r\n").size();

}  // namespace

HttpConnection::HttpConnection(Loop& loop, Stream stream) : loop_(loop), stream_(std::move(stream)), waiting_(loop.outboxes()), since_(loop.now()) {}
HttpConnection::~HttpConnection() { if (exchange_) exchange_->cut(); }

void HttpConnection::start() {
    self_ = shared_from_this();
    loop_.counts().http_open.add();
    remote_ = stream_.remote_address();
    loop_.set_deadline(*this, since_ + loop_.options().header_time);
    advance();
}

void HttpConnection::advance() {
    if (advancing_) return;
    advancing_ = true;
    auto self = shared_from_this();
    while (state_ == State::header || (state_ == State::body && !piece_under_way_) || state_ == State::lingering) {
        if (state_ == State::lingering) unread_.clear();
        else if (!unread_.empty() && parse()) continue;
        if (!read_more()) break;
    }
    advancing_ = false;
}

bool HttpConnection::read_more() {
    if (waiting_to_read_) return false;
    auto result = stream_.read(loop_.buffer());
    if (result.status == Stream::Status::ended) {
        end();
        return false;
    }
    if (result.status != Stream::Status::ok) {
        wait(result.status);
        return false;
    }
    loop_.counts().bytes_in.add(result.bytes);
    if (idle_ && state_ == State::header) {
        idle_ = false;
        if (!fresh_) {
            since_ = loop_.now();
            loop_.set_deadline(*this, since_ + loop_.options().header_time);
        }
    }
    if (state_ == State::body) body_bytes_ += result.bytes;
    unread_.append(loop_.buffer().data(), result.bytes);
    return true;
}

void HttpConnection::wait(Stream::Status wanted) {
    bool writes = wanted == Stream::Status::wants_write;
    auto& waiting = writes ? waiting_to_write_ : waiting_to_read_;
    if (waiting) return;
    waiting = true;
    stream_.wait(wanted, [self = shared_from_this(), writes](boost::system::error_code failed) {
        if (failed || self->state_ == State::over) return;
        self->loop_.tick();
        (writes ? self->waiting_to_write_ : self->waiting_to_read_) = false;
        if (self->state_ == State::writing) return self->write();
        if (self->state_ == State::busy) {
            if (self->gone_ && self->stream_.peer_gone()) self->end();
            return;
        }
        self->advance();
    });
}

/// True if something was taken from what has been read.
bool HttpConnection::parse() {
    if (!parsing_) parsing_ = std::make_unique<Parsing>(loop_.options());
    auto& parser = parsing_->parser;
    if (state_ == State::body && parser.chunked() && unread_.size() < last_chunk_bytes && unread_.find('0') != std::string::npos) return false;
    error_code failed;
    auto taken = parser.put(boost::asio::buffer(unread_), failed);
    unread_.erase(0, taken);
    if (failed == http::error::need_more) failed = {};
    if (failed == http::error::header_limit) return refuse(431, "too_large", "The header is larger than the limit."), true;
    if (failed == http::error::body_limit) return refuse(413, "too_large", "The body is larger than the limit."), true;
    if (failed == http::error::bad_version) return refuse(505, "invalid", "HTTP/1.1 is spoken here."), true;
    if (failed) return refuse(400, "invalid", "The request is not valid HTTP/1.1: " + failed.message() + "."), true;
    if (state_ == State::header && parser.is_header_done()) {
        if (!judge_header()) return true;
        if (current_.streamed) return finish_request();
        begin_body();
        if (!parser.is_done()) return true;
    }
    if (sink_ && !parser.get().body().empty()) hand_over(std::exchange(parser.get().body(), {}));
    if (state_ == State::body && parser.is_done()) return sink_ ? finish_body() : finish_request();
    // What the parser does not take of a body is the beginning of a chunk's header or of the trailer.
    if (state_ == State::body && taken == 0 && unread_.size() > loop_.options().header_bytes_max)
        return refuse(431, "too_large", "A chunk's header is larger than the limit."), true;
    return taken > 0;
}

void HttpConnection::begin_body() {
    state_ = State::body;
    since_ = loop_.now();
    body_bytes_ = unread_.size();
    loop_.set_deadline(*this, since_ + loop_.options().body_time);
    if (parsing_->parser.is_done() || !unread_.empty() || lower(parsing_->message()[http::field::expect]) != "100-continue") return;
    std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    stream_.write(std::span(&go_on, 1), loop_.scratch());
}

bool HttpConnection::body_is_whole() const { return parsing_->parser.is_done(); }

std::uint64_t HttpConnection::body_limit() const {
    const auto& options = loop_.options();
    const auto& message = parsing_->message();
    auto target = std::string_view(message.target()).substr(0, message.target().find('?'));
    if (current_.streamed) return options.upload_bytes_max;
    if (message.method_string() == "POST")
        for (const auto& mount : options.engine_mounts)
            if (target.starts_with(mount.path)) return options.payload_bytes_max;
    return options.body_bytes_max;
}

/// False if the request was refused for its header.
bool HttpConnection::judge_header() {
    const auto& options = loop_.options();
    const auto& message = parsing_->message();
    auto& parser = parsing_->parser;
    current_ = {};
    current_.keep_alive = message.keep_alive();
    current_.http_1_0 = message.version() == 10;
    current_.head = message.method() == http::verb::head;
    auto id = std::string_view(message["X-Request-Id"]);
    current_.request_id = good_request_id(id) ? std::string(id) : random_string(16);
    auto no = [&](int status, std::string_view code, std::string_view detail) {
        refuse(status, code, detail);
        return false;
    };
    if (message.version() != 10 && message.version() != 11) return no(505, "invalid", "HTTP/1.1 is spoken here.");
    if (static_cast<std::size_t>(std::distance(message.begin(), message.end())) > options.header_fields_max)
        return no(431, "too_large", "The header has more than " + std::to_string(options.header_fields_max) + " fields.");
    if (message.target().size() > options.target_bytes_max) return no(414, "too_large", "The path is longer than the limit.");
    auto method = message.method_string();
    if (method == "TRACE" || method == "CONNECT") {
        reply_problem(405, "method_not_allowed", "This method is switched off.", {{"Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"}});
        return false;
    }
    if (message.version() == 11 && message.count(http::field::host) != 1) return no(400, "invalid", "A request has one Host header.");
    if (message.count(http::field::transfer_encoding) > 0) {
        if (message.count(http::field::content_length) > 0) return no(400, "invalid", "Transfer-Encoding and Content-Length exclude each other.");
        if (lower(message[http::field::transfer_encoding]) != "chunked") return no(501, "invalid", "The only transfer coding is chunked.");
    }
    const auto path = std::string_view(message.target()).substr(0, message.target().find('?'));
    current_.streamed = options.takes_upload && options.takes_upload(method, path);
    auto limit = body_limit();
    parser.body_limit(limit);
    if (auto length = parser.content_length(); length && *length > limit)
        return no(413, "too_large", "The body is larger than " + std::to_string(limit) + " bytes.");
    return true;
}

/// Without its body, if that is to be streamed: the parser goes on with it.
hub::HttpRequest HttpConnection::take_request() {
    auto& message = parsing_->parser.get();
    hub::HttpRequest request;
    request.method = std::string(message.method_string());
    request.path = std::string(message.target());
    for (const auto& field : message) {
        if (current_.http_1_0 && field.name() == http::field::upgrade) continue;  // RFC 9110 7.8: ignored
        request.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
    }
    request.remote = remote_;
    request.request_id = current_.request_id;
    current_.range = message[http::field::range];
    current_.if_range = message[http::field::if_range];
    current_.if_none_match = message[http::field::if_none_match];
    if (current_.streamed) {
        request.incoming = std::make_shared<hub::IncomingBody>();
        request.incoming->content_type = message[http::field::content_type];
        if (const auto length = parsing_->parser.content_length()) request.incoming->bytes = *length;
        return request;
    }
    request.body = std::move(message.body());
    parsing_.reset();
    return request;
}

bool HttpConnection::finish_request() {
    auto request = take_request();
    loop_.counts().requests.add();
    state_ = State::busy;
    since_ = loop_.now();
    loop_.set_deadline(*this, since_ + loop_.options().answer_time);
    if (const auto wrong = read_target(request)) return reply(problem(*wrong, current_.request_id)), true;
    request.remote = loop_.common().proxies.client(remote_, request.header("x-forwarded-for"));
    route(std::move(request));
    return true;
}

void HttpConnection::route(hub::HttpRequest request) {
    try {
        route_request(*this, std::move(request));
    } catch (const std::exception&) {
        if (state_ == State::busy) reply_problem(500, "internal", "The server failed to answer this.");
    }
}

void HttpConnection::refuse(int status, std::string_view code, std::string_view detail) {
    loop_.counts().protocol_errors.add();
    if (current_.request_id.empty()) current_.request_id = random_string(16);
    current_.keep_alive = false;
    reply_problem(status, code, detail);
}

void HttpConnection::reply_problem(int status, std::string_view code, std::string_view detail, Headers more) {
    auto answer = problem(status, code, detail, current_.request_id);
    for (auto& header : more) answer.headers.push_back(std::move(header));
    reply(std::move(answer));
}

void HttpConnection::reply(Answer answer) {
    if (state_ == State::over) return;
    // A body that was not read to its end would be taken for the next request.
    if (state_ == State::header || state_ == State::body || (state_ == State::busy && current_.streamed)) current_.keep_alive = false;
    if (auto sink = std::move(sink_)) sink->cut();
    piece_under_way_ = false;
    if (draining_ || loop_.common().draining) current_.keep_alive = false;
    if (!current_.cors_origin.empty()) {
        answer.headers.emplace_back("Access-Control-Allow-Origin", current_.cors_origin);
        answer.headers.emplace_back("Access-Control-Expose-Headers", "ETag, Idempotency-Replayed, Location, Retry-After, X-Request-Id");
        answer.headers.emplace_back("Vary", "Origin");
    }
    out_head_ = head_text(answer, {loop_.http_date(), current_.request_id, current_.keep_alive, current_.http_1_0});
    const bool bare = current_.head || answer.status == 204 || answer.status == 304;
    out_body_ = bare ? nullptr : std::move(answer.body);
    if (answer.file && !bare && answer.count > 0) source_ = answer.file->read(answer.first, answer.count);
    source_left_ = source_ ? answer.count : 0;
    out_sent_ = 0;
    if (exchange_) exchange_->cut();  // a body was refused on the way: the chat's own answer comes too late
    exchange_.reset();
    gone_ = nullptr;
    state_ = State::writing;
    since_ = progress_ = loop_.now();
    loop_.set_deadline(*this, since_ + loop_.options().outbox_time);
    write();
}

void HttpConnection::watch(std::function<void()> gone) {
    gone_ = std::move(gone);
    loop_.set_deadline(*this, since_ + never);
    wait(Stream::Status::wants_read);
}

void HttpConnection::write() {
    auto self = shared_from_this();
    std::size_t size = out_head_.size() + (out_body_ ? out_body_->size() : 0);
    while (out_sent_ < size) {
        std::array<std::string_view, 2> pieces{out_head_, out_body_ ? std::string_view(*out_body_) : std::string_view()};
        if (out_sent_ < out_head_.size()) {
            pieces[0].remove_prefix(out_sent_);
        } else {
            pieces[0] = pieces[1].substr(out_sent_ - out_head_.size());
            pieces[1] = {};
        }
        auto result = stream_.write(pieces, loop_.scratch());
        if (result.status == Stream::Status::ended) return end();
        if (result.status != Stream::Status::ok) {
            const bool own = out_body_ && out_body_.use_count() == 1;  // not a file, which is in memory anyway
            if (own && waiting_.bytes() == 0) waiting_.add(size - out_sent_);
            if (!own || loop_.outboxes().room() > 0) return wait(result.status);
            loop_.counts().slow_clients.add();
            return end();
        }
        progress_ = loop_.now();
        out_sent_ += result.bytes;
        loop_.counts().bytes_out.add(result.bytes);
    }
    if (source_) next_piece();
    else written();
}

void HttpConnection::written() {
    std::string().swap(out_head_);
    out_body_.reset();
    waiting_.clear();
    since_ = loop_.now();
    parsing_.reset();
    if (!current_.keep_alive) {
        stream_.shut_down();
        state_ = State::lingering;
        loop_.set_deadline(*this, since_ + linger_time);
    } else {
        state_ = State::header;
        idle_ = unread_.empty();
        fresh_ = false;
        loop_.set_deadline(*this, since_ + (idle_ ? loop_.options().idle_time : loop_.options().header_time));
    }
    advance();
}

void HttpConnection::drain(Time due) {
    draining_ = true;
    if (state_ == State::header && idle_) loop_.set_deadline(*this, due);
}

void HttpConnection::on_time(Time now) {
    auto self = shared_from_this();
    const auto& options = loop_.options();
    switch (state_) {
        case State::header:
            if (idle_ || draining_) return end();
            return refuse(408, "timeout", "The header took too long.");
        case State::body: {
            if (piece_under_way_) return reply_problem(503, "unavailable", "The disk is too slow right now.");
            const auto whole_by = since_ + options.body_time + loop_.slowest(body_bytes_);
            if (now < whole_by) return loop_.set_deadline(*this, whole_by);
            return refuse(408, "timeout", "The body came too slowly.");
        }
        case State::busy:
            if (gone_) return loop_.set_deadline(*this, now + never);
            if (exchange_) exchange_->cut();
            return reply_problem(504, "timeout", "The server took too long.");
        case State::writing:
            if (piece_under_way_) return end();
            if (now < read_by()) return loop_.set_deadline(*this, read_by());
            loop_.counts().slow_clients.add();
            return end();
        case State::lingering:
        case State::over: return end();
    }
}

/// When a peer that takes the answer no faster is cut.
Time HttpConnection::read_by() const { return std::min(progress_, since_ + loop_.slowest(out_sent_)) + loop_.options().outbox_time; }

void HttpConnection::end() {
    if (state_ == State::over) return;
    state_ = State::over;
    loop_.release_later(std::move(self_));
    stream_.close();
    waiting_.clear();
    loop_.forget(*this);
    loop_.counts().http_open.sub();
    --loop_.common().connections;
    if (exchange_) exchange_->cut();
    if (auto sink = std::move(sink_)) sink->cut();
    source_.reset();
    if (auto gone = std::move(gone_)) gone();
}

}  // namespace chatd::net

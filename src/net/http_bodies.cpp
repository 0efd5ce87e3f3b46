// Bodies that are never held whole. A request's: piece by piece into its sink, and nothing is read from the socket while one is under way.
// An answer's: the next piece is asked for when the client has taken the one before.
#include <boost/asio/post.hpp>

#include "net/header_values.hpp"
#include "net/http_connection.hpp"

namespace chatd::net {

std::shared_ptr<Exchange> HttpConnection::reply_later() {
    exchange_ = std::make_shared<Exchange>(*this);
    return exchange_;
}

void HttpConnection::answer(hub::HttpResponse response) {
    if (response.file) send_file(std::move(response));
    else reply(from_door(std::move(response)));
}

void HttpConnection::take_body(std::shared_ptr<hub::BodySink> sink) {
    if (state_ != State::busy || !current_.streamed) return sink->cut();
    sink_ = std::move(sink);
    body_ended_ = false;
    begin_body();
    if (body_is_whole()) finish_body();  // there is none
    else advance();
}

void HttpConnection::hand_over(std::string piece) {
    piece_under_way_ = true;
    piece_since_ = loop_.now();
    loop_.set_deadline(*this, piece_since_ + loop_.options().answer_time);
    // The callback may outlive the connection, on another thread: it owns nothing.
    auto taken = [weak = weak_from_this(), &loop = loop_] {
        boost::asio::post(loop.context(), [weak, &loop] {
            loop.tick();
            if (auto self = weak.lock()) self->piece_taken();
        });
    };
    sink_->write(std::move(piece), std::move(taken));
}

void HttpConnection::piece_taken() {
    if (state_ == State::over || !piece_under_way_) return;
    piece_under_way_ = false;
    if (!sink_) return;
    since_ += loop_.now() - piece_since_;  // the client does not pay for a slow disk
    if (body_ended_) return sink_->end();
    loop_.set_deadline(*this, since_ + loop_.options().body_time + loop_.slowest(body_bytes_));
    advance();
}

/// The last piece may still be under way.
bool HttpConnection::finish_body() {
    current_.streamed = false;
    body_ended_ = true;
    state_ = State::busy;
    since_ = loop_.now();
    loop_.set_deadline(*this, since_ + loop_.options().answer_time);
    if (!piece_under_way_) sink_->end();
    return true;
}

/// RFC 9110: the whole, a part, or nothing, by the conditions of the request.
void HttpConnection::send_file(hub::HttpResponse response) {
    auto file = std::move(response.file);
    Answer answer{response.status, file->content_type, std::move(file->headers), {}, file, 0, file->bytes};
    answer.headers.emplace_back("ETag", file->etag);
    answer.headers.emplace_back("Accept-Ranges", "bytes");
    if (tag_matches(current_.if_none_match, file->etag)) {
        answer.status = 304;
        return reply(std::move(answer));
    }
    const bool whole = current_.head || (!current_.if_range.empty() && current_.if_range != file->etag);
    const auto range = whole ? ByteRange() : wanted_range(current_.range, file->bytes);
    const auto size = std::to_string(file->bytes);
    if (range.kind == ByteRange::Kind::unsatisfiable)
        return reply_problem(416, "invalid", "The file has " + size + " bytes.", {{"Content-Range", "bytes */" + size}});
    if (range.kind == ByteRange::Kind::part) {
        answer.status = 206;
        answer.first = range.first;
        answer.count = range.last - range.first + 1;
        answer.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) + "/" + size);
    }
    reply(std::move(answer));
}

void HttpConnection::next_piece() {
    std::string().swap(out_head_);
    out_body_.reset();
    out_sent_ = 0;
    waiting_.clear();
    if (source_left_ == 0) {
        source_.reset();
        return written();
    }
    piece_under_way_ = true;
    loop_.set_deadline(*this, loop_.now() + loop_.options().answer_time);
    auto got = [weak = weak_from_this(), &loop = loop_](std::string piece) {
        boost::asio::post(loop.context(), [weak, &loop, piece = std::move(piece)]() mutable {
            loop.tick();
            if (auto self = weak.lock()) self->piece_read(std::move(piece));
        });
    };
    source_->next(std::move(got));
}

void HttpConnection::piece_read(std::string piece) {
    if (state_ != State::writing || !piece_under_way_) return;
    piece_under_way_ = false;
    if (piece.empty() || piece.size() > source_left_) return end();
    source_left_ -= piece.size();
    out_body_ = std::make_shared<const std::string>(std::move(piece));
    since_ = progress_ = loop_.now();
    loop_.set_deadline(*this, since_ + loop_.options().outbox_time);
    write();
}

}  // namespace chatd::net

#include "net/frames.hpp"

#include <algorithm>
#include <cstring>

#include "chatd/json.hpp"

namespace chatd::net {
namespace {

/// Keeps what a long message has left behind from staying with an idle connection.
void forget(std::string& text) {
    if (text.capacity() > 1024) std::string().swap(text);
    else text.clear();
}

}  // namespace

void unmask(std::span<char> bytes, const std::uint8_t* mask, std::size_t offset) {
    std::array<std::uint8_t, 8> turned{};
    for (std::size_t i = 0; i < 8; ++i) turned[i] = mask[(offset + i) & 3U];
    std::uint64_t wide, block;
    std::memcpy(&wide, turned.data(), 8);
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        std::memcpy(&block, &bytes[i], 8);
        block ^= wide;
        std::memcpy(&bytes[i], &block, 8);
    }
    for (; i < bytes.size(); ++i) bytes[i] = static_cast<char>(bytes[i] ^ static_cast<char>(turned[i & 7U]));
}

FrameParser::Item FrameParser::fail(int code, std::string_view why) {
    step_ = Step::done;
    forget(gathered_);
    return {Kind::failed, code, why};
}

std::size_t FrameParser::header_wants() const {
    if (header_has_ < 2) return 2;
    auto length = header_[1] & 0x7FU;
    return 2U + (length == 126 ? 2U : length == 127 ? 8U : 0U) + ((header_[1] & 0x80U) ? 4U : 0U);
}

bool FrameParser::take_header(std::span<char>& input) {
    while (header_has_ < header_wants()) {
        if (input.empty()) return false;
        auto take = std::min(header_wants() - header_has_, input.size());
        std::memcpy(&header_[header_has_], input.data(), take);
        header_has_ = static_cast<std::uint8_t>(header_has_ + take);
        input = input.subspan(take);
    }
    return true;
}

FrameParser::Item FrameParser::judge_header() {
    if (header_[0] & 0x70U) return fail(close_code::protocol_error, "reserved bit");
    if ((header_[1] & 0x80U) == 0) return fail(close_code::protocol_error, "frame not masked");
    std::uint64_t length = header_[1] & 0x7FU;
    if (length >= 126) {
        auto bytes = length == 126 ? 2U : 8U;
        length = 0;
        for (unsigned i = 0; i < bytes; ++i) length = length << 8 | header_[2 + i];
        if (length < (bytes == 2 ? 126U : 65536U)) return fail(close_code::protocol_error, "length not minimal");
        if (length >> 63) return fail(close_code::protocol_error, "length out of range");
    }
    switch (opcode()) {
        case Opcode::text:
        case Opcode::binary:
            if (message_ != Opcode::continuation) return fail(close_code::protocol_error, "message inside a message");
            fragments_ = 1;
            break;
        case Opcode::continuation:
            if (message_ == Opcode::continuation) return fail(close_code::protocol_error, "continuation of nothing");
            if (++fragments_ > limits_->fragments) return fail(close_code::policy, "too many fragments");
            break;
        case Opcode::close:
        case Opcode::ping:
        case Opcode::pong:
            if (!final_fragment() || length > 125) return fail(close_code::protocol_error, "bad control frame");
            break;
        default: return fail(close_code::protocol_error, "reserved opcode");
    }
    if (!control() && length > limits_->message_bytes - gathered_.size()) return fail(close_code::too_large, "message too large");
    length_ = static_cast<std::uint32_t>(length);
    has_ = 0;
    step_ = Step::payload;
    return {};
}

FrameParser::Item FrameParser::take_payload(std::span<char>& input) {
    const auto* mask = &header_[header_has_ - 4U];
    auto take = std::min<std::size_t>(length_ - has_, input.size());
    auto piece = input.first(take);
    input = input.subspan(take);
    unmask(piece, mask, has_);
    std::string_view text(piece.data(), piece.size());
    bool whole = has_ == 0 && take == length_;
    has_ += static_cast<std::uint32_t>(take);
    if (whole && (control() || (final_fragment() && message_ == Opcode::continuation))) return finish(text);
    auto& store = control() ? control_ : gathered_;
    store.append(text);
    if (has_ < length_) return {};
    if (control()) return finish(control_);
    if (final_fragment()) return finish(gathered_);
    if (message_ == Opcode::continuation) message_ = opcode();
    step_ = Step::header;
    header_has_ = 0;
    return {};
}

FrameParser::Item FrameParser::finish(std::string_view payload) {
    auto kind = opcode();
    step_ = Step::header;
    header_has_ = 0;
    if (kind == Opcode::ping) return {Kind::ping, 0, payload};
    if (kind == Opcode::pong) return {Kind::pong, 0, payload};
    if (kind == Opcode::close) return finish_close(payload);
    if (kind == Opcode::continuation) kind = message_;
    message_ = Opcode::continuation;
    if (kind == Opcode::binary) return {Kind::binary, 0, payload};
    if (!valid_utf8(payload)) return fail(close_code::not_utf8, "text is not UTF-8");
    return {Kind::text, 0, payload};
}

FrameParser::Item FrameParser::finish_close(std::string_view payload) {
    if (payload.empty()) {
        step_ = Step::done;
        return {Kind::close, close_code::none, {}};
    }
    if (payload.size() == 1) return fail(close_code::protocol_error, "bad close frame");
    int code = static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
    if (!valid_close_code(code)) return fail(close_code::protocol_error, "bad close code");
    if (!valid_utf8(payload.substr(2))) return fail(close_code::not_utf8, "close reason is not UTF-8");
    step_ = Step::done;
    return {Kind::close, code, payload.substr(2)};
}

FrameParser::Item FrameParser::next(std::span<char>& input) {
    if (step_ == Step::header && header_has_ == 0) {
        if (message_ == Opcode::continuation && !gathered_.empty()) forget(gathered_);
        control_.clear();
    }
    for (;;) {
        if (step_ == Step::done) {
            input = {};
            return {};
        }
        if (step_ == Step::header) {
            if (!take_header(input)) return {};
            auto item = judge_header();
            if (item.kind != Kind::more) return item;
        }
        if (input.empty() && has_ < length_) return {};
        auto item = take_payload(input);
        if (item.kind != Kind::more) return item;
        if (input.empty() && (step_ == Step::header || has_ < length_)) return {};
    }
}

std::size_t append_frame_header(std::string& out, Opcode opcode, std::size_t payload_bytes) {
    auto before = out.size();
    out += static_cast<char>(0x80U | static_cast<unsigned>(opcode));
    auto put = [&](std::uint64_t value, int bytes) {
        for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
    };
    if (payload_bytes < 126) {
        put(payload_bytes, 1);
    } else if (payload_bytes < 65536) {
        put(126, 1);
        put(payload_bytes, 2);
    } else {
        put(127, 1);
        put(payload_bytes, 8);
    }
    return out.size() - before;
}

hub::FramePtr make_frame(Opcode opcode, std::initializer_list<std::string_view> pieces) {
    std::size_t size = 0;
    for (auto piece : pieces) size += piece.size();
    auto frame = std::make_shared<hub::Frame>();
    frame->bytes.reserve(size + 10);
    frame->header_size = static_cast<std::uint8_t>(append_frame_header(frame->bytes, opcode, size));
    for (auto piece : pieces) frame->bytes += piece;
    return frame;
}

hub::FramePtr make_frame(Opcode opcode, std::string_view payload) { return make_frame(opcode, {payload}); }

hub::FramePtr make_close_frame(int code, std::string_view reason) {
    if (code == close_code::none) return make_frame(Opcode::close, {});
    if (reason.size() > 123) {
        std::size_t end = 123;
        while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) --end;
        reason = reason.substr(0, end);
    }
    const char number[2] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
    return make_frame(Opcode::close, {std::string_view(number, 2), reason});
}

bool valid_close_code(int code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

}  // namespace chatd::net

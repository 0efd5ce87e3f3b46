// WebSocket framing, the server's side of RFC 6455: an incremental parser of what clients send and the writers of what the server
// sends. Pure values: no socket, no clock. Extensions are never negotiated, so a reserved bit is an error.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "hub/push.hpp"

namespace chatd::net {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

namespace close_code {
inline constexpr int normal = 1000, going_away = 1001, protocol_error = 1002, unsupported = 1003, none = 1005, not_utf8 = 1007,
                     policy = 1008, too_large = 1009, internal = 1011;
}

struct FrameLimits {
    std::size_t message_bytes = 64 * 1024;  ///< of a whole message, all fragments together
    std::size_t fragments = 64;             ///< of one message
};

/// Takes a client's bytes as they come and gives whole messages and control frames. Idle, it owns no heap.
class FrameParser {
public:
    enum class Kind : std::uint8_t { more, text, binary, ping, pong, close, failed };
    struct Item {
        Kind kind = Kind::more;
        int code = 0;              ///< close: what the peer gave (1005 if nothing); failed: what to close with
        std::string_view payload;  ///< valid until the next call; close: the reason; failed: what was wrong
    };

    /// `limits` must outlive the parser.
    explicit FrameParser(const FrameLimits& limits) : limits_(&limits) {}

    /// Takes the next item off the front of `input`, which is unmasked in place. `more`: all of `input` was taken.
    /// Text is whole, valid UTF-8. After `failed` or `close` nothing more is taken.
    Item next(std::span<char>& input);
    /// True if a frame or a message has begun and is not whole.
    bool under_way() const { return header_has_ > 0 || message_ != Opcode::continuation; }

private:
    enum class Step : std::uint8_t { header, payload, done };
    bool take_header(std::span<char>& input);
    Item judge_header();
    Item take_payload(std::span<char>& input);
    Item finish(std::string_view payload);
    Item finish_close(std::string_view payload);
    Item fail(int code, std::string_view why);
    Opcode opcode() const { return static_cast<Opcode>(header_[0] & 0x0FU); }
    bool final_fragment() const { return (header_[0] & 0x80U) != 0; }
    bool control() const { return (header_[0] & 0x08U) != 0; }
    std::size_t header_wants() const;

    const FrameLimits* limits_;
    std::array<std::uint8_t, 14> header_{};
    std::uint8_t header_has_ = 0;
    Step step_ = Step::header;
    Opcode message_ = Opcode::continuation;  ///< the type of the fragmented message under way; continuation: none
    std::uint16_t fragments_ = 0;
    std::uint32_t length_ = 0, has_ = 0;  ///< of the present frame's payload
    std::string gathered_;                ///< the message so far, unmasked
    std::string control_;                 ///< a control frame that came in pieces
};

/// XORs `bytes` with the mask, whose first byte applies at `offset` modulo 4.
void unmask(std::span<char> bytes, const std::uint8_t* mask, std::size_t offset = 0);

/// Writes the header of an unmasked, final frame and returns its size.
std::size_t append_frame_header(std::string& out, Opcode opcode, std::size_t payload_bytes);
/// A frame to be shared: header and payload in one string.
hub::FramePtr make_frame(Opcode opcode, std::string_view payload);
/// The same from pieces, with one allocation for the text.
hub::FramePtr make_frame(Opcode opcode, std::initializer_list<std::string_view> pieces);
/// `reason` is cut to the 123 bytes that fit, between characters.
hub::FramePtr make_close_frame(int code, std::string_view reason);

/// True for the codes that a peer may send (RFC 6455 7.4 and the registry): 1000-1003, 1007-1014, 3000-4999.
bool valid_close_code(int code);

}  // namespace chatd::net

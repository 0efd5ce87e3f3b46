// How the two socket doors say the same things: signing in, joining, sending, and what an arriving text means. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace chatd::bench {

/// What a text from the daemon means to the load generator.
struct Heard {
    enum class Kind : std::uint8_t { nothing, open, hello, ack, refused, delivery, ping } kind = Kind::nothing;
    std::uint64_t id = 0;       ///< of an ack: the request's; of a delivery: the message's own number
    std::uint64_t sent_ns = 0;  ///< of a delivery: when it was sent
};

enum class Dialect : std::uint8_t { plain, socketio };

std::string path_of(Dialect dialect);
/// The Sec-WebSocket-Protocol header, empty for Socket.IO.
std::string protocols_of(Dialect dialect, std::string_view token);
/// What is sent when the Engine.IO session is open; nothing for plain.
std::string sign_in(Dialect dialect, std::string_view token);
std::string join(Dialect dialect, std::string_view room, std::uint64_t id);
std::string message(Dialect dialect, std::string_view room, std::uint64_t id, std::string_view content);
Heard understand(Dialect dialect, std::string_view text);

/// A content of `size` bytes that carries its number and time, so that whoever gets it can tell.
std::string marked(std::uint64_t id, std::uint64_t now_ns, std::size_t size);

}  // namespace chatd::bench

// Engine.IO 4 packets and long-polling payloads, read and written. Pure values: no socket, no clock.
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chatd::net::engineio {

enum class Type : char { open = '0', close = '1', ping = '2', pong = '3', message = '4', upgrade = '5', noop = '6' };

/// Between the packets of a polling payload.
inline constexpr char separator = '\x1e';

struct Packet {
    Type type = Type::noop;
    bool binary = false;  ///< a message of raw bytes
    std::string body;     ///< text after the type, or the bytes
};

/// A text packet, as it comes in a WebSocket text message. Nothing if the type is unknown or missing.
std::optional<Packet> parse(std::string_view text);
/// A polling body: packets with separators between them; `b` and base64 for a binary message. Nothing if any is malformed.
std::optional<std::vector<Packet>> parse_payload(std::string_view body, std::size_t packets_max);

/// Appends one more packet, already encoded, to a polling answer.
void append_packet(std::string& payload, std::string_view packet);
/// The form that a binary message takes in a polling answer.
std::string binary_packet(std::string_view bytes);

struct Opening {
    std::string_view sid;
    bool may_upgrade = false;
    std::chrono::milliseconds ping_interval{}, ping_timeout{};
    std::size_t payload_bytes_max = 0;
};
/// The open packet, `0{"sid":…}`.
std::string open_packet(const Opening& opening);

}  // namespace chatd::net::engineio

// Base64 of RFC 4648 section 4, with padding: what Engine.IO puts binary into, and WebSocket's handshake.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace chatd::net {

std::string to_base64(std::string_view bytes);
/// Nothing for anything that to_base64 does not write: other characters, missing padding, stray bits.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace chatd::net

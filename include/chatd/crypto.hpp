// The few cryptographic words that chatd speaks, over OpenSSL. Bytes travel in std::string. Pure but for the random ones; any thread.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace chatd {

/// From the system's generator; throws `internal` when it fails, never returns weak bytes.
std::string random_bytes(std::size_t count);
/// Characters of [A-Za-z0-9_-], 6 bits of chance each: 22 are more than 128 bits.
std::string random_string(std::size_t characters = 22);

/// 32 raw bytes.
std::string sha256(std::string_view bytes);
/// 32 raw bytes (RFC 2104).
std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// Lower case.
std::string to_hex(std::string_view bytes);
/// Without padding (RFC 4648, section 5).
std::string base64url(std::string_view bytes);
/// Strict: no padding, no white space, no foreign character, and no second spelling of the same bytes (unused bits are zero).
std::optional<std::string> from_base64url(std::string_view text);

/// Takes as long for any two texts of one length, wherever they differ.
bool same_bytes(std::string_view left, std::string_view right);

}  // namespace chatd

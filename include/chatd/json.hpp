// JSON as chatd takes it from strangers: parsed within limits, on any thread. Output is written as text, never by way of a tree.
#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace chatd {

using Json = nlohmann::json;

struct JsonLimits {
    std::size_t depth = 16;  ///< objects and arrays inside each other
    std::size_t keys = 256;  ///< of one object
};

/// Throws `bad_json` (syntax with its byte, a key twice, invalid UTF-8, U+0000, a number that overflows),
/// `too_deep` or `too_large` (keys).
Json parse_json(std::string_view text, JsonLimits limits = {});

/// Appends `text` as a JSON string. What is not valid UTF-8 becomes U+FFFD, so the output is always valid.
void append_quoted(std::string& out, std::string_view text);
std::string json_quoted(std::string_view text);

/// True for well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms).
bool valid_utf8(std::string_view text);

}  // namespace chatd

// Any text as JSON: what parse_json takes is what the library would have taken, and quoting is always valid.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "chatd/error.hpp"
#include "chatd/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        if (chatd::parse_json(text) != chatd::Json::parse(text)) std::abort();
    } catch (const chatd::Error&) {
    }
    auto quoted = chatd::json_quoted(text);
    if (!chatd::Json::accept(quoted)) std::abort();
    if (chatd::valid_utf8(text) && chatd::Json::parse(quoted) != std::string(text)) std::abort();
    return 0;
}

// Any text as a configuration: it is read, or every problem is told on a line that the text has.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "chatd/config.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto environment = [](const std::string& name) { return name.size() % 2 ? std::optional<std::string>("a: [b") : std::nullopt; };
    try {
        chatd::parse_config(text, "chatd.yaml", environment);
    } catch (const chatd::ConfigError& error) {
        const auto lines = std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }) + 2;
        if (error.problems.empty()) std::abort();
        for (const auto& problem : error.problems)
            if (problem.line < 0 || problem.line > lines || problem.message.empty()) std::abort();
    }
    return 0;
}

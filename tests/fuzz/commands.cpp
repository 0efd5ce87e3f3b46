// A line as a command: its name, and behind the first line feed what follows it. It is refused by the name of what is wrong, or becomes a request made of
// what was typed.
#include <cstdint>

#include "chatd/error.hpp"
#include "chatd/json.hpp"
#include "commands/catalogue.hpp"
#include "require.hpp"

using namespace chatd;
using fuzz::require;

namespace {

void is_of(std::string_view typed, const std::string& said) {
    require(said.size() <= typed.size(), "nothing is said that was not typed");
    require(valid_utf8(said), "no character is cut");
}

void read(std::string_view command, std::string_view args) {
    const auto line = commands::line_of(command, args);
    const auto wanted = commands::wanted_of(line);
    is_of(std::string(command) + ' ' + std::string(args), line.text);
    for (const auto& [name, value] : wanted.body.items()) {
        if (value.is_string()) is_of(line.text, value.get<std::string>());
        if (value.is_object())
            for (const auto& [variable, given] : value.items()) is_of(line.text, variable + given.get<std::string>());
        if (value.is_number()) require(value.get<std::int64_t>() >= 0, "an id is no less than zero");
    }
    if (wanted.called) {
        is_of(line.text, wanted.called->name);
        require(!wanted.called->technician_field.empty() && !wanted.body.contains(std::string(wanted.called->technician_field)), "somebody is named once");
    }
    require(!wanted.operation.empty(), "an operation is asked for");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    if (!valid_utf8(text)) return 0;  // no door lets it in
    const auto end = text.find('\n');
    try {
        read(text.substr(0, end), end == std::string_view::npos ? std::string_view() : text.substr(end + 1));
    } catch (const Error& error) {
        require(error.code == Code::invalid && error.errors.size() == 1, "it is refused for one thing");
        const auto& field = error.errors.front().field;
        require(field == "command" || field == "args", "what is wrong is named");
    }
    return 0;
}

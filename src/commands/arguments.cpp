#include "commands/arguments.hpp"

#include <array>

#include "chatd/error.hpp"

namespace chatd::commands {
namespace {

constexpr std::string_view space = " \t\r\n";
constexpr std::array<std::string_view, 3> opening{"\"", "“", "„"};
constexpr std::array<std::string_view, 2> curly_closing{"”", "“"};

std::string_view opening_of(std::string_view text) {
    for (const auto quote : opening)
        if (text.starts_with(quote)) return quote;
    return {};
}
std::string_view closing_of(std::string_view text, bool straight) {
    if (straight) return text.starts_with('"') ? text.substr(0, 1) : std::string_view();
    for (const auto quote : curly_closing)
        if (text.starts_with(quote)) return quote;
    return {};
}

/// Takes what is in quotes from the front of `text`, with the quotes.
std::string take_quoted(std::string_view& text) {
    const auto quote = opening_of(text);
    const bool straight = quote == "\"";
    std::string out;
    for (text.remove_prefix(quote.size()); !text.empty();) {
        if (const auto end = closing_of(text, straight); !end.empty()) {
            text.remove_prefix(end.size());
            if (!text.empty() && space.find(text.front()) == std::string_view::npos) throw invalid("args", "has something right behind a quote");
            return out;
        }
        if (text.front() == '\\' && text.size() > 1 && (text[1] == '"' || text[1] == '\\')) text.remove_prefix(1);
        out += text.front();
        text.remove_prefix(1);
    }
    throw invalid("args", "has a quote that does not end");
}

std::string take_word(std::string_view& text) {
    const auto end = text.find_first_of(space);
    std::string out(text.substr(0, end));
    text.remove_prefix(out.size());
    return out;
}

Argument take(std::string_view& text) {
    const bool quoted = !opening_of(text).empty();
    return {quoted ? take_quoted(text) : take_word(text), quoted};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(space);
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(space) - from + 1);
}

std::optional<Argument> Arguments::next() {
    if (rest_.empty()) return {};
    auto out = take(rest_);
    rest_ = trimmed(rest_);
    return out;
}

std::optional<NamedArgument> Arguments::next_named() {
    if (rest_.empty()) return {};
    const auto sign = rest_.find('=');
    const auto name = rest_.substr(0, sign);
    if (sign == std::string_view::npos || name.empty() || name.find_first_of(space) != std::string_view::npos || !opening_of(name).empty())
        throw invalid("args", "has something else where name=value is expected");
    NamedArgument out{std::string(name), {}};
    rest_.remove_prefix(sign + 1);
    out.value = take(rest_).text;
    rest_ = trimmed(rest_);
    return out;
}

}  // namespace chatd::commands

#include "knowledge/placeholders.hpp"

#include <algorithm>
#include <functional>

#include "chatd/error.hpp"
#include "net/header_values.hpp"

namespace chatd::knowledge {
namespace {

constexpr std::size_t name_length_max = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
/// Of a letter or digit in any script, as far as bytes tell.
bool in_a_word(char c) { return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80u) != 0; }
bool is_space(char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; }

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= name_length_max && is_lower(text.front()) &&
           std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

/// Where the mark is that would make a heading, a quotation, a list or a rule of a line that begins so; npos if there is none.
std::size_t block_mark(std::string_view line) {
    if (line.starts_with('>')) return 0;
    const auto ends = [&](std::size_t at) { return at >= line.size() || is_space(line[at]); };
    std::size_t run = 0;
    while (run < line.size() && line[run] == line.front()) ++run;
    if (run > 0 && std::string_view("#+-=").find(line.front()) != std::string_view::npos && ends(run)) return 0;
    std::size_t digits = 0;
    while (digits < line.size() && is_digit(line[digits])) ++digits;
    const bool numbers = digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
    return numbers && ends(digits + 1) ? digits : std::string_view::npos;
}

/// Calls `words` with each stretch of text and `variable` with each name, in order.
void walk(std::string_view text, const std::function<void(std::string_view)>& words, const std::function<void(std::string_view)>& variable) {
    std::size_t from = 0, at = 0;
    while (at < text.size()) {
        if (text[at] == '\\') {
            at += 2;
            continue;
        }
        if (text.substr(at, 2) != "{{") {
            ++at;
            continue;
        }
        const auto end = text.find("}}", at + 2);
        if (end == std::string_view::npos) throw invalid("content", "has {{ without its }}; for braces as text write \\{{");
        const auto name = net::trimmed(text.substr(at + 2, end - at - 2));
        if (!is_name(name)) throw invalid("content", "has {{" + std::string(name.substr(0, name_length_max)) + "}}, which is no variable: a-z, 0-9 and _");
        words(text.substr(from, at - from));
        variable(name);
        from = at = end + 2;
    }
    words(text.substr(from));
}

}  // namespace

std::vector<std::string> variables_of(std::string_view text) {
    std::vector<std::string> out;
    walk(text, [](std::string_view) {}, [&](std::string_view name) {
        if (std::ranges::find(out, name) == out.end()) out.emplace_back(name);
    });
    return out;
}

std::string filled(std::string_view text, const std::map<std::string, std::string>& values, std::size_t bytes_max) {
    std::string out;
    const auto add = [&](std::string_view more) {
        if (out.size() + more.size() > bytes_max) throw invalid("content", "is longer than " + std::to_string(bytes_max) + " bytes");
        out += more;
    };
    walk(text, add, [&](std::string_view name) { add(values.at(std::string(name))); });
    return out;
}

std::string as_words(std::string_view value) {
    constexpr std::string_view anywhere = "\\`*[]<~";
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    const auto begins_block = block_mark(value);
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        if (is_space(c)) {
            if (!out.empty() && out.back() != ' ') out += ' ';
            continue;
        }
        const bool emphasis = c == '_' && !(i > 0 && i + 1 < value.size() && in_a_word(value[i - 1]) && in_a_word(value[i + 1]));
        const bool entity = c == '&' && value.find(';', i) != std::string_view::npos;
        if (anywhere.find(c) != std::string_view::npos || emphasis || entity || i == begins_block) out += '\\';
        out += c;
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

}  // namespace chatd::knowledge

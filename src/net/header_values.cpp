#include "net/header_values.hpp"

#include <algorithm>
#include <charconv>

#include "chatd/json.hpp"

namespace chatd::net {
namespace {

constexpr std::size_t filename_bytes_max = 200;

bool in_token(char c) { return c > 0x20 && c < 0x7F && std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos; }

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string_view take_token(std::string_view& text) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, in_token) - text.begin());
    const auto token = text.substr(0, end);
    text.remove_prefix(end);
    return token;
}

/// From behind the opening quote to behind the closing one; nothing if there is none.
std::optional<std::string> take_quoted(std::string_view& text) {
    std::string out;
    while (!text.empty()) {
        char c = text.front();
        text.remove_prefix(1);
        if (c == '"') return out;
        if (c == '\\' && (text.starts_with('"') || text.starts_with('\\'))) {
            c = text.front();
            text.remove_prefix(1);
        }
        out += c;
    }
    return std::nullopt;
}

bool plain_text(std::string_view text) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    return std::ranges::none_of(text, control) && valid_utf8(text);
}

/// `UTF-8'en'%e2%82%ac` of RFC 8187.
std::optional<std::string> extended_value(std::string_view text) {
    const auto charset_end = text.find('\'');
    if (charset_end == std::string_view::npos) return std::nullopt;
    const auto language_end = text.find('\'', charset_end + 1);
    if (language_end == std::string_view::npos) return std::nullopt;
    const auto charset = lower(text.substr(0, charset_end));
    auto bytes = percent_decoded(text.substr(language_end + 1));
    if (!bytes || charset == "utf-8") return bytes;
    if (charset != "iso-8859-1") return std::nullopt;
    std::string out;
    for (char c : *bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80) out += static_cast<char>(0xC0U | byte >> 6U);
        out += byte >= 0x80 ? static_cast<char>(0x80U | (byte & 0x3FU)) : c;
    }
    return out;
}

/// At most `size` bytes of it, cut between characters.
std::string_view cut(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return text.substr(0, size);
}

/// U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069: they make `exe.txt` of `txt.exe`.
bool direction_mark(std::string_view text) {
    if (!text.starts_with("\xE2\x80") && !text.starts_with("\xE2\x81")) return false;
    const auto last = text.size() > 2 ? static_cast<unsigned char>(text[2]) : 0U;
    if (text[1] == '\x81') return last >= 0xA6 && last <= 0xA9;
    return last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE);
}

/// Names of devices, with any extension, where Windows saves.
bool reserved_name(std::string_view name) {
    const auto stem = lower(trimmed(name.substr(0, name.find('.'))));
    if (stem == "con" || stem == "prn" || stem == "aux" || stem == "nul") return true;
    return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '1' && stem[3] <= '9';
}

}  // namespace

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex(text[i + 1]), low = hex(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        out += c;
    }
    return out;
}

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '_';
        const auto byte = static_cast<unsigned char>(c);
        if (plain) out += c;
        else out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
}

const std::string* Parameters::find(std::string_view name) const {
    const auto found = std::ranges::find(all, name, [](const auto& one) { return std::string_view(one.first); });
    return found == all.end() ? nullptr : &found->second;
}

std::optional<Parameters> parse_parameters(std::string_view text) {
    Parameters out;
    const auto value_end = text.find(';');
    out.value = lower(trimmed(text.substr(0, value_end)));
    text.remove_prefix(std::min(value_end, text.size()));
    while (!text.empty()) {
        if (text.front() != ';') return std::nullopt;
        text = trimmed(text.substr(1));
        if (text.empty()) break;  // a last `;` is forgiven
        auto name = lower(take_token(text));
        if (name.empty() || !text.starts_with('=') || out.find(name)) return std::nullopt;
        text.remove_prefix(1);
        std::optional<std::string> value;
        if (text.starts_with('"')) {
            text.remove_prefix(1);
            value = take_quoted(text);
        } else if (const auto token = take_token(text); !token.empty()) {
            value = std::string(token);
        }
        if (!value) return std::nullopt;
        out.all.emplace_back(std::move(name), std::move(*value));
        text = trimmed(text);
    }
    return out;
}

std::optional<Disposition> parse_disposition(std::string_view text) {
    const auto parsed = parse_parameters(text);
    if (!parsed) return std::nullopt;
    Disposition out;
    out.type = parsed->value;
    if (const auto* name = parsed->find("name")) out.name = *name;
    if (const auto* filename = parsed->find("filename")) out.filename = *filename;
    if (const auto* extended = parsed->find("filename*"))
        if (auto filename = extended_value(*extended)) out.filename = std::move(filename);
    if ((out.name && !plain_text(*out.name)) || (out.filename && !plain_text(*out.filename))) return std::nullopt;
    return out;
}

std::string safe_filename(std::string_view name) {
    std::string text(name.substr(name.find_last_of("/\\") + 1));
    if (!valid_utf8(text)) std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '_');
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (direction_mark(std::string_view(text).substr(i))) i += 2;
        else if (byte >= 0x20 && byte != 0x7F) out += std::string_view("<>:\"|?*").find(text[i]) == std::string_view::npos ? text[i] : '_';
    }
    out.erase(0, out.find_first_not_of(". "));
    out.erase(out.find_last_not_of(". ") + 1);
    if (reserved_name(out)) out.insert(0, 1, '_');
    if (out.size() > filename_bytes_max) {
        const auto dot = out.rfind('.');
        const auto extension = dot != std::string::npos && out.size() - dot <= 16 ? out.substr(dot) : std::string();
        out = std::string(cut(out, filename_bytes_max - extension.size())) + extension;
    }
    out.erase(out.find_last_not_of(". ") + 1);
    return out.empty() ? "file" : out;
}

std::string attachment_disposition(std::string_view filename) {
    const auto name = safe_filename(filename);
    std::string simple;
    for (char c : name) simple += c < 0x20 || c == '"' || c == '\\' || c == '%' ? '_' : c;
    return "attachment; filename=\"" + simple + "\"; filename*=UTF-8''" + percent_encoded(name);
}

ByteRange wanted_range(std::string_view header, std::uint64_t bytes) {
    const auto number = [](std::string_view text) -> std::optional<std::uint64_t> {
        std::uint64_t out = 0;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
        return out;
    };
    if (lower(header.substr(0, 6)) != "bytes=") return {};
    header = trimmed(header.substr(6));
    const auto dash = header.find('-');
    if (dash == std::string_view::npos) return {};
    const auto from = header.substr(0, dash), to = header.substr(dash + 1);
    const auto first = number(from), last = number(to);
    if ((!first && !from.empty()) || (!last && !to.empty()) || (!first && !last) || (first && last && *last < *first)) return {};
    if (!first) {
        if (*last == 0 || bytes == 0) return {ByteRange::Kind::unsatisfiable, 0, 0};
        return {ByteRange::Kind::part, bytes - std::min(*last, bytes), bytes - 1};
    }
    if (*first >= bytes) return {ByteRange::Kind::unsatisfiable, 0, 0};
    return {ByteRange::Kind::part, *first, std::min(last.value_or(bytes - 1), bytes - 1)};
}

}  // namespace chatd::net

#include "chatd/json.hpp"

#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>

#include "chatd/error.hpp"

namespace chatd {
namespace {

/// The length of the well-formed sequence at `at`, or 0 (RFC 3629, table 3-7 of the Unicode standard).
std::size_t sequence_length(const unsigned char* at, const unsigned char* end) {
    auto left = end - at;
    auto tail = [&](std::ptrdiff_t i) { return i < left && (at[i] & 0xC0U) == 0x80U; };
    unsigned char lead = at[0];
    if (lead < 0x80) return 1;
    if (lead < 0xC2) return 0;
    if (lead < 0xE0) return tail(1) ? 2 : 0;
    if (lead < 0xF0) {
        if (!tail(1) || !tail(2)) return 0;
        if (lead == 0xE0 && at[1] < 0xA0) return 0;
        if (lead == 0xED && at[1] > 0x9F) return 0;
        return 3;
    }
    if (lead > 0xF4 || !tail(1) || !tail(2) || !tail(3)) return 0;
    if (lead == 0xF0 && at[1] < 0x90) return 0;
    if (lead == 0xF4 && at[1] > 0x8F) return 0;
    return 4;
}

/// Builds the tree; throws at the first thing that chatd does not take.
class Builder : public nlohmann::json_sax<Json> {
public:
    explicit Builder(JsonLimits limits) : limits_(limits) {}
    Json take() { return std::move(root_); }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(std::int64_t value) override { return put(value); }
    bool number_unsigned(std::uint64_t value) override { return put(value); }
    bool number_float(double value, const std::string& text) override {
        if (text.find_first_of(".eE") == std::string::npos)
            throw Error(Code::bad_json, "The JSON has an integer that does not fit into 64 bits.");
        return put(value);
    }
    bool string(std::string& value) override {
        refuse_nul(value);
        return put(std::move(value));
    }
    bool binary(Json::binary_t&) override { return false; }
    bool key(std::string& name) override {
        refuse_nul(name);
        auto& object = open_.back()->get_ref<Json::object_t&>();
        if (object.size() >= limits_.keys)
            throw Error(Code::too_large, "A JSON object has more than " + std::to_string(limits_.keys) + " keys.");
        auto [place, fresh] = object.emplace(std::move(name), nullptr);
        if (!fresh) throw Error(Code::bad_json, "The JSON has the key \"" + place->first + "\" twice in one object.");
        member_ = &place->second;
        return true;
    }
    bool start_object(std::size_t) override { return open(Json::value_t::object); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Json::value_t::array); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        throw Error(Code::bad_json, "The JSON is not valid at byte " + std::to_string(position) + ".");
    }

private:
    static void refuse_nul(const std::string& text) {
        if (text.find('\0') != std::string::npos) throw Error(Code::bad_json, "The JSON has the character U+0000.");
    }
    template <class Value>
    bool put(Value&& value) {
        place() = std::forward<Value>(value);
        return true;
    }
    /// Where the next value goes.
    Json& place() {
        if (open_.empty()) return root_;
        if (open_.back()->is_array()) return open_.back()->get_ref<Json::array_t&>().emplace_back();
        return *member_;
    }
    bool open(Json::value_t type) {
        if (open_.size() >= limits_.depth)
            throw Error(Code::too_deep, "The JSON is nested deeper than " + std::to_string(limits_.depth) + " levels.");
        auto& here = place();
        here = Json(type);
        open_.push_back(&here);
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    JsonLimits limits_;
    Json root_;
    std::vector<Json*> open_;
    Json* member_ = nullptr;
};

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// What must be written differently inside quotes; empty for a character that stands for itself.
void append_escape(std::string& out, unsigned char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    constexpr char digits[] = "0123456789abcdef";
    out += "\\u00";
    out += digits[c >> 4];
    out += digits[c & 15U];
}

}  // namespace

Json parse_json(std::string_view text, JsonLimits limits) {
    Builder builder(limits);
    Json::sax_parse(text.data(), text.data() + text.size(), &builder);
    return builder.take();
}

void append_quoted(std::string& out, std::string_view text) {
    out.reserve(out.size() + text.size() + 2);
    out += '"';
    auto at = reinterpret_cast<const unsigned char*>(text.data());
    const auto end = at + text.size();
    auto plain = at;
    auto flush = [&] { out.append(reinterpret_cast<const char*>(plain), static_cast<std::size_t>(at - plain)); };
    while (at < end) {
        if (*at >= 0x20 && *at < 0x80 && *at != '"' && *at != '\\') {
            ++at;
        } else if (*at < 0x80) {
            flush();
            append_escape(out, *at);
            plain = ++at;
        } else if (auto length = sequence_length(at, end)) {
            at += length;
        } else {
            flush();
            out += replacement;
            plain = ++at;
        }
    }
    flush();
    out += '"';
}

std::string json_quoted(std::string_view text) {
    std::string out;
    append_quoted(out, text);
    return out;
}

bool valid_utf8(std::string_view text) {
    auto at = reinterpret_cast<const unsigned char*>(text.data());
    const auto end = at + text.size();
    while (at < end) {
        std::uint64_t block;
        while (end - at >= 8 && (std::memcpy(&block, at, 8), (block & 0x8080808080808080ULL) == 0)) at += 8;
        if (at == end) break;
        auto length = sequence_length(at, end);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

}  // namespace chatd

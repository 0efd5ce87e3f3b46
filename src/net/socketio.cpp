#include "net/socketio.hpp"

#include <algorithm>
#include <array>

#include "net/base64.hpp"

namespace chatd::net::socketio {
namespace {

constexpr std::size_t namespace_bytes_max = 128;

/// Takes decimal digits off the front; nothing if there are none, a needless zero, or more than `max`.
std::optional<std::uint32_t> take_number(std::string_view& text, std::uint32_t max) {
    std::uint64_t number = 0;
    std::size_t i = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
        number = number * 10 + static_cast<unsigned>(text[i] - '0');
        if (number > max) return std::nullopt;
    }
    if (i == 0 || (i > 1 && text[0] == '0')) return std::nullopt;
    text.remove_prefix(i);
    return static_cast<std::uint32_t>(number);
}

bool starts_with_digit(std::string_view text) { return !text.empty() && text[0] >= '0' && text[0] <= '9'; }

/// Names that the protocol's clients keep for themselves.
bool reserved(const std::string& name) {
    constexpr std::array names{"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"};
    return std::ranges::find(names, name) != names.end();
}

bool fits(Type type, const Json& body) {
    switch (type) {
        case Type::connect: return body.is_null() || body.is_object();
        case Type::disconnect: return body.is_null();
        case Type::event:
        case Type::binary_event:
            return body.is_array() && !body.empty() && body[0].is_string() && !reserved(body[0].get_ref<const std::string&>());
        case Type::ack:
        case Type::binary_ack: return body.is_array();
        case Type::connect_error: return false;
    }
    return false;
}

/// Whether it is JSON if half a surrogate pair counts as a character: browsers write one for a text that was cut inside an emoji.
bool well_formed(std::string text) {
    constexpr std::string_view surrogates = "89abcdefABCDEF";
    for (auto at = text.find('\\'); at != std::string::npos; at = text.find('\\', at + 2)) {
        auto escape = std::string_view(text).substr(at, 4);
        if (escape.size() < 4 || escape[1] != 'u' || (escape[2] != 'd' && escape[2] != 'D') || surrogates.find(escape[3]) == std::string_view::npos) continue;
        text[at + 2] = '0';
    }
    return Json::accept(text);
}

}  // namespace

std::optional<Packet> parse(std::string_view text, JsonLimits limits) {
    if (text.empty() || text[0] < '0' || text[0] > '6') return std::nullopt;
    Packet packet;
    packet.type = static_cast<Type>(text[0] - '0');
    text.remove_prefix(1);
    if (packet.type == Type::binary_event || packet.type == Type::binary_ack) {
        auto count = take_number(text, attachments_max);
        if (!count || !text.starts_with('-')) return std::nullopt;
        packet.attachments = *count;
        text.remove_prefix(1);
    }
    if (text.starts_with('/')) {
        auto comma = text.find(',');
        packet.nsp = std::string(text.substr(0, comma));
        if (packet.nsp.size() > namespace_bytes_max) return std::nullopt;
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
    if (starts_with_digit(text)) {
        packet.id = take_number(text, ack_id_max);
        if (!packet.id) return std::nullopt;
    }
    bool is_ack = packet.type == Type::ack || packet.type == Type::binary_ack;
    bool is_event = packet.type == Type::event || packet.type == Type::binary_event;
    if (is_ack != packet.id.has_value() && !is_event) return std::nullopt;
    if (!text.empty()) {
        try {
            packet.body = parse_json(text, limits);
        } catch (Error& error) {
            if (!well_formed(std::string(text))) return std::nullopt;
            packet.refused = std::move(error);
            return packet;
        }
    }
    if (!fits(packet.type, packet.body)) return std::nullopt;
    return packet;
}

std::optional<long> placeholder(const Json& value) {
    if (!value.is_object()) return std::nullopt;
    auto mark = value.find("_placeholder");
    if (mark == value.end() || *mark != true) return std::nullopt;
    auto number = value.find("num");
    if (number == value.end() || !number->is_number_unsigned() || *number > attachments_max) return -1;
    return number->get<long>();
}

bool fill_with_base64(Json& body, const std::vector<std::string>& attachments) {
    return fill_placeholders(body, attachments.size(), [&](std::size_t i) { return Json(to_base64(attachments[i])); });
}

void append_head(std::string& out, Type type, std::string_view nsp, std::optional<std::uint32_t> id, std::size_t attachments) {
    out += static_cast<char>('0' + static_cast<int>(type));
    if (type == Type::binary_event || type == Type::binary_ack) out += std::to_string(attachments) + '-';
    if (nsp != "/") {
        out += nsp;
        out += ',';
    }
    if (id) out += std::to_string(*id);
}

}  // namespace chatd::net::socketio

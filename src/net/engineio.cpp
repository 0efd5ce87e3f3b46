#include "net/engineio.hpp"

#include "chatd/json.hpp"
#include "net/base64.hpp"

namespace chatd::net::engineio {

std::optional<Packet> parse(std::string_view text) {
    if (text.empty() || text[0] < '0' || text[0] > '6') return std::nullopt;
    return Packet{static_cast<Type>(text[0]), false, std::string(text.substr(1))};
}

std::optional<std::vector<Packet>> parse_payload(std::string_view body, std::size_t packets_max) {
    std::vector<Packet> packets;
    for (;;) {
        auto end = body.find(separator);
        auto text = body.substr(0, end);
        if (packets.size() >= packets_max) return std::nullopt;
        if (text.starts_with('b')) {
            auto bytes = from_base64(text.substr(1));
            if (!bytes) return std::nullopt;
            packets.push_back({Type::message, true, std::move(*bytes)});
        } else {
            auto packet = parse(text);
            if (!packet) return std::nullopt;
            packets.push_back(std::move(*packet));
        }
        if (end == std::string_view::npos) return packets;
        body.remove_prefix(end + 1);
    }
}

void append_packet(std::string& payload, std::string_view packet) {
    if (!payload.empty()) payload += separator;
    payload += packet;
}

std::string binary_packet(std::string_view bytes) { return 'b' + to_base64(bytes); }

std::string open_packet(const Opening& opening) {
    std::string out = R"(0{"sid":)";
    append_quoted(out, opening.sid);
    out += opening.may_upgrade ? R"(,"upgrades":["websocket"])" : R"(,"upgrades":[])";
    out += R"(,"pingInterval":)" + std::to_string(opening.ping_interval.count());
    out += R"(,"pingTimeout":)" + std::to_string(opening.ping_timeout.count());
    out += R"(,"maxPayload":)" + std::to_string(opening.payload_bytes_max) + '}';
    return out;
}

}  // namespace chatd::net::engineio

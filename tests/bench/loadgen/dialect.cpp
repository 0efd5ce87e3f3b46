#include "dialect.hpp"

#include <charconv>

namespace chatd::bench {
namespace {

constexpr std::string_view marker = "@@";

std::uint64_t number_at(std::string_view text, std::size_t at, std::size_t& end) {
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(text.data() + at, text.data() + text.size(), number);
    end = static_cast<std::size_t>(parsed.ptr - text.data());
    return number;
}

Heard delivery(std::string_view text) {
    const auto at = text.find(marker);
    if (at == std::string_view::npos) return {};
    std::size_t end = 0;
    Heard heard{Heard::Kind::delivery};
    heard.id = number_at(text, at + marker.size(), end);
    if (end < text.size() && text[end] == '.') heard.sent_ns = number_at(text, end + 1, end);
    return heard;
}

/// `ok` or not is said right after the id: `,"ok":false` or `[{"ok":false`.
Heard ack(std::string_view text, std::size_t number_from) {
    std::size_t end = 0;
    Heard heard{Heard::Kind::ack};
    heard.id = number_at(text, number_from, end);
    if (text.substr(end, 16).find("\"ok\":true") == std::string_view::npos) heard.kind = Heard::Kind::refused;
    return heard;
}

}  // namespace

std::string path_of(Dialect dialect) { return dialect == Dialect::plain ? "/ws" : "/socket.io/?EIO=4&transport=websocket"; }

std::string protocols_of(Dialect dialect, std::string_view token) {
    return dialect == Dialect::plain ? "chatd, bearer." + std::string(token) : "";
}

std::string sign_in(Dialect dialect, std::string_view token) {
    return dialect == Dialect::plain ? "" : R"(40{"token":")" + std::string(token) + R"("})";
}

std::string join(Dialect dialect, std::string_view room, std::uint64_t id) {
    const auto number = std::to_string(id);
    if (dialect == Dialect::plain) return R"({"event":"chat:join","data":{"channel_id":)" + std::string(room) + R"(},"id":)" + number + "}";
    return "42" + number + R"(["chat:join",{"channel_id":)" + std::string(room) + "}]";
}

std::string message(Dialect dialect, std::string_view room, std::uint64_t id, std::string_view content) {
    const auto number = std::to_string(id);
    std::string out;
    out.reserve(160 + content.size());
    if (dialect == Dialect::plain) out += R"({"event":"chat:send_message","data":{"channel_id":)";
    else out.append("42").append(number).append(R"(["chat:send_message",{"channel_id":)");
    out.append(room).append(R"(,"type":"text","content":")").append(content).append(R"("})");
    if (dialect == Dialect::plain) out.append(R"(,"id":)").append(number).append("}");
    else out += ']';
    return out;
}

Heard understand(Dialect dialect, std::string_view text) {
    if (dialect == Dialect::plain) {
        if (text.starts_with(R"({"ack":)")) return ack(text, 7);
        if (text.starts_with(R"({"event":"hello")")) return {Heard::Kind::hello};
        return delivery(text);
    }
    if (text == "2") return {Heard::Kind::ping};
    if (text.starts_with('0')) return {Heard::Kind::open};
    if (text.starts_with("43")) return ack(text, 2);
    if (text.starts_with(R"(42["hello")")) return {Heard::Kind::hello};
    return delivery(text);
}

std::string marked(std::uint64_t id, std::uint64_t now_ns, std::size_t size) {
    static constexpr std::string_view filler = "the quick brown fox jumps over the lazy dog ";
    std::string content(marker);
    content.append(std::to_string(id)).append(".").append(std::to_string(now_ns)).append("@ ");
    const auto least = content.size();
    while (content.size() < size) content += filler;
    content.resize(std::max(size, least));
    return content;
}

}  // namespace chatd::bench

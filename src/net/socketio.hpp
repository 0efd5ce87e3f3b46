// Socket.IO 5 packets, as they travel inside Engine.IO messages, read strictly and written. Pure values: no socket, no clock.
#pragma once
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chatd/error.hpp"
#include "chatd/json.hpp"

namespace chatd::net::socketio {

enum class Type : std::uint8_t { connect, disconnect, event, ack, connect_error, binary_event, binary_ack };

inline constexpr std::size_t attachments_max = 10;
inline constexpr std::uint32_t ack_id_max = 0x80000000U;

struct Packet {
    Type type = Type::event;
    std::size_t attachments = 0;    ///< binary messages that follow
    std::string nsp = "/";
    std::optional<std::uint32_t> id;
    Json body;                      ///< connect: an object or null; event: an array that opens with the name; ack: an array
    std::optional<Error> refused;   ///< well-formed, but beyond what chatd takes of JSON: answer it, stay connected; `body` is null
};

/// Nothing for what no client of the protocol sends: the connection ends. `text` is an Engine.IO message, without its `4`.
std::optional<Packet> parse(std::string_view text, JsonLimits limits = {});

/// Puts each attachment, by `make`, in the place of its placeholder. False if a placeholder is malformed, names an attachment
/// that does not exist, or one is left over.
template <class Make>
bool fill_placeholders(Json& body, std::size_t attachments, Make make);
/// The attachments as base64 strings.
bool fill_with_base64(Json& body, const std::vector<std::string>& attachments);

/// Appends everything before the JSON text: type, attachments, namespace, id.
void append_head(std::string& out, Type type, std::string_view nsp, std::optional<std::uint32_t> id, std::size_t attachments = 0);

/// A placeholder's number, or nothing if `value` is none; -1 if it looks like one and is malformed.
std::optional<long> placeholder(const Json& value);

template <class Make>
bool fill_placeholders(Json& body, std::size_t attachments, Make make) {
    std::vector<bool> used(attachments);
    std::vector<Json*> open{&body};
    while (!open.empty()) {
        auto& value = *open.back();
        open.pop_back();
        if (auto number = placeholder(value)) {
            auto index = static_cast<std::size_t>(*number);
            if (*number < 0 || index >= attachments || used[index]) return false;
            used[index] = true;
            value = make(index);
        } else if (value.is_structured()) {
            for (auto& inner : value) open.push_back(&inner);
        }
    }
    for (bool one : used)
        if (!one) return false;
    return true;
}

}  // namespace chatd::net::socketio

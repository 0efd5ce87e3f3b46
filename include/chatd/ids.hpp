// Identifiers and times: strong types, so that a user is never taken for a channel and a second never for a millisecond.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chatd {

/// A database key. Integers in JSON; a decimal string is accepted where an id is expected (SPEC 4.1). Zero is no id.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id&) const = default;
};

using TenantId = Id<struct TenantTag>;
using UserId = Id<struct UserTag>;
using ChannelId = Id<struct ChannelTag>;
using MessageId = Id<struct MessageTag>;
using AttachmentId = Id<struct AttachmentTag>;
using TeamId = Id<struct TeamTag>;
using ChatConfigId = Id<struct ChatConfigTag>;
using TicketId = Id<struct TicketTag>;
using DeviceId = Id<struct DeviceTag>;
using OrganizationId = Id<struct OrganizationTag>;
using BoardId = Id<struct BoardTag>;
/// A row of pending_chat_requests: one stay of a live chat in the queue.
using RequestId = Id<struct RequestTag>;
/// A row of user_sessions: one sign-in, `sid` in tokens.
using SignInId = Id<struct SignInTag>;

/// RFC 4122, any version; written in lower case.
struct Uuid {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const Uuid&) const = default;
    /// Version 4, from the system's random source.
    static Uuid random();
    static std::optional<Uuid> parse(std::string_view text);
    std::string text() const;
};

/// A point of time in UTC, in microseconds since 1970. JSON: RFC 3339 with milliseconds. Stored times come from the database's clock.
struct Time {
    std::int64_t us = 0;
    auto operator<=>(const Time&) const = default;
    /// The daemon's clock: for tokens and logs only, never stored.
    static Time now();
    static std::optional<Time> parse(std::string_view rfc3339);
    std::string text() const;
    std::int64_t seconds() const { return us / 1'000'000; }
};

/// The text of any JSON value, checked when read. What chatd keeps for others without looking inside (metadata).
struct JsonText {
    std::string text = "null";
    bool operator==(const JsonText&) const = default;
};
/// The text of a JSON object.
struct JsonObject {
    std::string text = "{}";
    bool operator==(const JsonObject&) const = default;
};

}  // namespace chatd

template <class Tag>
struct std::hash<chatd::Id<Tag>> {
    std::size_t operator()(chatd::Id<Tag> id) const noexcept { return std::hash<std::int64_t>()(id.value); }
};
template <>
struct std::hash<chatd::Uuid> {
    std::size_t operator()(const chatd::Uuid& uuid) const noexcept {
        return std::hash<std::string_view>()({reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()});
    }
};

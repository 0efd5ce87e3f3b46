// Channels: the unit of order, fan-out and permission. What every feature asks of a channel before it acts in it.
#pragma once
#include "chatd/caller.hpp"
#include "chatd/describe.hpp"
#include "chatd/ids.hpp"

namespace chatd::channels {

enum class Kind : std::uint8_t { live, backstage, direct, group, team, ticket, device };
constexpr auto names_of(Kind) {
    return std::array<std::string_view, 7>{"live", "backstage", "direct", "group", "team", "ticket", "device"};
}

/// How a user stands to a channel.
struct Standing {
    ChannelId id;
    Kind kind = Kind::live;
    std::optional<ChannelId> session_id;  ///< the live chat it belongs to
    bool open = false;                    ///< takes messages
    std::int64_t last_seq = 0;
    bool participant = false;             ///< is in it now
    bool customer = false;                ///< it is their live chat
    bool in_scope = false;                ///< access scopes do not exclude the chat
    static constexpr auto fields = describe(
        field(&Standing::id, "id", ""), field(&Standing::kind, "kind", ""), field(&Standing::session_id, "session_id", ""),
        field(&Standing::open, "open", ""), field(&Standing::last_seq, "last_seq", ""),
        field(&Standing::participant, "participant", ""), field(&Standing::customer, "customer", ""),
        field(&Standing::in_scope, "in_scope", ""));

    /// Participants read; so do clients their own chats, and technicians the live chats within their scope.
    bool may_read(const Caller& caller) const {
        if (participant) return true;
        if (kind != Kind::live && kind != Kind::backstage) return false;
        return caller.staff() ? in_scope : customer && kind == Kind::live;
    }
};

}  // namespace chatd::channels

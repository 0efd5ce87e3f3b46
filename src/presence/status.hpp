// The status that a technician sets for themself (SPEC 9, 19.19). Its names are those of the wire and of users.agent_status.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace chatd::presence {

enum class AgentStatus : std::uint8_t { online, away, busy, do_not_respond, offline };
constexpr auto names_of(AgentStatus) {
    return std::array<std::string_view, 5>{"online", "away", "busy", "do_not_respond", "offline"};
}

}  // namespace chatd::presence

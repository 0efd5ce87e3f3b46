// What a team says otherwise than the operator's `queue` and `chat` defaults: the shape of `teams.settings`. A plain value.
#pragma once
#include "chatd/quantities.hpp"

namespace chatd::directory {

struct TeamSettings {
    std::optional<std::chrono::milliseconds> offer_timeout, assigned_first, relax_skills_after, overflow_after, aging, first_reply_after;
    std::optional<std::chrono::milliseconds> no_answer_after, abandon_after, auto_close, reopen_within, transfer_timeout;
    static constexpr auto fields = describe(
        field(&TeamSettings::offer_timeout, "offer_timeout", "A technician has so long to answer an offer.", range(1, 3600)),
        field(&TeamSettings::assigned_first, "assigned_first", "So long a ticket's technician alone is alerted.", range(0, 86'400)),
        field(&TeamSettings::relax_skills_after, "relax_skills_after", "Then skills are not asked for any more.", range(0, 86'400)),
        field(&TeamSettings::overflow_after, "overflow_after", "Then the overflow team is alerted too.", range(0, 86'400)),
        field(&TeamSettings::aging, "aging", "Waiting so long counts as one priority more.", range(0, 31'536'000)),
        field(&TeamSettings::first_reply_after, "first_reply_after", "Who took a chat and says nothing is reminded; then it waits again.", range(0, 86'400)),
        field(&TeamSettings::no_answer_after, "no_answer_after", "When nobody has come for so long the client is asked whether to wait on.", range(0, 31'536'000)),
        field(&TeamSettings::abandon_after, "abandon_after", "A waiting client who is gone for so long has left.", range(0, 31'536'000)),
        field(&TeamSettings::auto_close, "auto_close", "A chat in which nothing is said for so long ends.", range(0, 31'536'000)),
        field(&TeamSettings::reopen_within, "reopen_within", "So long a client's message opens a chat that is over.", range(0, 31'536'000)),
        field(&TeamSettings::transfer_timeout, "transfer_timeout", "A transfer to the team that nobody takes for so long comes back.", range(0, 86'400)));
};

}  // namespace chatd::directory

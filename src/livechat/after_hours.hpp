// Outside office hours: a client's chat is refused, or becomes a letter box until the office opens (SPEC 5). For who starts a chat and for
// who takes one up again. Blocking; in the caller's transaction.
#pragma once
#include "accounts/chat_configs.hpp"
#include "hours/store.hpp"
#include "livechat/store.hpp"

namespace chatd::livechat::store {

/// What counts for a chat that is there: its config's hours, or its team's.
struct OfficeOf {
    hours::store::Now now;
    accounts::AfterHours after_hours = accounts::AfterHours::callback;
};
OfficeOf office_of(db::Tx& tx, TenantId tenant, ChannelId channel);

/// Throws `invalid_state` with the hours, where a client is not to leave a message.
void must_take_messages(accounts::AfterHours after_hours, const hours::store::Now& now);

/// A pending chat that nobody is there for: the client leaves a message, and may say how to be called; how they said it before stays. Its
/// channel takes messages until the office opens; from then on a message makes it wait.
Change leave_message(db::Tx& tx, const Actor& actor, ChannelId channel, const hours::Opening& opening);

/// The letter box is looked at when the office opens, and before that now and then, since hours may be changed meanwhile.
void look_when_it_opens(db::Tx& tx, TenantId tenant, ChannelId channel, const hours::Opening& opening);

}  // namespace chatd::livechat::store

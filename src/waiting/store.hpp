// The SQL of waiting and of idle chats. Blocking; for the database's threads. Every act locks the chat's channel first and looks second.
#pragma once
#include "livechat/store.hpp"
#include "waiting/waiting.hpp"

namespace chatd::waiting::store {

using livechat::Change;
using livechat::store::Actor;

/// The client waits on: they are asked again after the same time. Without an effect on a chat that does not wait any more: `invalid_state`.
Change keep_waiting(db::Tx& tx, Actor actor, ChannelId channel);
/// Of a waiting client; of one who has asked already it corrects what they said.
Change request_callback(db::Tx& tx, Actor actor, RequestCallback request);
Change abandon(db::Tx& tx, Actor actor, ChannelId channel);

/// Whose presence matters to a deadline of that chat: the client while it is pending.
std::optional<UserId> waiting_client(db::Tx& tx, TenantId tenant, ChannelId channel);

struct Judged {
    Change change{};     ///< it has ended
    bool asked = false;  ///< the client is to be asked; the session is as it is now
    bool opened = false;  ///< the office is open, and a message lies there from before
};
/// What is due of that chat now, and when to look at it again: nothing, and at once, where the clock does not agree with its reference.
/// `gone_for`: how long its client has been away.
Judged judge(db::Tx& tx, TenantId tenant, ChannelId channel, deadlines::ClockReference clock_reference, Patience defaults,
             std::chrono::milliseconds gone_for);

}  // namespace chatd::waiting::store

// The SQL of transfers. Blocking; for the database's threads. Each locks the chat's channel first, so of an acceptance, a return, the end
// of the chat, another transfer and the sender's leaving whichever comes first is what the others find.
#pragma once
#include "conversation/transfers.hpp"
#include "deadlines/clock_reference.hpp"
#include "livechat/store.hpp"

namespace chatd::conversation::store {

Transfer without_note(Transfer transfer);

/// A transfer that has been written, and what is to be told.
struct Handed {
    Transfer transfer;
    livechat::Change told;                      ///< chat:transferred; `removed`: the sender has left
    std::optional<livechat::Change> assigned{};  ///< given at once to a technician: chat:session_assigned, after it
    std::optional<Message> note{};               ///< in the backstage
    TransferReply reply() const {
        return {assigned ? assigned->session : told.session, transfer, told.seq ? std::optional(told.seq) : std::nullopt};
    }
};
/// By the technician who has the chat. Another one takes the place of one that is pending; the same again changes nothing. It is the same if it
/// is for the same, waits as that one does, and has no other note.
Handed transfer(db::Tx& tx, livechat::store::Actor actor, messages::Sender sender, TransferChat request, std::chrono::milliseconds timeout);

/// Nobody took it, or its time is over: the sender keeps the chat. When nobody has it any more it waits for anybody. Nothing if it was answered,
/// or where only its time would be over and the clock does not agree with its reference.
std::optional<Handed> come_back(db::Tx& tx, TenantId tenant, ChannelId channel, deadlines::ClockReference clock);

/// Throws `not_found` for a chat that the actor may not see.
std::vector<Transfer> transfers(db::Tx& tx, livechat::store::Actor actor, ChannelId channel);

struct Pending {
    TenantId tenant;
    ChannelId channel;
    std::chrono::milliseconds due_in{};
};
/// Those that come back by themselves, the first ones first.
std::vector<Pending> pending(db::Tx& tx);

}  // namespace chatd::conversation::store

// A client who writes into a chat that is over takes it up again (SPEC 5), for a while after its end: with its last technician if that one
// is there and free, else in the queue, or outside office hours as a message that was left. What was abandoned, or waits for a call, waits
// for a technician again. Of the technicians only who gets it is in it from then on, and colleagues beside them. The message itself goes its
// usual way: the journal refuses it, the chat is opened in a transaction of its own, and the journal is asked once more under the same key;
// so it is stored once, whatever fails between the two. Chat thread only; owned by app.
#pragma once
#include "livechat/livechat.hpp"
#include "waiting/patience.hpp"

namespace chatd::waiting {

class Reopening {
public:
    Reopening(db::Database& database, messages::Messages& messages, livechat::LiveChat& livechat, livechat::Backstage& backstage, Patience patience);

private:
    Task<bool> reopen(Caller caller, ChannelId channel);

    db::Database& database_;
    livechat::LiveChat& livechat_;
    livechat::Backstage& backstage_;
    const Patience patience_;
};

}  // namespace chatd::waiting

// Inviting: a technician who is in a chat brings another into it. Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"
#include "livechat/livechat.hpp"

namespace chatd::conversation {

struct Invite {
    ChannelId channel_id;
    UserId user_id;
    static constexpr auto fields = describe(field(&Invite::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
                                            field(&Invite::user_id, "user_id", "The technician who shall come."));
};

class Invites {
public:
    Invites(db::Database& database, livechat::LiveChat& livechat, livechat::Backstage& backstage)
        : database_(database), livechat_(livechat), backstage_(backstage) {}
    void declare(api::Api& api);

    Task<livechat::SessionReply> invite(Call& call, Invite request);

private:
    db::Database& database_;
    livechat::LiveChat& livechat_;
    livechat::Backstage& backstage_;
};

}  // namespace chatd::conversation

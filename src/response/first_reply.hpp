// The first reply: who has taken a chat and says nothing is reminded, and then the chat goes back into the queue (SPEC 5, Ring until
// answered). What is due stands in the database; a timer only wakes up to look. Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"
#include "deadlines/deadlines.hpp"
#include "hub/hub.hpp"
#include "livechat/livechat.hpp"

namespace chatd::response {

struct ReplyReminder {
    static constexpr std::string_view event = "chat:reply_reminder", says = "The client waits for a first answer of this technician; then for somebody else. Not kept.";
    ChannelId session_id, channel_id, chat_id;
    Time returns_at;
    static constexpr auto fields = describe(
        field(&ReplyReminder::session_id, "session_id", "The live chat."), field(&ReplyReminder::channel_id, "channel_id", "The same."),
        field(&ReplyReminder::chat_id, "chatId", "The same, as older clients call it."),
        field(&ReplyReminder::returns_at, "returns_at", "Then the chat goes back into the queue."));
};

class FirstReply {
public:
    /// `after`: the operator's default; zero: never. Teams say otherwise in their settings.
    FirstReply(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub, livechat::LiveChat& livechat,
               deadlines::Deadlines& deadlines, std::chrono::milliseconds after);
    void declare(api::Api& api) { api.announces<ReplyReminder>(); }
    void start() { watch_.look_in({}); }
    void stop() { watch_.stop(); }

private:
    Task<std::optional<std::chrono::milliseconds>> look();

    db::Database& database_;
    hub::Hub& hub_;
    livechat::LiveChat& livechat_;
    deadlines::Deadlines& deadlines_;
    const std::chrono::milliseconds after_;
    deadlines::Watch watch_;
};

}  // namespace chatd::response

// The first reply: who has taken a chat and says nothing is reminded, and then the chat goes back into the queue (SPEC 5, Ring until
// answered). What is due stands in the database; a timer only wakes up to look. Chat thread only; owned by app.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "api/api.hpp"
#include "base/nursery.hpp"
#include "db/database.hpp"
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
               std::chrono::milliseconds after);
    void declare(api::Api& api) { api.announces<ReplyReminder>(); }
    void start() { look_in({}); }
    void stop();

private:
    void look_in(std::chrono::milliseconds wait);
    Task<> look();
    Task<std::optional<std::chrono::milliseconds>> look_at_all();

    Nursery& nursery_;
    db::Database& database_;
    hub::Hub& hub_;
    livechat::LiveChat& livechat_;
    const std::chrono::milliseconds after_;
    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point wakes_at_ = std::chrono::steady_clock::time_point::max();
    bool stopped_ = false;
};

}  // namespace chatd::response

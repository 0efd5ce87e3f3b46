// Nobody comes (SPEC 5): a waiting client is asked whether to wait on, leave or be called; who leaves or stays away has abandoned the chat.
// And nobody speaks: a chat in which nothing happens ends by itself. What is due is judged by the clock of the database, in one
// transaction that locks the chat first; whether a client is gone is known here, from their connections and requests. Chat thread only.
#pragma once
#include <chrono>

#include "base/recent.hpp"
#include "db/database.hpp"
#include "deadlines/deadlines.hpp"
#include "livechat/livechat.hpp"
#include "waiting/patience.hpp"

namespace chatd::waiting {

using livechat::Abandoned;
using livechat::CallbackRequested;
using livechat::ChannelUpdated;
using livechat::EndReason;
using livechat::OnSession;
using livechat::Person;
using livechat::Session;
using livechat::SessionReply;

struct RequestCallback {
    ChannelId channel_id;
    std::string phone;
    std::optional<Time> preferred_at;
    std::optional<std::string> note;
    static constexpr auto fields = describe(
        field(&RequestCallback::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&RequestCallback::phone, "phone", "The number to call.", length(3, 40)),
        field(&RequestCallback::preferred_at, "preferred_at", "When they would like it."),
        field(&RequestCallback::note, "note", "What the technician should know.", length(1, 2000)));
};

enum class Choice : std::uint8_t { keep_waiting, leave, callback };
constexpr auto names_of(Choice) { return std::array<std::string_view, 3>{"keep_waiting", "leave", "callback"}; }

struct NoAnswer {
    static constexpr std::string_view event = "chat:no_answer",
                                      says = "No technician has come yet: to the waiting client, who may wait on, leave, or ask to be called. Not kept; `session.no_answer_at` says that it was asked.";
    ChannelId session_id, channel_id, chat_id;
    std::vector<Choice> options{Choice::keep_waiting, Choice::leave, Choice::callback};
    Session session;
    static constexpr auto fields = describe(
        field(&NoAnswer::session_id, "session_id", "The live chat."), field(&NoAnswer::channel_id, "channel_id", "The same."),
        field(&NoAnswer::chat_id, "chatId", "The same, as older clients call it."), field(&NoAnswer::options, "options", "What the client may do."),
        field(&NoAnswer::session, "session", "As it is now."));
};
class Waiting {
public:
    /// Known people; whoever is forgotten counts as gone since the daemon began.
    static constexpr std::size_t clients_max = 100'000;
    static constexpr std::string_view kind = "live_chat";

    Waiting(db::Database& database, hub::Hub& hub, livechat::LiveChat& livechat, deadlines::Deadlines& deadlines, Patience patience);
    void declare(api::Api& api);

    /// A client has asked for something without a connection that stays.
    void heard_of(UserId client);

    Task<SessionReply> keep_waiting(Call& call, OnSession request);
    Task<SessionReply> request_callback(Call& call, RequestCallback request);
    Task<SessionReply> abandon(Call& call, OnSession request);

private:
    Task<> judge(TenantId tenant, ChannelId channel, deadlines::ClockReference clock);
    std::chrono::milliseconds gone_for(UserId client);
    void tell_client(const Session& session, const hub::Push& push);
    template <class Event>
    Task<> tell(TenantId tenant, const livechat::Change& change, Event event);
    template <class Event>
    Task<> tell_technicians(TenantId tenant, ChannelId channel, Event event);

    db::Database& database_;
    hub::Hub& hub_;
    livechat::LiveChat& livechat_;
    const Patience patience_;
    const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    Recent<UserId, std::chrono::steady_clock::time_point> last_here_{clients_max};
};

/// Throws `invalid` for what cannot be dialled.
void check_phone(const std::string& phone);

}  // namespace chatd::waiting

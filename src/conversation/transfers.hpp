// Transfers: the technician who has a chat hands it over, to a colleague or to a team (SPEC 5, 19.20). A transfer is a request in the
// queue with a target; until somebody accepts it the sender stays, unless it is immediate, and unanswered it comes back to them. The
// deadlines are rows; the watch here only wakes up. Chat thread only; owned by app.
#pragma once
#include "api/api.hpp"
#include "db/database.hpp"
#include "deadlines/deadlines.hpp"
#include "livechat/livechat.hpp"
#include "queue/queue.hpp"

namespace chatd::conversation {

using livechat::Session;
using messages::Message;
using messages::Person;

enum class TransferState : std::uint8_t { pending, completed, returned, replaced, cancelled };
constexpr auto names_of(TransferState) { return std::array<std::string_view, 5>{"pending", "completed", "returned", "replaced", "cancelled"}; }
enum class TransferReason : std::uint8_t { declined, expired, unavailable };
constexpr auto names_of(TransferReason) { return std::array<std::string_view, 3>{"declined", "expired", "unavailable"}; }

struct TransferChat {
    ChannelId channel_id;
    std::optional<UserId> agent_id;
    std::optional<TeamId> team_id;
    std::optional<std::string> note;
    bool immediate = false, queue = false;
    static constexpr auto fields = describe(
        field(&TransferChat::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&TransferChat::agent_id, "agent_id", "The technician who shall have it; or a team."),
        field(&TransferChat::team_id, "team_id", "The team of which somebody shall have it; or a technician."),
        field(&TransferChat::note, "note", "For the next one, Markdown: it becomes a private note of the chat.", length(1, 1 << 20)),
        field(&TransferChat::immediate, "immediate", "Leave at once; else one stays until the next one has accepted.").defaults(),
        field(&TransferChat::queue, "queue", "Also to somebody who is not here, or is full: it waits for them.").defaults());
};
struct TransfersOf {
    ChannelId channel_id;
    static constexpr auto fields = describe(field(&TransfersOf::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"));
};

struct Transfer {
    std::int64_t id = 0;
    Person from;
    std::optional<Person> to;
    std::optional<TeamId> team_id;
    std::optional<std::string> team_name;
    TransferState state = TransferState::pending;
    std::optional<TransferReason> reason;
    bool immediate = false;
    std::optional<std::string> note;
    Time created_at;
    std::optional<Time> answered_at;
    std::optional<Person> accepted_by;
    static constexpr auto fields = describe(
        field(&Transfer::id, "id", "The transfer."), field(&Transfer::from, "from", "Who had the chat."),
        field(&Transfer::to, "to", "The technician it is for; null: for a team."), field(&Transfer::team_id, "team_id", "The team it is for."),
        field(&Transfer::team_name, "team_name", "The team, by name."),
        field(&Transfer::state, "state", "`pending`: nobody has answered. `returned`: nobody took it. `replaced`: by another transfer. `cancelled`: the chat ended, or waits for anybody."),
        field(&Transfer::reason, "reason", "Of one that was returned."), field(&Transfer::immediate, "immediate", "The sender left at once."),
        field(&Transfer::note, "note", "To the next one; null where clients can see it."), field(&Transfer::created_at, "created_at", "When it was begun."),
        field(&Transfer::answered_at, "answered_at", "When it was over."), field(&Transfer::accepted_by, "accepted_by", "Who has got the chat by it."));
};
struct TransferReply {
    Session session;
    Transfer transfer;
    std::optional<std::int64_t> seq;
    static constexpr auto fields = describe(field(&TransferReply::session, "session", "As it is now."), field(&TransferReply::transfer, "transfer", "As it is now."),
                                            field(&TransferReply::seq, "seq", "Of the event; null when it was so already."));
};
struct TransferList {
    std::vector<Transfer> data;
    static constexpr auto fields = describe(field(&TransferList::data, "data", "The oldest first."));
};
struct Transferred {
    static constexpr std::string_view event = "chat:transferred", says = "The chat is being handed over, was handed over at once, or has come back: `transfer.state`. Who accepts it is told by chat:session_assigned.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    Transfer transfer;
    static constexpr auto fields = describe(CHATD_SESSION_EVENT_FIELDS(Transferred), field(&Transferred::transfer, "transfer", "As it is now."));
};

namespace store {
struct Handed;
}

class Transfers {
public:
    /// `timeout`: how long a transfer waits before it comes back.
    Transfers(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, messages::Messages& messages, livechat::LiveChat& livechat,
              queue::Queue& queue, deadlines::Deadlines& deadlines, std::chrono::milliseconds timeout);
    void declare(api::Api& api);
    void start() { watch_.look_in({}); }
    void stop() { watch_.stop(); }

    Task<TransferReply> transfer(Call& call, TransferChat request);
    Task<TransferList> list(Call& call, TransfersOf request);

private:
    Task<> tell(TenantId tenant, const store::Handed& handed);
    Task<bool> come_back(TenantId tenant, ChannelId channel);
    Task<> unanswered(TenantId tenant, ChannelId channel);
    Task<std::optional<std::chrono::milliseconds>> look();

    db::Database& database_;
    messages::Messages& messages_;
    livechat::LiveChat& livechat_;
    deadlines::Deadlines& deadlines_;
    const std::chrono::milliseconds timeout_;
    deadlines::Watch watch_;
};

}  // namespace chatd::conversation

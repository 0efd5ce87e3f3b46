// Live chat: a client starts a session, it waits in a queue, a technician accepts it, both talk, either ends it (SPEC 5, 6).
// Every transition is one transaction that locks the session's channel first, so no race can break a state; the durable event of a
// transition is a system message with its own seq. Who is alerted of what waits, and who is offered it, the Queue decides. Chat thread only.
#pragma once
#include <functional>
#include <unordered_set>

#include "api/api.hpp"
#include "base/nursery.hpp"
#include "base/turnstile.hpp"
#include "db/database.hpp"
#include "hub/hub.hpp"
#include "livechat/backstage.hpp"
#include "livechat/session.hpp"
#include "messages/messages.hpp"
#include "presence/presence.hpp"
#include "queue/queue.hpp"
#include "tickets/transcript.hpp"

namespace chatd::livechat {

struct Start {
    std::string subject;
    std::optional<std::string> message;
    Priority priority = Priority::medium;
    std::vector<std::string> required_skills;
    JsonObject metadata;
    std::optional<TeamId> team_id;
    std::optional<std::string> config_id;
    std::optional<UserId> customer_id;
    std::optional<TicketId> ticket_id;
    std::optional<DeviceId> device_id;
    Source source = Source::api;
    static constexpr auto fields = describe(
        field(&Start::subject, "subject", "What it is about.", length(0, 500)).defaults(),
        field(&Start::message, "message", "The client's first message; technicians say theirs when they have the chat.", length(1, 1 << 20)),
        field(&Start::priority, "priority", "How urgent it is.").defaults(),
        field(&Start::required_skills, "required_skills", "Skills that the technician should have.", items(0, 20)).defaults(),
        field(&Start::metadata, "metadata", "Anything about the client's page and browser; kept as it is.", length(0, 8192)).defaults(),
        field(&Start::team_id, "team_id", "The team that shall answer; the chat config's if absent."),
        field(&Start::config_id, "config_id", "The chat config it comes by; the visitor's own if absent.", length(1, 64)).also("configId"),
        field(&Start::customer_id, "customer_id", "For whom: only technicians may start a chat for a client."),
        field(&Start::ticket_id, "ticket_id", "The client's ticket that it is about: the chat comes from it, and its log gets the transcript."),
        field(&Start::device_id, "device_id", "The device that it is about: the client's, or their organization's."),
        field(&Start::source, "source", "Where it comes from; `ticket` with a `ticket_id`.").defaults());
};

struct OnSession {
    ChannelId channel_id;
    static constexpr auto fields =
        describe(field(&OnSession::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"));
};
struct Accept {
    ChannelId channel_id;
    std::optional<std::string> offer_id;
    static constexpr auto fields = describe(
        field(&Accept::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&Accept::offer_id, "offer_id", "The offer that is accepted, if it was offered: refused when that is over.", length(1, 64)));
};
struct End {
    ChannelId channel_id;
    std::optional<bool> save_transcript;
    bool create_ticket = false;
    static constexpr auto fields = describe(
        field(&End::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&End::save_transcript, "save_transcript", "Whether the log of the chat's ticket gets what was said; if absent, it does. A chat from a ticket is always logged. For technicians."),
        field(&End::create_ticket, "create_ticket", "A ticket is made of the chat, unless it has one. For technicians.").defaults());
};
struct Join {
    ChannelId channel_id;
    std::optional<std::int64_t> last_seq;
    static constexpr auto fields = describe(
        field(&Join::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&Join::last_seq, "last_seq", "The last `seq` that the client holds: it gets what came after. Absent: the last 50 messages.",
              range(0, 9e15)));
};
struct Resume {
    std::map<std::string, std::int64_t> channels;
    static constexpr auto fields =
        describe(field(&Resume::channels, "channels", "For each channel id the last `seq` that the client holds.", items(0, 4096)));
};
struct Assign {
    ChannelId channel_id;
    UserId agent_id;
    static constexpr auto fields = describe(field(&Assign::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
                                            field(&Assign::agent_id, "agent_id", "The technician who gets it."));
};
struct AgentSessions {
    std::vector<Status> status;
    std::optional<std::string> q;
    std::vector<Priority> priority;
    std::optional<std::string> skill;
    Sort sort = Sort::priority;
    int limit = 50;
    std::optional<std::string> cursor;
    static constexpr auto fields = describe(
        field(&AgentSessions::status, "status", "`pending`: what waits, also an active chat that waits again. `abandoned`, `callback`, `completed`: all of them. Other states: the caller's own chats. Absent: what waits and the caller's own.", items(0, 6)).defaults(),
        field(&AgentSessions::q, "q", "Only those whose subject, client's name or notes contain this text, in any case.", length(1, 200)),
        field(&AgentSessions::priority, "priority", "Only these; absent: all.", items(0, 4)).defaults(),
        field(&AgentSessions::skill, "skill", "Only those that ask for this skill.", length(1, 100)),
        field(&AgentSessions::sort, "sort", "`priority`: as they will be served, the most urgent first, then the oldest, waiting for long counting as more urgent; `oldest`: the longest wait first.").defaults(),
        field(&AgentSessions::limit, "limit", "How many at most.", range(1, 200)).defaults(),
        field(&AgentSessions::cursor, "cursor", "The `next_cursor` of the answer before.", length(1, 64)));
};

namespace store {
struct Taking;
}

class LiveChat {
public:
    /// Technicians and waiting clients are told of changes of the queue at most this often.
    static constexpr auto queue_told_every = std::chrono::seconds(1);
    static constexpr std::size_t recovering_waiting_max = 64;

    struct Limits {
        Rate starting{10, std::chrono::minutes(1), 10};  ///< chats of one person
        Rate joining{60, std::chrono::minutes(1), 60};   ///< joins and resumptions of one person
        std::size_t resuming_max = 2;                    ///< resumptions in the database at once, of all
        std::size_t resuming_waiting_max = 20'000;
        ResumeLimits resume;
        tickets::TranscriptForms tickets;  ///< how a ticket gets what was said
    };
    LiveChat(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub,
             messages::Messages& messages, presence::Presence& presence, queue::Queue& queue, Backstage& backstage, Limits limits);
    void declare(api::Api& api);
    void stop() { queue_timer_.cancel(); }

    Task<SessionReply> start(Call& call, Start request);
    Task<SessionReply> show(Call& call, OnSession request);
    Task<SessionReply> accept(Call& call, Accept request);
    Task<SessionReply> assign(Call& call, Assign request);
    Task<SessionReply> end(Call& call, End request);
    Task<Joined> join(Call& call, Join request);
    Task<SessionReply> leave(Call& call, OnSession request);
    Task<Resumed> resume(Call& call, Resume request);
    /// What a connection missed that is gone on with, read with the rights of now; to be given after its welcome. Nothing if that cannot be:
    /// one of its channels is closed to them, or too much was missed.
    Task<std::function<void()>> recover(hub::SessionPtr session, hub::Missed missed);
    Task<SessionList> list_for_agent(Call& call, AgentSessions request);
    Task<SessionList> list_mine(Call& call, AgentSessions request);
    Task<QueueStats> stats(Call& call, api::Nothing request);

    // ---- how a change is told: for whatever else acts on live chats ----

    /// The change's own event goes to the room, in its place; returns when listeners have it, so that an ack comes after it.
    Task<> publish(TenantId tenant, const Change& change);
    /// Whoever becomes a participant hears the channel on all their connections from there on.
    void enroll(UserId user, ChannelId channel, std::int64_t from_seq);
    /// A technician has got the chat, and whoever had it until then has left it.
    Task<> has_been_given(TenantId tenant, const Change& change);
    /// A chat was taken up again by the event `seq`: of the technicians, those `inside` go on hearing it; those who were in it, and whoever
    /// looked at it while it was over, hear that and no more. Before publish().
    void is_left_to(TenantId tenant, const Session& chat, std::int64_t seq, const std::vector<UserId>& inside, const std::vector<UserId>& outside);
    /// Whoever left hears it up to their leaving and no more; before publish().
    void has_left(TenantId tenant, UserId user, const Change& change);
    /// That, the room's event, and technicians outside if the chat waits and is another's now, or nobody's.
    Task<> tell_left(TenantId tenant, Person who, Change change);
    /// All that they may know of it, nothing of one viewer.
    Task<Session> as_technicians_see_it(TenantId tenant, ChannelId channel);
    /// Whenever a chat came into the queue, left it or changed hands: routing looks at it, and at those `people` who have a chat more or
    /// less; technicians and waiting clients are told of the queue within a second. `told` goes to technicians who are not in the chat.
    void queue_changed(TenantId tenant, ChannelId channel, std::vector<UserId> people = {}, std::optional<hub::Push> told = {});
    /// Told after each of these.
    void on_changed(std::function<void()> listener) { changed_.push_back(std::move(listener)); }

private:
    Task<SessionReply> hand_over(Call& call, store::Taking taking);
    Task<std::optional<Joined>> join_present(Call& call, const Join& request);
    Task<Resumed> resume_all(Call& call, const std::vector<ChannelId>& channels, const std::vector<std::int64_t>& last_seqs);
    Task<> hear_again(hub::SessionPtr session, ChannelId channel, std::int64_t last_seq);
    Task<> ring(TenantId tenant, ChannelId channel, std::vector<hub::SessionPtr> sessions);
    Task<> offer(TenantId tenant, queue::Offer offer, std::vector<hub::SessionPtr> sessions);
    Task<> tell_abandoned(Caller caller, ChannelId channel);
    void find_place(const Caller& caller, Session& session);
    void tell_queue_soon(TenantId tenant);
    Task<> tell_queue(TenantId tenant);
    std::vector<std::pair<UserId, std::vector<hub::SessionPtr>>> alike(TenantId tenant) const;

    Nursery& nursery_;
    db::Database& database_;
    hub::Hub& hub_;
    messages::Messages& messages_;
    presence::Presence& presence_;
    queue::Queue& queue_;
    Backstage& backstage_;
    const Limits limits_;
    Turnstile resuming_;
    boost::asio::steady_timer queue_timer_;
    bool queue_timer_set_ = false;
    std::vector<std::function<void()>> changed_;
    std::unordered_set<TenantId> changed_queues_;
    std::unordered_map<TenantId, std::int64_t> queue_versions_;
};

}  // namespace chatd::livechat

// Live chat: a client starts a session, it waits in a queue, a technician accepts it, both talk, either ends it (SPEC 5, 6).
// Every transition is one transaction that locks the session's channel first, so no race can break a state; the durable event of a
// transition is a system message with its own seq. Who is alerted is decided here from the roster. Chat thread only.
#pragma once
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
    Source source = Source::api;
    static constexpr auto fields = describe(
        field(&Start::subject, "subject", "What it is about.", length(0, 500)).defaults(),
        field(&Start::message, "message", "The client's first message.", length(1, 1 << 20)),
        field(&Start::priority, "priority", "How urgent it is.").defaults(),
        field(&Start::required_skills, "required_skills", "Skills that the technician should have.", items(0, 20)).defaults(),
        field(&Start::metadata, "metadata", "Anything about the client's page and browser; kept as it is.", length(0, 8192)).defaults(),
        field(&Start::team_id, "team_id", "The team that shall answer; the chat config's if absent."),
        field(&Start::config_id, "config_id", "The chat config it comes by; the visitor's own if absent.", length(1, 64)).also("configId"),
        field(&Start::customer_id, "customer_id", "For whom: only technicians may start a chat for a client."),
        field(&Start::source, "source", "Where it comes from.").defaults());
};

struct OnSession {
    ChannelId channel_id;
    static constexpr auto fields =
        describe(field(&OnSession::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"));
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
    std::vector<Priority> priority;
    std::optional<std::string> skill;
    Sort sort = Sort::priority;
    int limit = 50;
    std::optional<std::string> cursor;
    static constexpr auto fields = describe(
        field(&AgentSessions::status, "status", "`pending`: what waits. Other states: the caller's own chats. Absent: both.", items(0, 6)).defaults(),
        field(&AgentSessions::priority, "priority", "Only these; absent: all.", items(0, 4)).defaults(),
        field(&AgentSessions::skill, "skill", "Only those that ask for this skill.", length(1, 100)),
        field(&AgentSessions::sort, "sort", "`priority` puts the most urgent first, then the oldest; `oldest` the longest wait.").defaults(),
        field(&AgentSessions::limit, "limit", "How many at most.", range(1, 200)).defaults(),
        field(&AgentSessions::cursor, "cursor", "The `next_cursor` of the answer before.", length(1, 64)));
};

class LiveChat {
public:
    /// Technicians and waiting clients are told of changes of the queue at most this often.
    static constexpr auto queue_told_every = std::chrono::seconds(1);

    struct Limits {
        Rate starting{10, std::chrono::minutes(1), 10};  ///< chats of one person
        Rate joining{60, std::chrono::minutes(1), 60};   ///< joins and resumptions of one person
        std::size_t resuming_max = 2;                    ///< resumptions in the database at once, of all
        std::size_t resuming_waiting_max = 20'000;
        ResumeLimits resume;
    };
    LiveChat(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub,
             messages::Messages& messages, presence::Presence& presence, Backstage& backstage, Limits limits);
    void declare(api::Api& api);
    void stop() { queue_timer_.cancel(); }

    Task<SessionReply> start(Call& call, Start request);
    Task<SessionReply> show(Call& call, OnSession request);
    Task<SessionReply> accept(Call& call, OnSession request);
    Task<SessionReply> assign(Call& call, Assign request);
    Task<SessionReply> end(Call& call, OnSession request);
    Task<Joined> join(Call& call, Join request);
    Task<SessionReply> leave(Call& call, OnSession request);
    Task<Resumed> resume(Call& call, Resume request);
    Task<SessionList> list_for_agent(Call& call, AgentSessions request);
    Task<SessionList> list_mine(Call& call, AgentSessions request);
    Task<QueueStats> stats(Call& call, api::Nothing request);

private:
    Task<SessionReply> hand_over(Call& call, ChannelId channel, UserId agent, bool assigned);
    Task<> publish(Call& call, const Change& change);
    void enroll(UserId user, ChannelId channel, std::int64_t from_seq);
    void tell_technicians(TenantId tenant, const std::optional<TeamId>& team, const std::optional<OrganizationId>& organization,
                          const hub::Push& push, ChannelId not_in);
    Task<std::optional<Joined>> join_present(Call& call, const Join& request);
    Task<Resumed> resume_all(Call& call, const std::vector<ChannelId>& channels, const std::vector<std::int64_t>& last_seqs);
    Task<> hear_again(hub::SessionPtr session, ChannelId channel, std::int64_t last_seq);
    void queue_changed(TenantId tenant);
    Task<> tell_queue(TenantId tenant);

    Nursery& nursery_;
    db::Database& database_;
    hub::Hub& hub_;
    messages::Messages& messages_;
    presence::Presence& presence_;
    Backstage& backstage_;
    const Limits limits_;
    Turnstile resuming_;
    boost::asio::steady_timer queue_timer_;
    bool queue_timer_set_ = false;
    std::unordered_set<TenantId> changed_queues_;
    std::unordered_map<TenantId, std::int64_t> queue_versions_;
};

}  // namespace chatd::livechat

// What a live-chat session looks like from outside: the shapes of SPEC 4.5, the replies and the pushes that carry them.
#pragma once
#include "chatd/describe.hpp"
#include "messages/messages.hpp"
#include "routing/request.hpp"

namespace chatd::livechat {

using messages::Cursor;
using messages::Message;
using messages::Person;
using routing::Priority;

enum class Status : std::uint8_t { pending, active, closed, abandoned, callback, completed };
constexpr auto names_of(Status) {
    return std::array<std::string_view, 6>{"pending", "active", "closed", "abandoned", "callback", "completed"};
}
enum class HandledBy : std::uint8_t { none, ai, agent };
constexpr auto names_of(HandledBy) { return std::array<std::string_view, 3>{"none", "ai", "agent"}; }
enum class Source : std::uint8_t { support_page, ticket, widget, agent_app, api };
constexpr auto names_of(Source) {
    return std::array<std::string_view, 5>{"support_page", "ticket", "widget", "agent_app", "api"};
}
enum class Sort : std::uint8_t { newest, oldest, priority };
constexpr auto names_of(Sort) { return std::array<std::string_view, 3>{"newest", "oldest", "priority"}; }
enum class Role : std::uint8_t { customer, agent, member, ai };
constexpr auto names_of(Role) { return std::array<std::string_view, 4>{"customer", "agent", "member", "ai"}; }
enum class EndReason : std::uint8_t { client, agent, idle, system };
constexpr auto names_of(EndReason) { return std::array<std::string_view, 4>{"client", "agent", "idle", "system"}; }

struct Customer {
    UserId id;
    std::string name;
    std::optional<std::string> email;
    static constexpr auto fields = describe(field(&Customer::id, "id", "The user."), field(&Customer::name, "name", "As shown."),
                                            field(&Customer::email, "email", "For technicians only."));
};
struct LastMessage {
    std::int64_t seq = 0;
    UserId sender_id;
    std::string content;
    Time created_at;
    static constexpr auto fields = describe(field(&LastMessage::seq, "seq", "Its place."), field(&LastMessage::sender_id, "sender_id", "Whose."),
                                            field(&LastMessage::content, "content", "The first 200 characters."),
                                            field(&LastMessage::created_at, "created_at", "When."));
};

/// How a client who nobody came for wants to be called. For technicians only.
struct Callback {
    std::optional<std::string> phone;
    std::optional<Time> preferred_at;
    std::optional<std::string> note;
    Time requested_at;
    static constexpr auto fields = describe(
        field(&Callback::phone, "phone", "The number; null when only a message was left."),
        field(&Callback::preferred_at, "preferred_at", "When they would like it."),
        field(&Callback::note, "note", "What they said to it."), field(&Callback::requested_at, "requested_at", "When they asked."));
};
/// What the client said of the chat when it was over. For technicians.
struct Rating {
    int score = 0;
    std::optional<std::string> comment;
    Time created_at, updated_at;
    static constexpr auto fields = describe(field(&Rating::score, "score", "From 1, bad, to 5, good."), field(&Rating::comment, "comment", "In their words."),
                                            field(&Rating::created_at, "created_at", "When they first did."), field(&Rating::updated_at, "updated_at", "When they last did."));
};

struct Session {
    ChannelId session_id, channel_id;
    std::optional<ChannelId> backstage_id;
    Status status = Status::pending;
    HandledBy handled_by = HandledBy::none;
    bool queued = false;
    std::string subject;
    Priority priority = Priority::medium;
    std::vector<std::string> required_skills;
    JsonObject metadata;
    Source source = Source::api;
    UserId customer_id;
    Customer customer;
    std::optional<UserId> agent_id;
    std::optional<Person> agent;
    std::optional<TeamId> team_id;
    std::optional<TicketId> ticket_id;
    std::optional<DeviceId> device_id;
    std::optional<OrganizationId> organization_id;
    Time created_at;
    std::optional<Time> assigned_at;
    std::optional<int> wait_time;
    std::optional<Time> ended_at, no_answer_at;
    std::optional<Callback> callback;
    std::optional<Time> completed_at;
    std::optional<Person> completed_by;
    std::optional<Rating> rating;
    std::optional<int> position;
    std::optional<LastMessage> last_message;
    std::optional<int> unread;
    static constexpr auto fields = describe(
        field(&Session::session_id, "session_id", "The live chat."), field(&Session::channel_id, "channel_id", "The same id, as a channel."),
        field(&Session::backstage_id, "backstage_id", "The technicians' companion channel; null for clients."),
        field(&Session::status, "status", "Where it is in its life."),
        field(&Session::handled_by, "handled_by", "Who answers: nobody yet, an AI agent, a technician."),
        field(&Session::queued, "queued", "It waits for a technician, also while active (after the last one left)."),
        field(&Session::subject, "subject", "What it is about."), field(&Session::priority, "priority", "How urgent it is."),
        field(&Session::required_skills, "required_skills", "Skills asked for."),
        field(&Session::metadata, "metadata", "From the client, as sent."), field(&Session::source, "source", "Where it comes from."),
        field(&Session::customer_id, "customer_id", "The client."), field(&Session::customer, "customer", "The client, by name."),
        field(&Session::agent_id, "agent_id", "The technician who has it."), field(&Session::agent, "agent", "The technician, by name."),
        field(&Session::team_id, "team_id", "The team that shall answer."), field(&Session::ticket_id, "ticket_id", "Its ticket."),
        field(&Session::device_id, "device_id", "The device it is about."),
        field(&Session::organization_id, "organization_id", "The client's organization."),
        field(&Session::created_at, "created_at", "When it was started."),
        field(&Session::assigned_at, "assigned_at", "When the first technician took it."),
        field(&Session::wait_time, "wait_time", "Seconds that the client waited for that, since the start or since they last took the chat up."), field(&Session::ended_at, "ended_at", "When it ended."),
        field(&Session::no_answer_at, "no_answer_at", "Since when the client is asked whether to wait on, leave or be called; null: they are not."),
        field(&Session::callback, "callback", "How the client wants to be called, or wanted before they came back; null for clients."),
        field(&Session::completed_at, "completed_at", "When an abandoned chat or a callback was dealt with."),
        field(&Session::completed_by, "completed_by", "Who has done so."),
        field(&Session::rating, "rating", "What the client said of it; null for clients."),
        field(&Session::position, "position", "Its place in the queue of its team, from 1, while it waits, in answers; `chat:queue_position` tells changes."),
        field(&Session::last_message, "last_message", "The newest message, in lists for technicians."),
        field(&Session::unread, "unread", "Messages of others that the caller has not read, in lists."));
};
/// What everybody in the room may see (SPEC 19.9): no backstage, no email, nothing of one viewer.
Session client_safe(Session session);

struct Participant {
    UserId id;
    std::string name;
    UserKind kind = UserKind::client;
    std::optional<std::string> avatar_url;
    Role role = Role::member;
    Time joined_at;
    std::optional<MessageId> last_read_message_id;
    static constexpr auto fields = describe(
        field(&Participant::id, "id", "The user."), field(&Participant::name, "name", "As shown."),
        field(&Participant::kind, "kind", "Technician, client or AI agent."), field(&Participant::avatar_url, "avatar_url", "A picture."),
        field(&Participant::role, "role", "What they are in this chat."), field(&Participant::joined_at, "joined_at", "Since when."),
        field(&Participant::last_read_message_id, "last_read_message_id", "How far they have read."));
};

// ---- replies ----------------------------------------------------------------------------------------------------------

struct SessionReply {
    Session session;
    std::optional<std::int64_t> seq;
    static constexpr auto fields = describe(field(&SessionReply::session, "session", "As it is now."),
                                            field(&SessionReply::seq, "seq", "Of the event that changed it, if one did."));
};
/// What was said behind the scenes of a chat, for technicians.
struct BackstageView {
    ChannelId channel_id;
    std::vector<Message> messages;
    std::int64_t head_seq = 0;
    std::vector<Cursor> cursors;
    static constexpr auto fields = describe(
        field(&BackstageView::channel_id, "channel_id", "The backstage."), field(&BackstageView::messages, "messages", "The last 50; ascending."),
        field(&BackstageView::head_seq, "head_seq", "The last event of it that this answer covers; live events go on from here."),
        field(&BackstageView::cursors, "cursors", "How far everybody has read it."));
};
struct Joined {
    Session session;
    std::vector<Participant> participants;
    std::vector<Message> messages;
    std::int64_t head_seq = 0;
    std::optional<BackstageView> backstage;
    static constexpr auto fields = describe(
        field(&Joined::session, "session", "As it is now."), field(&Joined::participants, "participants", "Who is in it."),
        field(&Joined::messages, "messages", "After `last_seq`, or the last 50; ascending."),
        field(&Joined::head_seq, "head_seq", "The last event that this answer covers; live events go on from here."),
        field(&Joined::backstage, "backstage", "For technicians: the private notes. Null for clients."));
};
enum class ResumeStatus : std::uint8_t { resumed, resync_required, gone };
constexpr auto names_of(ResumeStatus) { return std::array<std::string_view, 3>{"resumed", "resync_required", "gone"}; }
struct ResumedChannel {
    ResumeStatus status = ResumeStatus::gone;
    std::optional<std::int64_t> head_seq;
    std::vector<Cursor> cursors;
    std::optional<Joined> snapshot;
    static constexpr auto fields = describe(
        field(&ResumedChannel::status, "status", "`resumed`: the missed events follow as pushes. `resync_required`: take the snapshot. `gone`: not yours any more."),
        field(&ResumedChannel::head_seq, "head_seq", "The last event that will have been sent."),
        field(&ResumedChannel::cursors, "cursors", "How far everybody has read."),
        field(&ResumedChannel::snapshot, "snapshot", "The chat as it is now, when too much was missed."));
};
struct Resumed {
    std::map<std::string, ResumedChannel> channels;
    static constexpr auto fields = describe(field(&Resumed::channels, "channels", "By channel id."));
};
struct SessionList {
    std::vector<Session> data;
    std::optional<std::string> next_cursor;
    static constexpr auto fields = describe(field(&SessionList::data, "data", "The sessions."),
                                            field(&SessionList::next_cursor, "next_cursor", "Goes on from here; null at the end."));
};
struct Wait {
    ChannelId session_id;
    int wait = 0;
    std::optional<TeamId> team;  ///< in whose queue; not told
    static constexpr auto fields = describe(field(&Wait::session_id, "session_id", "Which."), field(&Wait::wait, "wait", "Seconds so far."));
};
struct QueueStats {
    int total = 0;
    std::map<std::string, int> by_priority;
    std::map<std::string, int> by_team;
    int longest_wait = 0;
    std::vector<Wait> waits;
    static constexpr auto fields = describe(
        field(&QueueStats::total, "total", "How many wait."), field(&QueueStats::by_priority, "by_priority", "By priority."),
        field(&QueueStats::by_team, "by_team", "By team id; `none` for those without."),
        field(&QueueStats::longest_wait, "longest_wait", "Seconds that the one who waits longest has waited."),
        field(&QueueStats::waits, "waits", "Of each, in queue order, since it came into the queue."));
};

// ---- pushes -----------------------------------------------------------------------------------------------------------

struct NewSession {
    static constexpr std::string_view event = "chat:new_session", says = "A client waits for a technician. To every eligible technician, and to the client's other connections.";
    ChannelId session_id, channel_id, chat_id;
    Session session;
    static constexpr auto fields = describe(
        field(&NewSession::session_id, "session_id", "The live chat."), field(&NewSession::channel_id, "channel_id", "The same."),
        field(&NewSession::chat_id, "chatId", "The same, as older clients call it."), field(&NewSession::session, "session", "All of it."));
};
struct Offered {
    static constexpr std::string_view event = "chat:offer", says = "A chat waits for this technician alone until then: accept or decline it. Also on connecting, while it runs. Not kept.";
    ChannelId session_id, channel_id, chat_id;
    std::string offer_id;
    Time expires_at;
    Session session;
    static constexpr auto fields = describe(
        field(&Offered::session_id, "session_id", "The live chat."), field(&Offered::channel_id, "channel_id", "The same."),
        field(&Offered::chat_id, "chatId", "The same, as older clients call it."), field(&Offered::offer_id, "offer_id", "For `chat:accept` and `chat:decline`."),
        field(&Offered::expires_at, "expires_at", "Then it goes to the next."), field(&Offered::session, "session", "All of it."));
};
/// The durable pushes of a session carry its ids, their seq and the system message that they are.
#define CHATD_SESSION_EVENT_FIELDS(TYPE)                                                                                    \
    field(&TYPE::session_id, "session_id", "The live chat."), field(&TYPE::channel_id, "channel_id", "The same."),          \
        field(&TYPE::chat_id, "chatId", "The same, as older clients call it."),                                             \
        field(&TYPE::seq, "seq", "Place of this event in the channel; null to technicians who are not in it."),             \
        field(&TYPE::message, "message", "The event as a system message of the history."),                                  \
        field(&TYPE::session, "session", "As it is now.")
struct SessionAssigned {
    static constexpr std::string_view event = "chat:session_assigned", says = "A technician has taken the chat.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    Person agent;
    std::optional<Participant> participant;
    static constexpr auto fields =
        describe(CHATD_SESSION_EVENT_FIELDS(SessionAssigned), field(&SessionAssigned::agent, "agent", "Who."),
                 field(&SessionAssigned::participant, "participant", "The same as the room has them; null to technicians who are not in it."));
};
struct ParticipantJoined {
    static constexpr std::string_view event = "chat:participant_joined", says = "Somebody came into the chat.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    Person user;
    Participant participant;
    std::optional<Person> by;
    static constexpr auto fields = describe(CHATD_SESSION_EVENT_FIELDS(ParticipantJoined), field(&ParticipantJoined::user, "user", "Who."),
                                            field(&ParticipantJoined::participant, "participant", "The same, as the chat has them now."),
                                            field(&ParticipantJoined::by, "by", "Who brought them in."));
};
struct ParticipantLeft {
    static constexpr std::string_view event = "chat:participant_left", says = "Somebody left the chat.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    Person user;
    static constexpr auto fields = describe(CHATD_SESSION_EVENT_FIELDS(ParticipantLeft), field(&ParticipantLeft::user, "user", "Who."));
};
struct Ended {
    static constexpr std::string_view event = "chat:ended", says = "The chat is over.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    std::optional<Person> ended_by;
    EndReason reason = EndReason::system;
    static constexpr auto fields = describe(CHATD_SESSION_EVENT_FIELDS(Ended), field(&Ended::ended_by, "ended_by", "By whom; null: by chatd."),
                                            field(&Ended::reason, "reason", "Why."));
};
struct Abandoned {
    static constexpr std::string_view event = "chat:abandoned", says = "The client has gone before anybody came. To the room, and to technicians.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    std::optional<Person> ended_by;
    EndReason reason = EndReason::system;
    static constexpr auto fields = describe(CHATD_SESSION_EVENT_FIELDS(Abandoned), field(&Abandoned::ended_by, "ended_by", "Who left; null: they were gone for too long."),
                                            field(&Abandoned::reason, "reason", "`client`: they left. `system`: they were gone for too long."));
};
struct CallbackRequested {
    static constexpr std::string_view event = "chat:callback_requested", says = "The client wants to be called. To the room, and with `session.callback` to technicians; to these again when the office opens, if it was outside its hours.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    static constexpr auto fields = describe(CHATD_SESSION_EVENT_FIELDS(CallbackRequested));
};
struct ChannelUpdated {
    static constexpr std::string_view event = "chat:channel_updated", says = "The chat is as `session` says: it waits again, since the client came back, and no technician is in it any more; or it waits on.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<Message> message;
    Session session;
    static constexpr auto fields = describe(CHATD_SESSION_EVENT_FIELDS(ChannelUpdated));
};
struct QueueUpdated {
    static constexpr std::string_view event = "queue-updated", says = "The queue has changed. To technicians, within their scope, at most once a second.";
    int total = 0;
    std::map<std::string, int> by_priority, by_team;
    std::int64_t version = 0;
    static constexpr auto fields = describe(
        field(&QueueUpdated::total, "total", "How many wait."), field(&QueueUpdated::by_priority, "by_priority", "By priority."),
        field(&QueueUpdated::by_team, "by_team", "By team id."), field(&QueueUpdated::version, "version", "Rises with each change."));
};
struct QueuePosition {
    static constexpr std::string_view event = "chat:queue_position", says = "Where the client is in the queue. Not kept.";
    ChannelId session_id, channel_id, chat_id;
    int position = 0;
    std::optional<int> estimated_wait_seconds;
    static constexpr auto fields = describe(
        field(&QueuePosition::session_id, "session_id", "The live chat."), field(&QueuePosition::channel_id, "channel_id", "The same."),
        field(&QueuePosition::chat_id, "chatId", "The same, as older clients call it."),
        field(&QueuePosition::position, "position", "From 1."),
        field(&QueuePosition::estimated_wait_seconds, "estimated_wait_seconds", "By how fast the queue of its team has moved within the last hour; null if nobody was taken."));
};

/// How much a client may have missed to be told it event by event; past it, it gets a snapshot.
struct ResumeLimits {
    int events_max = 1000;
    std::chrono::seconds age_max = std::chrono::hours(7 * 24);
    std::size_t bytes_max = 512 * 1024;  ///< of one answer, all its channels together: it must fit what may wait for a client
};

/// A transition that has been written: what it made of the session, and what the room is to be told.
struct Change {
    Session session{};
    std::int64_t seq = 0;  ///< 0: nothing changed (asked again for what was so already)
    std::string event{}, payload{};
    std::optional<UserId> removed{};  ///< who is not in it any more: the event is the last that they hear
    bool handed_on = false;           ///< it waits, as before, and whose it is has changed: technicians outside it are to be told
    SessionReply reply() const { return {session, seq ? std::optional(seq) : std::nullopt}; }
};

}  // namespace chatd::livechat

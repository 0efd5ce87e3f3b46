// What people do to messages that are there: edit and delete them, react to them. Each is a durable event with its own seq in the
// channel of the message, stored in the transaction of the change; what a message said before is kept for administrators. Chat thread only.
#pragma once
#include "messages/messages.hpp"

namespace chatd::messages {

struct Edit {
    MessageId message_id;
    std::optional<ChannelId> channel_id;
    std::string content;
    static constexpr auto fields = describe(
        field(&Edit::message_id, "message_id", "One's own message."),
        field(&Edit::channel_id, "channel_id", "Its channel; if given, it must be that.").also("session_id", "chatId"),
        field(&Edit::content, "content", "What it shall say; as for a new message.", length(1, 1 << 20)));
};
struct OnMessage {
    MessageId message_id;
    std::optional<ChannelId> channel_id;
    static constexpr auto fields = describe(
        field(&OnMessage::message_id, "message_id", "The message."),
        field(&OnMessage::channel_id, "channel_id", "Its channel; if given, it must be that.").also("session_id", "chatId"));
};
struct React {
    MessageId message_id;
    std::optional<ChannelId> channel_id;
    std::string emoji;
    bool remove = false;
    static constexpr auto fields = describe(
        field(&React::message_id, "message_id", "The message."),
        field(&React::channel_id, "channel_id", "Its channel; if given, it must be that.").also("session_id", "chatId"),
        field(&React::emoji, "emoji", "One emoji.", length(1, 64)), field(&React::remove, "remove", "Take it back.").defaults());
};

struct Revised {
    Message message;
    std::optional<std::int64_t> seq;
    static constexpr auto fields = describe(field(&Revised::message, "message", "As it is now."),
                                            field(&Revised::seq, "seq", "Of the event; null when it was so already."));
};
struct Deleted {
    std::optional<std::int64_t> seq;
    static constexpr auto fields = describe(field(&Deleted::seq, "seq", "Of the event; null when it was deleted already."));
};
/// What a message said until an edit or its deletion.
struct Former {
    std::int64_t seq = 0;
    Person editor;
    std::string content;
    Time created_at;
    static constexpr auto fields = describe(field(&Former::seq, "seq", "Of the event that ended it."), field(&Former::editor, "editor", "By whom."),
                                            field(&Former::content, "content", "What it said until then."), field(&Former::created_at, "created_at", "When."));
};
struct Formers {
    std::vector<Former> data;
    static constexpr auto fields = describe(field(&Formers::data, "data", "Oldest first."));
};

#define CHATD_MESSAGE_EVENT_FIELDS(TYPE)                                                                                     \
    field(&TYPE::session_id, "session_id", "The live chat."), field(&TYPE::channel_id, "channel_id", "The channel."),        \
        field(&TYPE::chat_id, "chatId", "The live chat, as older clients call it."), field(&TYPE::seq, "seq", "Place of this event in the channel.")
struct MessageUpdated {
    static constexpr std::string_view event = "chat:message_updated", says = "A message says something else now.";
    std::optional<ChannelId> session_id;
    ChannelId channel_id;
    std::optional<ChannelId> chat_id;
    std::int64_t seq = 0;
    Message message;
    static constexpr auto fields = describe(CHATD_MESSAGE_EVENT_FIELDS(MessageUpdated), field(&MessageUpdated::message, "message", "As it is now."));
};
struct MessageDeleted {
    static constexpr std::string_view event = "chat:message_deleted", says = "A message was deleted: it stays in its place, empty.";
    std::optional<ChannelId> session_id;
    ChannelId channel_id;
    std::optional<ChannelId> chat_id;
    std::int64_t seq = 0;
    MessageId message_id;
    Person by;
    Time deleted_at;
    static constexpr auto fields = describe(CHATD_MESSAGE_EVENT_FIELDS(MessageDeleted), field(&MessageDeleted::message_id, "message_id", "Which."),
                                            field(&MessageDeleted::by, "by", "By whom."), field(&MessageDeleted::deleted_at, "deleted_at", "When."));
};
struct Reacted {
    static constexpr std::string_view event = "chat:reaction", says = "Somebody reacted to a message, or took it back.";
    std::optional<ChannelId> session_id;
    ChannelId channel_id;
    std::optional<ChannelId> chat_id;
    std::int64_t seq = 0;
    MessageId message_id;
    Person user;
    std::string emoji;
    bool removed = false;
    std::vector<Reaction> reactions;
    static constexpr auto fields = describe(
        CHATD_MESSAGE_EVENT_FIELDS(Reacted), field(&Reacted::message_id, "message_id", "To which."), field(&Reacted::user, "user", "Who."),
        field(&Reacted::emoji, "emoji", "How."), field(&Reacted::removed, "removed", "Whether it was taken back."),
        field(&Reacted::reactions, "reactions", "All reactions to the message as they are now."));
};
#undef CHATD_MESSAGE_EVENT_FIELDS

class Revisions {
public:
    struct Limits {
        Rate revising{10, std::chrono::seconds(1), 20};  ///< edits, deletions and reactions of one person
        std::size_t message_bytes_max = 16384;
        std::chrono::seconds edit_within = std::chrono::minutes(15);
    };
    Revisions(db::Database& database, hub::Hub& hub, Limits limits) : database_(database), hub_(hub), limits_(limits) {}
    void declare(api::Api& api);

    Task<Revised> edit(Call& call, Edit request);
    Task<Deleted> remove(Call& call, OnMessage request);
    Task<Revised> react(Call& call, React request);
    Task<Formers> formers(Call& call, OnMessage request);

private:
    Task<> publish(Call& call, ChannelId channel, std::optional<std::int64_t> seq, hub::Push push);

    db::Database& database_;
    hub::Hub& hub_;
    const Limits limits_;
};

}  // namespace chatd::messages

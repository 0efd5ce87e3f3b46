// Messages: sending into a channel, reading its history, typing, read receipts.
// Sending goes through the journal (group commit); the acknowledgement means that PostgreSQL has committed it. Chat thread only.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>

#include "api/api.hpp"
#include "db/database.hpp"
#include "db/journal.hpp"
#include "base/recent.hpp"
#include "files/attachment.hpp"
#include "hub/hub.hpp"
#include "knowledge/articles.hpp"

namespace chatd::messages {

enum class Type : std::uint8_t { text, file, kb_article, system_event, ai_assistant, command_result };
constexpr auto names_of(Type) {
    return std::array<std::string_view, 6>{"text", "file", "kb_article", "system_event", "ai-assistant", "command_result"};
}
enum class Visibility : std::uint8_t { all, internal };
constexpr auto names_of(Visibility) { return std::array<std::string_view, 2>{"all", "internal"}; }

struct Sender {
    UserId id;
    std::string name;
    UserKind kind = UserKind::client;
    std::optional<std::string> avatar_url;
    static constexpr auto fields = describe(field(&Sender::id, "id", "The user."), field(&Sender::name, "name", "As shown."),
                                            field(&Sender::kind, "kind", "Technician, client, AI agent or the system."),
                                            field(&Sender::avatar_url, "avatar_url", "A picture."));
};
/// What a state change says, for translation beside its text (SPEC 19.10).
struct SystemEvent {
    std::string code;
    JsonObject params;
    static constexpr auto fields = describe(field(&SystemEvent::code, "code", "What happened: accepted, joined, left, ended …"),
                                            field(&SystemEvent::params, "params", "Who and why, by code."));
};

/// One emoji on a message, and who put it there.
struct Reaction {
    std::string emoji;
    int count = 0;
    std::vector<UserId> user_ids;
    static constexpr auto fields = describe(field(&Reaction::emoji, "emoji", "Which."), field(&Reaction::count, "count", "How many."),
                                            field(&Reaction::user_ids, "user_ids", "Who, the first ones first."));
};

/// SPEC 4.5. The same for everybody in the channel.
struct Message {
    MessageId id;
    ChannelId channel_id;
    std::optional<ChannelId> session_id;
    std::int64_t seq = 0;
    Sender sender;
    Type type = Type::text;
    std::string content;
    std::vector<files::Attachment> attachments;
    std::optional<knowledge::SharedArticle> kb_article;
    std::optional<MessageId> reply_to;
    std::vector<UserId> mentions;
    std::vector<Reaction> reactions;
    Visibility visibility = Visibility::all;
    std::optional<Uuid> client_id;
    std::optional<SystemEvent> system;
    Time created_at;
    std::optional<Time> edited_at, deleted_at;
    static constexpr auto fields = describe(
        field(&Message::id, "id", "Grows with time, but is no cursor: `seq` is."),
        field(&Message::channel_id, "channel_id", "Where it was posted."),
        field(&Message::session_id, "session_id", "The live chat that the channel belongs to."),
        field(&Message::seq, "seq", "Its place among all durable events of the channel: 1, 2, 3 …"),
        field(&Message::sender, "sender", "Who wrote it."), field(&Message::type, "type", "What it is."),
        field(&Message::content, "content", "Markdown as it was sent; to be made safe where it is shown."),
        field(&Message::attachments, "attachments", "Files."), field(&Message::kb_article, "kb_article", "The article it shares, as it was then."),
        field(&Message::reply_to, "reply_to", "The message it answers."),
        field(&Message::mentions, "mentions", "The users it names."), field(&Message::reactions, "reactions", "How people reacted, in the order of the first of each."),
        field(&Message::visibility, "visibility", "Who can see it: all in the chat, or technicians only."),
        field(&Message::client_id, "client_id", "The sender's key: sent again with it, a message is stored once."),
        field(&Message::system, "system", "Of a system event: what happened."),
        field(&Message::created_at, "created_at", "When it was stored."), field(&Message::edited_at, "edited_at", "When it was changed."),
        field(&Message::deleted_at, "deleted_at", "When it was deleted; its content is empty then."));
};

struct Send {
    ChannelId channel_id;
    Type type = Type::text;
    std::string content;
    std::optional<Uuid> client_id;
    std::optional<MessageId> reply_to;
    std::vector<UserId> mentions;
    Visibility visibility = Visibility::all;
    std::optional<knowledge::ArticleId> kb_article_id;
    std::vector<AttachmentId> attachment_ids;
    std::optional<std::string> attachment_url;
    static constexpr auto fields = describe(
        field(&Send::channel_id, "channel_id", "The channel to post in.").also("session_id", "chatId"),
        field(&Send::type, "type", "What it is: `text`, `file` with attachments, or `kb_article`, which technicians share.").defaults(),
        field(&Send::content, "content", "Markdown (CommonMark, no raw HTML); at most `limits.message_bytes`, 16 KiB by default. May be left out beside files; without any, an article is its title.",
              length(0, 1 << 20)).defaults(),
        field(&Send::client_id, "client_id", "A UUID of the sender's: sent again with it, after any failure, it is stored once."),
        field(&Send::reply_to, "reply_to", "A message of the same channel that this one answers."),
        field(&Send::mentions, "mentions", "Users whom it names, of those who can read it; they are notified.", items(0, 50)).defaults(),
        field(&Send::visibility, "visibility", "`internal`: a private note, which goes to the live chat's backstage; for technicians.").defaults(),
        field(&Send::kb_article_id, "kb_article_id", "Of `kb_article`: which; a client is shown only published ones for clients."),
        field(&Send::attachment_ids, "attachment_ids", "Files that one has uploaded and not sent yet.", items(0, 10)).defaults(),
        field(&Send::attachment_url, "attachment_url", "The url of such a file, as the upload answered it.", length(1, 2048)));
};
/// What makes two requests the same: everything that the sender said, but the key.
std::int64_t hash_of(Send request);
Sender sender_of(const Caller& caller);
struct Sent {
    Message message;
    std::int64_t seq = 0;
    bool replayed = false;
    static constexpr auto fields = describe(field(&Sent::message, "message", "As it is stored."),
                                            field(&Sent::seq, "seq", "Its place in the channel."),
                                            field(&Sent::replayed, "replayed", "It had been stored before, under the same client_id."));
};

struct ListMessages {
    ChannelId channel_id;
    int limit = 50;
    std::optional<std::int64_t> cursor, before;
    static constexpr auto fields = describe(
        field(&ListMessages::channel_id, "channel_id", "The channel.").also("session_id", "chatId"),
        field(&ListMessages::limit, "limit", "How many at most.", range(1, 200)).defaults(),
        field(&ListMessages::cursor, "cursor", "The `next_cursor` of the answer before: goes on behind it.", range(0, 9e15)),
        field(&ListMessages::before, "before", "Scrolls back: the last messages with a smaller `seq`.", range(1, 9e15)));
};
struct MessageList {
    std::vector<Message> data;
    std::optional<std::int64_t> next_cursor;
    static constexpr auto fields = describe(
        field(&MessageList::data, "data", "Ascending by `seq`."),
        field(&MessageList::next_cursor, "next_cursor", "Goes on from here: as `cursor`, or as `before` when scrolling back. Null at the end."));
};

struct Typing {
    ChannelId channel_id;
    bool is_typing = true;
    static constexpr auto fields =
        describe(field(&Typing::channel_id, "channel_id", "Where.").also("session_id", "chatId"),
                 field(&Typing::is_typing, "is_typing", "False ends it; otherwise it ends by itself after 6 s.").defaults());
};
struct Seen {
    ChannelId channel_id;
    MessageId message_id;
    static constexpr auto fields = describe(field(&Seen::channel_id, "channel_id", "Where.").also("session_id", "chatId"),
                                            field(&Seen::message_id, "message_id", "The last message that was read."));
};
struct Cursor {
    UserId user_id;
    std::optional<MessageId> message_id;
    static constexpr auto fields = describe(field(&Cursor::user_id, "user_id", "Whose."),
                                            field(&Cursor::message_id, "message_id", "The last message that they have read."));
};

// ---- pushes -----------------------------------------------------------------------------------------------------------

struct Person {
    UserId id;
    std::string name;
    static constexpr auto fields = describe(field(&Person::id, "id", "The user."), field(&Person::name, "name", "As shown."));
};
struct NewMessage {
    static constexpr std::string_view event = "chat:new_message", says = "A message was posted.";
    std::optional<ChannelId> session_id;
    ChannelId channel_id;
    std::optional<ChannelId> chat_id;
    std::int64_t seq = 0;
    Message message;
    static constexpr auto fields = describe(
        field(&NewMessage::session_id, "session_id", "The live chat."), field(&NewMessage::channel_id, "channel_id", "The channel."),
        field(&NewMessage::chat_id, "chatId", "The live chat, as older clients call it."),
        field(&NewMessage::seq, "seq", "Place of this event in the channel."), field(&NewMessage::message, "message", "The message."));
};
struct TypingNow {
    static constexpr std::string_view event = "chat:typing", says = "Somebody began or stopped to write. Not kept.";
    std::optional<ChannelId> session_id;
    ChannelId channel_id;
    std::optional<ChannelId> chat_id;
    Person user;
    bool is_typing = true;
    static constexpr auto fields = describe(
        field(&TypingNow::session_id, "session_id", "The live chat."), field(&TypingNow::channel_id, "channel_id", "The channel."),
        field(&TypingNow::chat_id, "chatId", "The live chat, as older clients call it."), field(&TypingNow::user, "user", "Who."),
        field(&TypingNow::is_typing, "is_typing", "Whether they are writing."));
};
struct Mentioned {
    static constexpr std::string_view event = "notification", says = "Somebody named one in a message.";
    std::string kind = "mention";
    std::optional<ChannelId> session_id;
    ChannelId channel_id;
    std::optional<ChannelId> chat_id;
    MessageId message_id;
    Person by;
    std::string text;
    static constexpr auto fields = describe(
        field(&Mentioned::kind, "kind", "What it is about: `mention`."), field(&Mentioned::session_id, "session_id", "The live chat."),
        field(&Mentioned::channel_id, "channel_id", "The channel."), field(&Mentioned::chat_id, "chatId", "The live chat, as older clients call it."),
        field(&Mentioned::message_id, "message_id", "The message."), field(&Mentioned::by, "by", "Who wrote it."),
        field(&Mentioned::text, "text", "How it begins."));
};
struct SeenUpTo {
    static constexpr std::string_view event = "chat:seen", says = "Somebody has read up to a message. The cursor is kept, and never goes back.";
    std::optional<ChannelId> session_id;
    ChannelId channel_id;
    std::optional<ChannelId> chat_id;
    UserId user_id;
    MessageId message_id;
    static constexpr auto fields = describe(
        field(&SeenUpTo::session_id, "session_id", "The live chat."), field(&SeenUpTo::channel_id, "channel_id", "The channel."),
        field(&SeenUpTo::chat_id, "chatId", "The live chat, as older clients call it."), field(&SeenUpTo::user_id, "user_id", "Who."),
        field(&SeenUpTo::message_id, "message_id", "The last message that they have read."));
};

class Messages {
public:
    struct Limits {
        Rate sending{10, std::chrono::seconds(1), 20};  ///< messages of one person
        std::size_t message_bytes_max = 16384;
    };
    Messages(boost::asio::io_context& chat_thread, db::Database& database, db::Journal& journal, hub::Hub& hub, Limits limits)
        : database_(database), journal_(journal), hub_(hub), limits_(limits), typing_timer_(chat_thread) {}
    void declare(api::Api& api);
    void stop() { typing_timer_.cancel(); }
    /// Told when somebody begins or ends to write in a channel; `session_id` is the live chat that it belongs to.
    using Typed = std::function<void(std::optional<ChannelId> session_id, UserId user)>;
    void on_typing(Typed listener) { typed_ = std::move(listener); }
    /// Asked when a message is for a channel that is closed: whether it has been opened for it, so that it can be stored after all.
    using Closed = std::function<Task<bool>(const Caller& sender, ChannelId channel)>;
    void when_closed(Closed listener) { closed_ = std::move(listener); }
    const Rate& sending_rate() const { return limits_.sending; }
    bool writing(ChannelId channel, UserId user) const { return writing_.contains(Writer(channel, user)); }

    /// Posts as the caller; the sending connection has the message by its ack.
    Task<Sent> send(Call& call, Send request);
    /// The same for features that post as part of something else: every connection hears it but `except`. `asked` stands for what was
    /// asked when that is not the message itself, which may come out otherwise the second time.
    Task<Sent> post(Call& call, Send request, const hub::Session* except = nullptr, std::optional<std::int64_t> asked = {});
    /// Whether the caller has used that key in the channel: what was judged then is not judged again.
    Task<bool> has_key(const Caller& caller, ChannelId channel, std::optional<Uuid> client_id);
    /// For features that store a message in a transaction of their own (the first one of a chat): is it too long, and, after the
    /// commit, let the channel hear it.
    void check_length(const std::string& content, const char* field) const;
    std::size_t bytes_max() const { return limits_.message_bytes_max; }
    void tell(TenantId tenant, const Message& message, const hub::Session* except = nullptr);
    Task<MessageList> list(Call& call, ListMessages request);
    Task<api::Nothing> typing(Call& call, Typing request);
    Task<api::Nothing> seen(Call& call, Seen request);

private:
    Task<> must_see(const Caller& caller, ChannelId channel);
    Task<knowledge::SharedArticle> article_of(const Caller& caller, const Send& request);
    Task<ChannelId> backstage_of(const Caller& caller, ChannelId channel);
    void tell_mentioned(const Caller& caller, const Message& message);
    Task<> must_be_told(ChannelId channel, std::int64_t seq);
    using Writer = std::pair<ChannelId, UserId>;
    struct WriterHash {
        std::size_t operator()(const Writer& writer) const noexcept { return std::hash<ChannelId>()(writer.first) * 31 ^ std::hash<UserId>()(writer.second); }
    };
    void tell_typing(const Writer& writer, std::optional<ChannelId> session_id, const std::string& name, bool is_typing);
    void end_typing_when_due();

    struct Writing {
        std::string name;
        std::optional<ChannelId> session_id;
        std::chrono::steady_clock::time_point until;
    };
    db::Database& database_;
    db::Journal& journal_;
    hub::Hub& hub_;
    const Limits limits_;
    std::map<Writer, Writing> writing_;
    Typed typed_;
    Closed closed_;
    Recent<Writer, MessageId, WriterHash> told_marks_{20'000};  ///< how far the room was told that they have read
    boost::asio::steady_timer typing_timer_;
};

}  // namespace chatd::messages

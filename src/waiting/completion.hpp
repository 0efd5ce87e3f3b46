// After the chat (seed 003): technicians complete what was abandoned or asked to be called, with or without a note, and write notes about
// a chat, which can be changed later, whatever state it is in. Notes are for technicians only. Chat thread only; owned by app.
#pragma once
#include "livechat/livechat.hpp"

namespace chatd::waiting {

struct SessionNote {
    std::int64_t id = 0;
    ChannelId session_id;
    livechat::Person author;
    std::string text;
    Time created_at;
    std::optional<Time> edited_at;
    std::optional<livechat::Person> edited_by;
    static constexpr auto fields = describe(
        field(&SessionNote::id, "id", "The note."), field(&SessionNote::session_id, "session_id", "The live chat."),
        field(&SessionNote::author, "author", "Who wrote it."), field(&SessionNote::text, "text", "Markdown."),
        field(&SessionNote::created_at, "created_at", "When."), field(&SessionNote::edited_at, "edited_at", "When it was last changed."),
        field(&SessionNote::edited_by, "edited_by", "By whom."));
};
struct SessionNotes {
    std::vector<SessionNote> data;
    static constexpr auto fields = describe(field(&SessionNotes::data, "data", "In the order in which they were written."));
};

struct Complete {
    ChannelId channel_id;
    std::optional<std::string> note;
    static constexpr auto fields = describe(
        field(&Complete::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&Complete::note, "note", "What was done to reply to the client.", length(1, 1 << 20)));
};
struct Completed {
    livechat::Session session;
    std::optional<SessionNote> note;
    std::int64_t seq = 0;
    static constexpr auto fields = describe(field(&Completed::session, "session", "As it is now."), field(&Completed::note, "note", "As it is kept."),
                                            field(&Completed::seq, "seq", "Of the event."));
};
struct CompletedNow {
    static constexpr std::string_view event = "chat:completed", says = "An abandoned chat or a callback has been dealt with. To the room, and to technicians.";
    ChannelId session_id, channel_id, chat_id;
    std::optional<std::int64_t> seq;
    std::optional<livechat::Message> message;
    livechat::Session session;
    livechat::Person by;
    static constexpr auto fields = describe(CHATD_SESSION_EVENT_FIELDS(CompletedNow), field(&CompletedNow::by, "by", "Who has done so."));
};

struct AddSessionNote {
    ChannelId channel_id;
    std::string text;
    static constexpr auto fields = describe(
        field(&AddSessionNote::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&AddSessionNote::text, "text", "Markdown.", length(1, 1 << 20)));
};
struct OnSessionNote {
    ChannelId channel_id;
    std::int64_t note_id = 0;
    static constexpr auto fields = describe(
        field(&OnSessionNote::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&OnSessionNote::note_id, "note_id", "The note.", range(1, 9e15)));
};
struct EditSessionNote {
    ChannelId channel_id;
    std::int64_t note_id = 0;
    std::string text;
    static constexpr auto fields = describe(
        field(&EditSessionNote::channel_id, "channel_id", "The live chat.").also("session_id", "chatId"),
        field(&EditSessionNote::note_id, "note_id", "The note.", range(1, 9e15)),
        field(&EditSessionNote::text, "text", "What it says from now on.", length(1, 1 << 20)));
};

class Completion {
public:
    Completion(db::Database& database, livechat::LiveChat& livechat, messages::Messages& messages) : database_(database), livechat_(livechat), messages_(messages) {}
    void declare(api::Api& api);

    Task<Completed> complete(Call& call, Complete request);
    Task<SessionNotes> notes(Call& call, livechat::OnSession request);
    Task<SessionNote> add_note(Call& call, AddSessionNote request);
    Task<SessionNote> edit_note(Call& call, EditSessionNote request);
    Task<api::Nothing> delete_note(Call& call, OnSessionNote request);

private:
    db::Database& database_;
    livechat::LiveChat& livechat_;
    messages::Messages& messages_;
};

}  // namespace chatd::waiting

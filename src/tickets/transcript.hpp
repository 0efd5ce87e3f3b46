// A transcript: what was said in a live chat, up to a place in it, and how it looks as text, HTML and JSON. Pure; any thread.
//
// What people typed is hostile until shown otherwise. In text a line that begins at the margin is ours: whatever somebody wrote after a
// line feed is indented, control characters and marks that turn the direction of writing are dropped. In HTML everything is escaped;
// Markdown is rendered by cmark without raw HTML, without links that could run something, without pictures that would be fetched.
#pragma once
#include "chatd/caller.hpp"
#include "chatd/describe.hpp"
#include "messages/messages.hpp"

namespace chatd::tickets {

/// How a ticket gets what was said (`tickets.transcript` of the configuration).
struct TranscriptForms {
    bool description = true, update = true, file = true, link = true;
    std::size_t bytes_max = 65'536;  ///< of the text in a description or an update
};

/// Of a chat that is longer a transcript has the beginning: making it holds up no other, and takes no more memory than this.
inline constexpr std::int64_t transcript_messages_max = 10'000, transcript_bytes_max = 8'388'608;

struct TranscriptFile {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::int64_t> size;
    std::optional<std::string> content_type;
    static constexpr auto fields = describe(field(&TranscriptFile::id, "id", "The attachment."), field(&TranscriptFile::name, "name", "What it is called."),
                                            field(&TranscriptFile::size, "size", "Bytes."), field(&TranscriptFile::content_type, "content_type", "What it is."));
};

/// A message, or a system event. Of a deleted one the place is left.
struct TranscriptEntry {
    MessageId id;
    std::int64_t seq = 0;
    UserId sender_id;
    std::string sender_name;
    UserKind sender_kind = UserKind::client;
    messages::Type type = messages::Type::text;
    bool internal = false;
    std::string content;
    std::vector<TranscriptFile> attachments;
    Time created_at;
    std::optional<Time> edited_at, deleted_at;
    static constexpr auto fields = describe(
        field(&TranscriptEntry::id, "id", "The message."), field(&TranscriptEntry::seq, "seq", "Its place in the chat, or in its backstage."),
        field(&TranscriptEntry::sender_id, "sender_id", "Whose."), field(&TranscriptEntry::sender_name, "sender_name", "As shown then."),
        field(&TranscriptEntry::sender_kind, "sender_kind", "Technician, client, AI agent or the system."),
        field(&TranscriptEntry::type, "type", "What it is."), field(&TranscriptEntry::internal, "internal", "A private note."),
        field(&TranscriptEntry::content, "content", "Markdown as it was sent, with its last edit; empty when it was deleted."),
        field(&TranscriptEntry::attachments, "attachments", "Files; linked, not copied."),
        field(&TranscriptEntry::created_at, "created_at", "When it was stored."), field(&TranscriptEntry::edited_at, "edited_at", "When it was changed."),
        field(&TranscriptEntry::deleted_at, "deleted_at", "When it was deleted."));
};

struct Transcript {
    ChannelId session_id;
    std::string subject, customer_name;
    std::optional<std::string> customer_email, agent_name;
    Time started_at;
    std::optional<Time> ended_at;
    std::int64_t up_to_seq = 0;
    bool is_final = false;
    std::string hash;
    std::vector<TranscriptEntry> messages;
    bool is_cut = false;
    static constexpr auto fields = describe(
        field(&Transcript::session_id, "session_id", "The live chat."), field(&Transcript::subject, "subject", "What it was about."),
        field(&Transcript::customer_name, "customer_name", "The client."), field(&Transcript::customer_email, "customer_email", "Theirs, if known."),
        field(&Transcript::agent_name, "agent_name", "The technician who had it last."), field(&Transcript::started_at, "started_at", "UTC."),
        field(&Transcript::ended_at, "ended_at", "UTC; null while it runs."), field(&Transcript::up_to_seq, "up_to_seq", "The last event of the chat that is in it."),
        field(&Transcript::is_final, "is_final", "Made when the chat was closed."),
        field(&Transcript::hash, "hash", "SHA-256 of what the messages say; for technicians of all that they said when it was made, private notes too."),
        field(&Transcript::messages, "messages", "In the order of time."),
        field(&Transcript::is_cut, "is_cut", "The chat is too long for one transcript: what was said after the last of the messages is left out.").defaults());
};

/// SHA-256 in hex over what each entry says; changes when a message is edited or deleted afterwards.
std::string hash_of(const std::vector<TranscriptEntry>& entries);

/// As the client may see it; the hash is of what is left.
Transcript without_notes(Transcript transcript);

/// At most `bytes_max` long: what does not fit is counted at the end. 0: all.
std::string as_text(const Transcript& transcript, std::size_t bytes_max);
/// A whole page that loads nothing.
std::string as_html(const Transcript& transcript);

/// One line about it: "Live chat 7 with Priya Nair: 12 messages, 2026-11-28 05:11 to 05:40 UTC."
std::string summary_of(const Transcript& transcript);

}  // namespace chatd::tickets

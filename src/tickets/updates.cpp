#include "tickets/tickets.hpp"

#include "tickets/store.hpp"

namespace chatd::tickets {
namespace {

enum class UpdateKind : std::uint8_t { note, transcript };
constexpr auto names_of(UpdateKind) { return std::array<std::string_view, 2>{"note", "transcript"}; }

struct UpdateFile {
    std::string name, content_type, url;
    static constexpr auto fields = describe(field(&UpdateFile::name, "name", "What it is saved as."), field(&UpdateFile::content_type, "content_type", "What it is."),
                                            field(&UpdateFile::url, "url", "Where it is got, by REST."));
};

struct TicketUpdate {
    Id<TicketUpdate> id;
    TicketId ticket_id;
    UpdateKind kind = UpdateKind::note;
    std::optional<UserId> author_id;
    bool is_internal = true;
    std::string title, content;
    std::optional<ChannelId> session_id;
    std::vector<UpdateFile> files;
    std::vector<Id<struct AttachmentTag>> attachment_ids;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&TicketUpdate::id, "id", "The update.").read_only(),
        field(&TicketUpdate::ticket_id, "ticket_id", "Its ticket; not changed later."),
        field(&TicketUpdate::kind, "kind", "What somebody wrote, or what was said in a live chat.").read_only(),
        field(&TicketUpdate::author_id, "author_id", "Who wrote it; null: chatd, when a chat ended.").read_only(),
        field(&TicketUpdate::is_internal, "is_internal", "For technicians only.").defaults(),
        field(&TicketUpdate::title, "title", "What it is about.", length(0, 200)).defaults(),
        field(&TicketUpdate::content, "content", "Markdown; a transcript is plain text.", length(1, 131'072)),
        field(&TicketUpdate::session_id, "session_id", "Of a transcript: the live chat.").read_only(),
        field(&TicketUpdate::files, "files", "Of a transcript: the whole of it as text, HTML and JSON.").read_only(),
        field(&TicketUpdate::attachment_ids, "attachment_ids", "Of a transcript: the files of the chat.").read_only(),
        field(&TicketUpdate::created_at, "created_at", "When it was made.").read_only(),
        field(&TicketUpdate::updated_at, "updated_at", "When it was last changed.").read_only());
};

}  // namespace

records::Kind ticket_updates() {
    return records::kind<TicketUpdate>("ticket-updates", "update")
        .in_table("ticket_updates").named_by("title")
        .read_by(api::staff).written_by(api::needs(Permission::tickets_write))
        .fixed({"ticket_id"}).authored_in("author_id").searched_in({"title"}).filtered_by({"ticket_id", "kind", "is_internal", "author_id", "session_id"})
        .computes("files", R"((SELECT coalesce(json_agg(json_build_object('name', 'chat-' || t.session_id || '.' || f.ending, 'content_type', f.type,
            'url', '/api/live-chat/' || t.session_id || '/transcript?format=' || f.format || '&transcript_id=' || t.transcript_id)), '[]')
              FROM (VALUES ('txt', 'text/plain', 'text'), ('html', 'text/html', 'html'), ('json', 'application/json', 'json')) AS f (ending, type, format)
             WHERE t.has_files))")
        .computes("attachment_ids", R"((SELECT coalesce(json_agg(a.attachment_id ORDER BY a.attachment_id), '[]')
              FROM ticket_update_attachments a WHERE a.tenant_id = $1 AND a.update_id = t.id))")
        .upheld_by(store::uphold_update)
        .seen_if("may_open_ticket($1::bigint, $2::bigint, t.ticket_id)");
}

}  // namespace chatd::tickets

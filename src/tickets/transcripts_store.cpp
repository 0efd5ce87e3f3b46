#include "tickets/transcripts_store.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "channels/store.hpp"
#include "db/channel_log.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::tickets::store {
namespace {

struct Kept {
    TranscriptId id;
    ChannelId channel_id;
    std::int64_t up_to_seq = 0, notes_up_to_seq = 0;
    bool is_final = false, is_wanted = true;
    std::optional<std::string> body;
    static constexpr auto fields = describe(field(&Kept::id, "id", ""), field(&Kept::channel_id, "channel_id", ""), field(&Kept::up_to_seq, "up_to_seq", ""),
                                            field(&Kept::notes_up_to_seq, "notes_up_to_seq", ""), field(&Kept::is_final, "is_final", ""),
                                            field(&Kept::is_wanted, "is_wanted", ""), field(&Kept::body, "body", ""));
};
#define CHATD_KEPT "SELECT id, channel_id, up_to_seq, notes_up_to_seq, kind = 'final' AS is_final, is_wanted, body FROM transcripts WHERE tenant_id = $1 "

Extent extent_of(const Kept& kept) { return {kept.channel_id, kept.up_to_seq, kept.notes_up_to_seq, kept.is_final}; }
Transcript transcript_of(const std::string& body) { return read<Transcript>(Json::parse(body)); }

std::optional<TicketId> ticket_of(db::Tx& tx, TenantId tenant, ChannelId channel) {
    return db::column<std::optional<TicketId>>(db::exec(tx, "SELECT ticket_id FROM live_chat_sessions WHERE tenant_id = $1 AND channel_id = $2", tenant, channel)[0][0]);
}

/// A row whose text is not made yet gets it; answers it either way.
Transcript make_kept(db::Tx& tx, TenantId tenant, const Kept& kept, const TranscriptForms& forms) {
    if (kept.body) return transcript_of(*kept.body);
    auto transcript = read_transcript(tx, tenant, extent_of(kept));
    db::exec(tx, "UPDATE transcripts SET made_at = clock_timestamp(), messages = $3, hash = $4, body = $5 WHERE tenant_id = $1 AND id = $2", tenant, kept.id,
             std::ssize(transcript.messages), transcript.hash, to_json(transcript));
    const auto ticket = ticket_of(tx, tenant, kept.channel_id);
    if (ticket && kept.is_wanted) log_transcript(tx, tenant, *ticket, kept.id, transcript, {}, forms);
    return transcript;
}

/// What was deleted after it was kept is not shown any more.
void leave_out_deleted(db::Tx& tx, TenantId tenant, Transcript& transcript) {
    const auto rows = db::exec(tx, R"(
        SELECT m.id, m.deleted_at FROM chat_channels c
          JOIN chat_messages m ON m.tenant_id = $1 AND m.channel_id = c.id AND m.deleted_at IS NOT NULL
         WHERE c.tenant_id = $1 AND (c.id = $2 OR (c.session_id = $2 AND c.kind = 'backstage')))", tenant, transcript.session_id);
    std::map<MessageId, Time> deleted;
    for (const auto& row : rows) deleted.emplace(db::column<MessageId>(row[0]), db::column<Time>(row[1]));
    for (auto& entry : transcript.messages) {
        const auto found = deleted.find(entry.id);
        if (found == deleted.end()) continue;
        entry.content.clear();
        entry.attachments.clear();
        entry.deleted_at = found->second;
    }
}

/// Locked, so that two who need it make it once.
std::optional<Kept> lock_kept(db::Tx& tx, TenantId tenant, TranscriptId id) {
    return db::maybe_row_as<Kept>(db::exec(tx, CHATD_KEPT "AND id = $2 FOR UPDATE", tenant, id));
}

}  // namespace

Transcript read_transcript(db::Tx& tx, TenantId tenant, Extent extent) {
    const auto about = db::exec(tx, R"(
        SELECT s.channel_id AS session_id, s.subject, u.name AS customer_name, coalesce(u.email, c.email) AS customer_email, agent.name AS agent_name,
               s.created_at AS started_at, CASE WHEN $4 THEN s.ended_at END AS ended_at, $3::bigint AS up_to_seq, $4 AS is_final, '' AS hash, NULL AS messages,
               false AS is_cut
          FROM live_chat_sessions s
          JOIN users u ON u.tenant_id = $1 AND u.id = s.customer_id
          LEFT JOIN contacts c ON c.tenant_id = $1 AND c.user_id = s.customer_id
          LEFT JOIN users agent ON agent.tenant_id = $1 AND agent.id = s.agent_id
         WHERE s.tenant_id = $1 AND s.channel_id = $2)", tenant, extent.channel, extent.up_to, extent.is_final);
    auto out = db::row_as<Transcript>(about, about.front());
    const auto rows = db::exec(tx, R"(
        WITH rooms AS (SELECT s.channel_id AS room, $3::bigint AS up_to, false AS internal FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.channel_id = $2
                       UNION ALL
                       SELECT s.backstage_id, $4::bigint, true FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.channel_id = $2),
             said AS (SELECT m.*, r.internal, row_number() OVER places AS place, count(*) OVER () AS all_of_them,
                             sum(octet_length(m.content) + coalesce(octet_length(m.attachments::text), 0)) OVER places AS bytes
                        FROM rooms r
                       CROSS JOIN LATERAL (SELECT id, seq, sender_id, type, content, attachments, created_at, edited_at, deleted_at FROM chat_messages m
                                            WHERE m.tenant_id = $1 AND m.channel_id = r.room AND m.seq <= r.up_to ORDER BY m.seq LIMIT $5 + 1) m
                      WINDOW places AS (ORDER BY m.created_at, r.internal, m.seq))
        SELECT m.id, m.seq, m.sender_id, u.name AS sender_name, u.kind AS sender_kind, m.type, m.internal,
               CASE WHEN m.deleted_at IS NULL THEN m.content ELSE '' END AS content,
               CASE WHEN m.deleted_at IS NULL AND m.attachments IS NOT NULL THEN
                   (SELECT jsonb_agg(jsonb_build_object('id', a -> 'id', 'name', a ->> 'name', 'size', a -> 'size', 'content_type', a ->> 'content_type'))
                      FROM jsonb_array_elements(m.attachments) a) END AS attachments,
               m.created_at, m.edited_at, m.deleted_at, m.all_of_them
          FROM said m
          JOIN users u ON u.tenant_id = $1 AND u.id = m.sender_id
         WHERE m.place <= $5 AND m.bytes <= $6
         ORDER BY m.place)", tenant, extent.channel, extent.up_to, extent.notes_up_to, transcript_messages_max, transcript_bytes_max);
    out.messages = db::rows_as<TranscriptEntry>(rows);
    out.is_cut = !rows.empty() && std::cmp_less(rows.size(), db::column<std::int64_t>(rows[0][rows.column_number("all_of_them")]));
    out.hash = hash_of(out.messages);
    return out;
}

Extent extent_of(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto rows = db::exec(tx, R"(
        SELECT live.last_seq, backstage.last_seq FROM chat_channels live
          JOIN chat_channels backstage ON backstage.tenant_id = $1 AND backstage.session_id = live.id AND backstage.kind = 'backstage'
         WHERE live.tenant_id = $1 AND live.id = $2)", tenant, channel);
    return {channel, db::column<std::int64_t>(rows[0][0]), db::column<std::int64_t>(rows[0][1]), false};
}

Transcript find_transcript(db::Tx& tx, Caller caller, ChannelId channel, std::optional<TranscriptId> id, TranscriptForms forms) {
    const auto standing = channels::store::standing(tx, caller.tenant, channel, caller.user);
    if (!standing || standing->kind != channels::Kind::live || !standing->may_read(caller)) throw not_found("chat", channel.value);
    auto wanted = id;
    if (!wanted && !standing->open)
        wanted = db::maybe_value_as<TranscriptId>(db::exec(tx, R"(
            SELECT id FROM transcripts WHERE tenant_id = $1 AND channel_id = $2 AND kind = 'final' ORDER BY id DESC LIMIT 1)", caller.tenant, channel));
    Transcript out;
    if (wanted) {
        const auto kept = lock_kept(tx, caller.tenant, *wanted);
        if (!kept || kept->channel_id != channel) throw not_found("transcript", wanted->value);
        out = make_kept(tx, caller.tenant, *kept, forms);
        leave_out_deleted(tx, caller.tenant, out);
    } else {
        out = read_transcript(tx, caller.tenant, extent_of(tx, caller.tenant, channel));
    }
    return caller.staff() ? out : without_notes(std::move(out));
}

TranscriptId keep_interim(db::Tx& tx, TenantId tenant, const Extent& extent, const Transcript& transcript) {
    return db::column<TranscriptId>(db::exec(tx, R"(
        INSERT INTO transcripts (tenant_id, channel_id, kind, up_to_seq, notes_up_to_seq, made_at, messages, hash, body)
        VALUES ($1, $2, 'interim', $3, $4, clock_timestamp(), $5, $6, $7) RETURNING id)", tenant, extent.channel, extent.up_to, extent.notes_up_to,
                                             std::ssize(transcript.messages), transcript.hash, to_json(transcript))[0][0]);
}

void log_transcript(db::Tx& tx, TenantId tenant, TicketId ticket, TranscriptId id, const Transcript& transcript, std::optional<UserId> author, const TranscriptForms& forms) {
    if (!forms.update && !forms.file && !forms.link) return;
    auto content = forms.update ? as_text(transcript, forms.bytes_max) : summary_of(transcript) + "\n";
    if (forms.link) content += "\n/api/live-chat/" + std::to_string(transcript.session_id.value) + "/transcript?transcript_id=" + std::to_string(id.value) + "\n";
    const auto made = db::maybe_value_as<std::int64_t>(db::exec(tx, R"(
        INSERT INTO ticket_updates (tenant_id, ticket_id, author_id, kind, title, content, session_id, transcript_id, has_files)
        VALUES ($1, $2, $3, 'transcript', $4, $5, $6, $7, $8) ON CONFLICT ON CONSTRAINT ticket_updates_transcript DO NOTHING RETURNING id)",
        tenant, ticket, author, "Live chat " + std::to_string(transcript.session_id.value), content, transcript.session_id, id, forms.file));
    if (!made) return;
    std::vector<std::int64_t> attachments;
    for (const auto& entry : transcript.messages)
        for (const auto& file : entry.attachments) attachments.push_back(file.id);
    db::exec(tx, R"(
        INSERT INTO ticket_update_attachments (tenant_id, update_id, attachment_id) SELECT DISTINCT $1::bigint, $2::bigint, a FROM unnest($3::bigint[]) a)",
             tenant, *made, attachments);
}

void log_closings(db::Tx& tx, TenantId tenant, ChannelId channel, TicketId ticket, std::optional<UserId> author, const TranscriptForms& forms) {
    const auto ids = db::values_as<TranscriptId>(db::exec(tx, R"(
        SELECT id FROM transcripts WHERE tenant_id = $1 AND channel_id = $2 AND kind = 'final' AND is_wanted ORDER BY id FOR UPDATE)", tenant, channel));
    for (const auto id : ids) {
        auto transcript = make_kept(tx, tenant, *lock_kept(tx, tenant, id), forms);
        leave_out_deleted(tx, tenant, transcript);
        log_transcript(tx, tenant, ticket, id, transcript, author, forms);
    }
}

std::optional<Due> next_due(db::Tx& tx) {
    const auto rows = db::exec(tx, "SELECT tenant_id, id FROM transcripts WHERE made_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT 1");
    if (rows.empty()) return {};
    return Due{db::column<TenantId>(rows[0][0]), db::column<TranscriptId>(rows[0][1])};
}

void make(db::Tx& tx, Due due, TranscriptForms forms) {
    // The chat first, as everybody does who gives it a ticket: they and we log each transcript once.
    const auto channel = db::maybe_value_as<ChannelId>(db::exec(tx, "SELECT channel_id FROM transcripts WHERE tenant_id = $1 AND id = $2", due.tenant, due.id));
    if (!channel) return;
    db::lock_channels(tx, due.tenant, {*channel});
    const auto kept = lock_kept(tx, due.tenant, due.id);
    if (kept) make_kept(tx, due.tenant, *kept, forms);
}

void put_off(db::Tx& tx, Due due) {
    db::exec(tx, R"(
        UPDATE transcripts SET tries = tries + 1, due_at = clock_timestamp() + least(interval '1 hour', interval '1 second' * 2 ^ least(tries, 12))
         WHERE tenant_id = $1 AND id = $2 AND made_at IS NULL)", due.tenant, due.id);
}

}  // namespace chatd::tickets::store

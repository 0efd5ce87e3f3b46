#include "files/store.hpp"

#include <algorithm>

#include "chatd/error.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "deadlines/store.hpp"
#include "files/links.hpp"

namespace chatd::files::store {
namespace {

#define CHATD_ATTACHMENT_COLUMNS \
    "id, name, size, content_type, '' AS url, CASE WHEN thumbnail_bytes IS NOT NULL THEN '' END AS thumbnail_url, width, height "

}  // namespace

std::int64_t uploaded_today(db::Tx& tx, TenantId tenant, UserId user) {
    const auto rows = db::exec(tx, R"(
        SELECT coalesce(sum(size), 0)::bigint FROM attachments
         WHERE tenant_id = $1 AND uploader_id = $2 AND created_at > now() - interval '24 hours')", tenant, user);
    return db::column<std::int64_t>(rows[0][0]);
}

AttachmentId announce(db::Tx& tx, TenantId tenant, UserId user, const NewFile& file, std::optional<std::int64_t> daily_max) {
    if (daily_max) {
        db::exec(tx, "SELECT FROM users WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE", tenant, user);
        if (uploaded_today(tx, tenant, user) + file.size > *daily_max) throw Error(Code::quota_exceeded, "You have uploaded too much today.");
    }
    const auto rows = db::exec(tx, R"(
        INSERT INTO attachments (tenant_id, uploader_id, name, size, content_type, width, height, thumbnail_bytes, sha256, storage_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id)",
                               tenant, user, file.name, file.size, file.content_type, file.width, file.height, file.thumbnail_bytes,
                               db::Bytes{file.sha256}, file.storage_key);
    return db::column<AttachmentId>(rows[0][0]);
}

Uploaded stage(db::Tx& tx, TenantId tenant, AttachmentId id) {
    const auto rows = db::exec(tx, "UPDATE attachments SET status = 'staged' WHERE tenant_id = $1 AND id = $2 AND status = 'storing' RETURNING "
                                   CHATD_ATTACHMENT_COLUMNS, tenant, id);
    auto attachment = db::maybe_row_as<Attachment>(rows);
    if (!attachment) throw not_found("attachment", id.value);
    links().sign(*attachment);
    auto url = attachment->url;
    return {std::move(*attachment), std::move(url)};
}

std::vector<Attachment> attach(db::Tx& tx, TenantId tenant, UserId user, const std::vector<AttachmentId>& ids, ChannelId channel, MessageId message) {
    // In the order of their ids, so that two who want the same ones never wait for each other.
    db::exec(tx, "SELECT FROM attachments WHERE tenant_id = $1 AND id = ANY ($2::bigint[]) ORDER BY id FOR NO KEY UPDATE", tenant, ids);
    const auto rows = db::exec(tx, R"(
        UPDATE attachments SET status = 'attached', attached_at = now(), channel_id = $4, message_id = $5
         WHERE tenant_id = $1 AND uploader_id = $2 AND id = ANY ($3::bigint[]) AND status = 'staged' RETURNING )" CHATD_ATTACHMENT_COLUMNS,
                               tenant, user, ids, channel, message);
    const auto taken = db::rows_as<Attachment>(rows);
    std::vector<Attachment> out;
    for (const auto id : ids) {
        const auto found = std::ranges::find(taken, id, &Attachment::id);
        if (found == taken.end()) throw not_found("attachment", id.value);
        out.push_back(*found);
    }
    return out;
}

Attachment Found::attachment(AttachmentId id) const {
    Attachment out{id, name, size, content_type, {}, {}, width, height};
    if (thumbnail_bytes) out.thumbnail_url.emplace();
    links().sign(out);
    return out;
}

std::optional<Found> find(db::Tx& tx, AttachmentId id) {
    const auto rows = db::exec(tx, R"(
        SELECT a.tenant_id, a.uploader_id, a.channel_id, a.name, a.content_type, a.storage_key,
               encode(a.sha256, 'hex') AS sha256, a.size, a.thumbnail_bytes, a.width, a.height
          FROM attachments a
          JOIN tenants t ON t.id = a.tenant_id AND t.status = 'active'
          LEFT JOIN chat_messages m ON m.tenant_id = a.tenant_id AND m.id = a.message_id
         WHERE a.id = $1 AND a.status <> 'storing' AND m.deleted_at IS NULL)", id);
    return db::maybe_row_as<Found>(rows);
}

void release(db::Tx& tx, TenantId tenant, MessageId message) {
    db::exec(tx, "UPDATE attachments SET released_at = clock_timestamp() WHERE tenant_id = $1 AND message_id = $2", tenant, message);
}

std::vector<Leaving> expire(db::Tx& tx, deadlines::ClockReference clock, std::chrono::seconds age, AttachmentId after, int limit) {
    if (!clock.agrees(deadlines::store::read_clock(tx))) return {};
    const auto rows = db::exec(tx, R"(
        WITH over AS MATERIALIZED (
            SELECT tenant_id, id, created_at AS since FROM attachments WHERE attached_at IS NULL AND created_at < now() - make_interval(secs => $1)
             UNION ALL
            SELECT tenant_id, id, released_at FROM attachments a
             WHERE released_at < now() - make_interval(secs => $1)
               AND NOT EXISTS (SELECT FROM ticket_update_attachments t WHERE t.tenant_id = a.tenant_id AND t.attachment_id = a.id)),
        chosen AS MATERIALIZED (
            SELECT a.tenant_id, a.id FROM over JOIN attachments a ON a.tenant_id = over.tenant_id AND a.id = over.id
             WHERE a.id > $2 AND lasting_since(over.since) < now() - make_interval(secs => $1)
               AND (a.attached_at IS NULL OR a.released_at IS NOT NULL)  -- still, when it is locked
             ORDER BY a.id LIMIT $3 FOR UPDATE OF a SKIP LOCKED)
        UPDATE attachments a SET status = 'storing', attached_at = NULL, released_at = NULL, channel_id = NULL, message_id = NULL
          FROM chosen WHERE a.tenant_id = chosen.tenant_id AND a.id = chosen.id
        RETURNING a.id, a.storage_key, a.thumbnail_bytes IS NOT NULL AS thumbnail)", age.count(), after, limit);
    auto out = db::rows_as<Leaving>(rows);
    std::ranges::sort(out, {}, &Leaving::id);
    return out;
}

std::vector<Leaving> unfinished(db::Tx& tx, TenantId tenant, AttachmentId id) {
    return db::rows_as<Leaving>(db::exec(tx, R"(
        SELECT id, storage_key, thumbnail_bytes IS NOT NULL AS thumbnail FROM attachments
         WHERE tenant_id = $1 AND id = $2 AND status = 'storing' FOR UPDATE)", tenant, id));
}

int forget(db::Tx& tx, const std::vector<AttachmentId>& ids) {
    const auto rows = db::exec(tx, R"(
        DELETE FROM attachments a
         WHERE id = ANY ($1::bigint[]) AND status = 'storing'
           AND NOT EXISTS (SELECT FROM ticket_update_attachments t WHERE t.tenant_id = a.tenant_id AND t.attachment_id = a.id)
        RETURNING true)", ids);
    return static_cast<int>(rows.size());
}

std::string database_id(db::Tx& tx) { return db::column<std::string>(db::exec(tx, "SELECT id::text FROM database_identity")[0][0]); }

std::vector<std::string> unknown(db::Tx& tx, const std::vector<std::string>& storage_keys) {
    const auto rows = db::exec(tx, R"(
        SELECT k FROM unnest($1::text[]) AS k
         WHERE NOT EXISTS (SELECT FROM attachments a WHERE a.storage_key = regexp_replace(k, '-t$', '')))", storage_keys);
    return db::values_as<std::string>(rows);
}

}  // namespace chatd::files::store

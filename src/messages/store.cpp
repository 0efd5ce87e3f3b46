#include "messages/store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::messages::store {
namespace {

#define CHATD_SELECT_MESSAGE R"(
        SELECT m.id, m.channel_id, c.session_id, m.seq,
               jsonb_build_object('id', u.id, 'name', u.name, 'kind', u.kind, 'avatar_url', u.avatar_url) AS sender,
               m.type, CASE WHEN m.deleted_at IS NULL THEN m.content ELSE '' END AS content,
               coalesce(m.attachments, '[]') AS attachments, NULL AS kb_article, m.reply_to, m.mentions, '[]' AS reactions,
               CASE c.kind WHEN 'backstage' THEN 'internal' ELSE 'all' END AS visibility,
               m.client_id, m.system, m.created_at, m.edited_at, m.deleted_at, m.push->>'event' AS push_event, m.push->>'data' AS push_data
          FROM chat_messages m
          JOIN chat_channels c ON c.tenant_id = m.tenant_id AND c.id = m.channel_id
          JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.sender_id
         WHERE m.tenant_id = $1 AND m.channel_id = $2 )"

NewMessage pushed(Message message) {
    NewMessage push;
    push.session_id = push.chat_id = message.session_id;
    push.channel_id = message.channel_id;
    push.seq = message.seq;
    push.message = std::move(message);
    return push;
}

}  // namespace

std::vector<Message> list(db::Tx& tx, TenantId tenant, ChannelId channel, std::int64_t from, std::int64_t to, int limit, bool last) {
    if (!last) {
        const auto rows = db::exec(tx, CHATD_SELECT_MESSAGE "AND m.seq > $3 AND m.seq < $4 ORDER BY m.seq LIMIT $5", tenant, channel,
                                   from, to, limit);
        return db::rows_as<Message>(rows);
    }
    const auto rows = db::exec(tx, CHATD_SELECT_MESSAGE "AND m.seq > $3 AND m.seq < $4 ORDER BY m.seq DESC LIMIT $5", tenant, channel,
                               from, to, limit);
    auto out = db::rows_as<Message>(rows);
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<hub::StoredEvent> events(db::Tx& tx, TenantId tenant, ChannelId channel, std::int64_t from, std::int64_t to) {
    std::vector<hub::StoredEvent> out;
    const auto rows = db::exec(tx, CHATD_SELECT_MESSAGE "AND m.seq > $3 AND m.seq <= $4 ORDER BY m.seq", tenant, channel, from, to);
    for (const auto& row : rows) {
        const auto seq = db::column<std::int64_t>(row["seq"]);
        if (row["push_event"].is_null()) {
            out.push_back({seq, api::push_of(pushed(db::row_as<Message>(rows, row)))});
        } else {
            auto event = db::column<std::string>(row["push_event"]);
            auto payload = db::column<std::string>(row["push_data"]);
            out.push_back({seq, hub::Push(std::move(event), std::move(payload))});
        }
    }
    const auto others = db::exec(tx, R"(
        SELECT seq, kind, data FROM channel_events
         WHERE tenant_id = $1 AND channel_id = $2 AND seq > $3 AND seq <= $4 ORDER BY seq)", tenant, channel, from, to);
    for (const auto& row : others)
        out.push_back({db::column<std::int64_t>(row[0]), hub::Push(db::column<std::string>(row[1]), db::column<std::string>(row[2]))});
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
    return out;
}

std::vector<Cursor> cursors(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto rows = db::exec(tx, R"(
        SELECT user_id, last_read_message_id AS message_id FROM channel_participants
         WHERE tenant_id = $1 AND channel_id = $2 AND left_at IS NULL ORDER BY user_id)", tenant, channel);
    return db::rows_as<Cursor>(rows);
}

SeenResult seen(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user, MessageId message) {
    const auto rows = db::exec(tx, R"(
        WITH wanted AS (SELECT seq FROM chat_messages WHERE tenant_id = $1 AND channel_id = $2 AND id = $4),
        moved AS (
            UPDATE channel_participants p SET last_read_seq = w.seq, last_read_message_id = $4
              FROM wanted w
             WHERE p.tenant_id = $1 AND p.channel_id = $2 AND p.user_id = $3 AND p.left_at IS NULL AND p.last_read_seq < w.seq
            RETURNING 1)
        SELECT EXISTS (SELECT FROM wanted) AS found, EXISTS (SELECT FROM moved) AS moved,
               EXISTS (SELECT FROM channel_participants p WHERE p.tenant_id = $1 AND p.channel_id = $2 AND p.user_id = $3
                          AND p.left_at IS NULL) AS participant,
               (SELECT session_id FROM chat_channels WHERE tenant_id = $1 AND id = $2) AS session_id)",
                               tenant, channel, user, message);
    return *db::maybe_row_as<SeenResult>(rows);
}

Message add_system_message(db::Tx& tx, TenantId tenant, ChannelId channel, const Note& note) {
    const auto rows = db::exec(tx, R"(
        WITH raised AS (
            UPDATE chat_channels SET last_seq = last_seq + 1 WHERE tenant_id = $1 AND id = $2 RETURNING last_seq, session_id, kind),
        teller AS (SELECT id, name FROM users WHERE tenant_id = $1 AND kind = 'system'),
        added AS (
            INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, body_hash, created_at, type, content, system)
            SELECT $1, $2, last_seq, nextval('message_ids'), teller.id, 0, clock_timestamp(), 'system_event', $3,
                   jsonb_build_object('code', $4::text, 'params', $5::jsonb)
              FROM raised, teller
            RETURNING *)
        SELECT a.id, a.channel_id, r.session_id, a.seq,
               jsonb_build_object('id', t.id, 'name', t.name, 'kind', 'system', 'avatar_url', NULL) AS sender, a.type, a.content,
               '[]' AS attachments, NULL AS kb_article, a.reply_to, a.mentions, '[]' AS reactions,
               CASE r.kind WHEN 'backstage' THEN 'internal' ELSE 'all' END AS visibility, a.client_id, a.system, a.created_at,
               a.edited_at, a.deleted_at
          FROM added a, raised r, teller t)", tenant, channel, note.text, note.code, note.params);
    auto message = db::maybe_row_as<Message>(rows);
    if (!message) throw not_found("channel", channel.value);
    return *message;
}

void set_push(db::Tx& tx, TenantId tenant, const Message& message, std::string_view event, std::string_view payload) {
    db::exec(tx, R"(
        UPDATE chat_messages SET push = jsonb_build_object('event', $4::text, 'data', $5::jsonb)
         WHERE tenant_id = $1 AND channel_id = $2 AND seq = $3)", tenant, message.channel_id, message.seq, event, payload);
}

}  // namespace chatd::messages::store

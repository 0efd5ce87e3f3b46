#include "messages/store.hpp"

#include <nlohmann/json.hpp>

#include "channels/scope.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "files/links.hpp"
#include "files/store.hpp"

namespace chatd::messages::store {
namespace {

#define CHATD_MESSAGES R"(
        SELECT m.id, m.channel_id, c.session_id, m.seq,
               jsonb_build_object('id', u.id, 'name', u.name, 'kind', u.kind, 'avatar_url', u.avatar_url) AS sender,
               m.type, CASE WHEN m.deleted_at IS NULL THEN m.content ELSE '' END AS content,
               CASE WHEN m.deleted_at IS NULL THEN coalesce(m.attachments, '[]') ELSE '[]' END AS attachments, CASE WHEN m.deleted_at IS NULL THEN m.metadata->'kb_article' END AS kb_article,
               m.reply_to,
               CASE WHEN m.deleted_at IS NULL THEN m.mentions END AS mentions, m.reactions,
               CASE c.kind WHEN 'backstage' THEN 'internal' ELSE 'all' END AS visibility,
               m.client_id, m.system, m.created_at, m.edited_at, m.deleted_at, m.push->>'event' AS push_event, m.push->>'data' AS push_data
          FROM chat_messages m
          JOIN chat_channels c ON c.tenant_id = m.tenant_id AND c.id = m.channel_id
          JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.sender_id )"
#define CHATD_SELECT_MESSAGE CHATD_MESSAGES "WHERE m.tenant_id = $1 AND m.channel_id = $2 "

/// Links are made when a message is read, for whoever is shown it.
Message linked(Message message) {
    for (auto& attachment : message.attachments) files::links().sign(attachment);
    return message;
}
std::vector<Message> linked(std::vector<Message> messages) {
    for (auto& message : messages) message = linked(std::move(message));
    return messages;
}

/// What the room was told of a message with files, told again.
std::string with_fresh_links(std::string data) {
    if (data.find("\"attachments\": [{") == std::string::npos) return data;
    auto told = Json::parse(data);
    auto& shown = told["message"]["attachments"];
    for (auto& one : shown) {
        auto attachment = read<files::Attachment>(one);
        files::links().sign(attachment);
        one = Json::parse(to_json(attachment));
    }
    return told.dump();
}

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
        return linked(db::rows_as<Message>(rows));
    }
    const auto rows = db::exec(tx, CHATD_SELECT_MESSAGE "AND m.seq > $3 AND m.seq < $4 ORDER BY m.seq DESC LIMIT $5", tenant, channel,
                               from, to, limit);
    auto out = linked(db::rows_as<Message>(rows));
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<UserId> readers(db::Tx& tx, TenantId tenant, ChannelId channel, std::vector<UserId> users) {
    const auto rows = db::exec(tx, R"(
        SELECT u.id FROM users u
          JOIN chat_channels c ON c.tenant_id = $1 AND c.id = $2
          LEFT JOIN channel_participants p ON p.tenant_id = $1 AND p.channel_id = $2 AND p.user_id = u.id AND p.left_at IS NULL
          LEFT JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = c.session_id
         WHERE u.tenant_id = $1 AND u.id = ANY ($3::bigint[]) AND u.status = 'active'
           AND (p.user_id IS NOT NULL
                OR (c.session_id IS NOT NULL AND u.kind = 'technician'
                    AND )" CHATD_SCOPE_ADMITS("$1", "u.id") R"())
         ORDER BY u.id)", tenant, channel, users);
    return db::values_as<UserId>(rows);
}

std::optional<Message> find(db::Tx& tx, TenantId tenant, ChannelId channel, MessageId message) {
    const auto rows = db::exec(tx, CHATD_SELECT_MESSAGE "AND m.id = $3", tenant, channel, message);
    auto found = db::maybe_row_as<Message>(rows);
    if (found) found = linked(std::move(*found));
    return found;
}

bool has_key(db::Tx& tx, TenantId tenant, ChannelId channel, UserId sender, Uuid client_id) {
    return !db::exec(tx, "SELECT FROM chat_messages WHERE channel_id = $2 AND sender_id = $3 AND client_id = $4 AND tenant_id = $1", tenant, channel,
                     sender, client_id).empty();
}

std::vector<Message> find_all(db::Tx& tx, TenantId tenant, const std::vector<MessageId>& messages) {
    return linked(db::rows_as<Message>(db::exec(tx, CHATD_MESSAGES "WHERE m.tenant_id = $1 AND m.id = ANY ($2::bigint[])", tenant, messages)));
}

bool exists(db::Tx& tx, TenantId tenant, ChannelId channel, MessageId message) {
    return !db::exec(tx, "SELECT FROM chat_messages WHERE tenant_id = $1 AND channel_id = $2 AND id = $3", tenant, channel, message).empty();
}

std::vector<hub::StoredEvent> events(db::Tx& tx, TenantId tenant, ChannelId channel, std::int64_t from, std::int64_t to) {
    return std::move(events_of(tx, tenant, {{channel, from, to}}).front());
}

namespace {
/// The columns of a statement over many channels.
struct Columns {
    explicit Columns(const std::vector<Span>& spans) {
        for (const auto& span : spans) {
            channels.push_back(span.channel);
            from.push_back(span.from);
            to.push_back(span.to);
        }
    }
    std::vector<ChannelId> channels;
    std::vector<std::int64_t> from, to;
};
#define CHATD_SPANS "unnest($2::bigint[], $3::bigint[], $4::bigint[]) WITH ORDINALITY AS k (channel, after, upto, ord) "
}  // namespace

std::vector<std::vector<hub::StoredEvent>> events_of(db::Tx& tx, TenantId tenant, const std::vector<Span>& spans) {
    const Columns asked(spans);
    std::vector<std::vector<hub::StoredEvent>> out(spans.size());
    // OFFSET 0 keeps each channel a range of the key, whatever the statistics say.
    const auto rows = db::exec(tx, "SELECT k.ord, m.* FROM " CHATD_SPANS "CROSS JOIN LATERAL (" CHATD_MESSAGES R"(
          WHERE m.tenant_id = $1 AND m.channel_id = k.channel AND m.seq > k.after AND m.seq <= k.upto OFFSET 0) m ORDER BY k.ord, m.seq)",
                               tenant, asked.channels, asked.from, asked.to);
    const db::RowReader<Message> message(rows);
    const auto push_event = rows.column_number("push_event"), push_data = rows.column_number("push_data"), seq = rows.column_number("seq");
    for (const auto& row : rows) {
        auto& into = out[db::column<std::size_t>(row[0]) - 1];
        if (row[push_event].is_null()) into.push_back({db::column<std::int64_t>(row[seq]), api::push_of(pushed(linked(message(row))))});
        else into.push_back({db::column<std::int64_t>(row[seq]), hub::Push(db::column<std::string>(row[push_event]), db::column<std::string>(row[push_data]))});
    }
    const auto others = db::exec(tx, "SELECT k.ord, e.* FROM " CHATD_SPANS R"(CROSS JOIN LATERAL (
        SELECT seq, kind, data FROM channel_events
         WHERE tenant_id = $1 AND channel_id = k.channel AND seq > k.after AND seq <= k.upto OFFSET 0) e ORDER BY k.ord, e.seq)",
                                 tenant, asked.channels, asked.from, asked.to);
    for (const auto& row : others)
        out[db::column<std::size_t>(row[0]) - 1].push_back(
            {db::column<std::int64_t>(row[1]), hub::Push(db::column<std::string>(row[2]), with_fresh_links(db::column<std::string>(row[3])))});
    if (!others.empty())
        for (auto& events : out) std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
    return out;
}

std::vector<Backlog> backlogs(db::Tx& tx, TenantId tenant, const std::vector<Span>& spans, std::chrono::seconds age_max) {
    const Columns asked(spans);
    const auto rows = db::exec(tx, "SELECT coalesce(least(m.first, e.first) < now() - make_interval(secs => $5), false) AS old, "
                                     "coalesce(m.bytes, 0) + coalesce(e.bytes, 0) AS bytes FROM " CHATD_SPANS R"(
         CROSS JOIN LATERAL (
            SELECT min(created_at) AS first, sum(512 + coalesce(pg_column_size(push), octet_length(content) + coalesce(pg_column_size(metadata), 0))) AS bytes FROM chat_messages
             WHERE tenant_id = $1 AND channel_id = k.channel AND seq > k.after AND seq <= k.upto OFFSET 0) m
         CROSS JOIN LATERAL (
            SELECT min(created_at) AS first, sum(64 + pg_column_size(data)) AS bytes FROM channel_events
             WHERE tenant_id = $1 AND channel_id = k.channel AND seq > k.after AND seq <= k.upto OFFSET 0) e
         ORDER BY k.ord)", tenant, asked.channels, asked.from, asked.to, age_max.count());
    return db::rows_as<Backlog>(rows);
}

std::vector<std::vector<Cursor>> cursors_of(db::Tx& tx, TenantId tenant, const std::vector<ChannelId>& channels) {
    const auto rows = db::exec(tx, R"(
        SELECT k.ord, p.user_id, p.last_read_message_id AS message_id
          FROM unnest($2::bigint[]) WITH ORDINALITY AS k (channel, ord)
          JOIN channel_participants p ON p.tenant_id = $1 AND p.channel_id = k.channel AND p.left_at IS NULL
         ORDER BY k.ord, p.user_id)", tenant, channels);
    const db::RowReader<Cursor> cursor(rows);
    std::vector<std::vector<Cursor>> out(channels.size());
    for (const auto& row : rows) out[db::column<std::size_t>(row[0]) - 1].push_back(cursor(row));
    return out;
}

std::vector<Cursor> cursors(db::Tx& tx, TenantId tenant, ChannelId channel) { return std::move(cursors_of(tx, tenant, {channel}).front()); }

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

Message append(db::Tx& tx, TenantId tenant, Message message) {
    const auto slot = db::next_slot(tx, tenant, message.channel_id);
    message.id = slot.message_id;
    message.seq = slot.seq;
    message.created_at = slot.at;
    Send asked;
    asked.channel_id = message.channel_id;
    asked.content = message.content;
    try {
        const auto rows = db::exec(tx, R"(
            INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, client_id, body_hash, created_at, type, content)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            RETURNING (SELECT session_id FROM chat_channels WHERE tenant_id = $1 AND id = $2))",
                                   tenant, message.channel_id, message.seq, message.id, message.sender.id, message.client_id, hash_of(asked),
                                   message.created_at, message.type, message.content);
        message.session_id = db::column<std::optional<ChannelId>>(rows[0][0]);
    } catch (const db::ConstraintViolation& violation) {
        if (violation.constraint != "chat_messages_once") throw;
        throw Error(Code::idempotency_conflict, "Another message was sent with this client_id.");
    }
    return message;
}

Posted post(db::Tx& tx, const db::JournalInput& input, const std::vector<AttachmentId>& files) {
    db::lock_channels(tx, input.tenant, {input.channel});
    const auto rows = db::exec(tx, R"(
        SELECT c.kind, c.session_id, c.status = 'closed' AS closed, p.user_id IS NOT NULL AND p.left_at IS NULL AS member,
               m.seq, m.id, m.created_at, m.body_hash = $5 AS same
          FROM chat_channels c
          LEFT JOIN channel_participants p ON p.tenant_id = c.tenant_id AND p.channel_id = c.id AND p.user_id = $3
          LEFT JOIN chat_messages m ON m.channel_id = c.id AND m.sender_id = $3 AND m.client_id = $4
         WHERE c.tenant_id = $1 AND c.id = $2)", input.tenant, input.channel, input.sender, input.client_id, input.body_hash);
    Posted out;
    auto& outcome = out.outcome;
    outcome.code = db::JournalCode::not_found;
    if (rows.empty()) return out;
    outcome.kind = db::column<std::string>(rows[0][0]);
    outcome.session_id = db::column<std::optional<ChannelId>>(rows[0][1]);
    if (!rows[0][4].is_null()) {
        outcome.code = db::column<bool>(rows[0][7]) ? db::JournalCode::replayed : db::JournalCode::conflict;
        outcome.seq = db::column<std::int64_t>(rows[0][4]);
        outcome.id = db::column<MessageId>(rows[0][5]);
        outcome.created_at = db::column<Time>(rows[0][6]);
        return out;
    }
    outcome.code = db::column<bool>(rows[0][2]) ? db::JournalCode::closed : db::JournalCode::not_member;
    if (outcome.code == db::JournalCode::closed || !db::column<bool>(rows[0][3])) return out;
    const auto slot = db::next_slot(tx, input.tenant, input.channel);
    out.attachments = files::store::attach(tx, input.tenant, input.sender, files, input.channel, slot.message_id);
    db::exec(tx, R"(
        INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, client_id, body_hash, created_at, type, content, reply_to, mentions, attachments)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12::bigint[], '{}'), $13))",
             input.tenant, input.channel, slot.seq, slot.message_id, input.sender, input.client_id, input.body_hash, slot.at, input.type, input.content,
             input.reply_to, input.mentions, to_json(out.attachments));
    db::exec(tx, R"(
        INSERT INTO channel_mentions (tenant_id, channel_id, user_id, seq, message_id)
        SELECT $1, $2, unnest($3::bigint[]), $4, $5)", input.tenant, input.channel, input.mentions, slot.seq, slot.message_id);
    for (auto& attachment : out.attachments) files::links().sign(attachment);
    outcome.code = db::JournalCode::stored;
    outcome.seq = slot.seq;
    outcome.id = slot.message_id;
    outcome.created_at = slot.at;
    return out;
}

Message compose(db::Tx& tx, TenantId tenant, ChannelId channel, const db::Slot& slot, const Note& note) {
    const auto rows = db::exec(tx, "SELECT id, name FROM users WHERE tenant_id = $1 AND kind = 'system'", tenant);
    Message message;
    message.id = slot.message_id;
    message.channel_id = channel;
    message.session_id = channel;
    message.seq = slot.seq;
    message.sender.id = db::column<UserId>(rows[0][0]);
    message.sender.name = db::column<std::string>(rows[0][1]);
    message.sender.kind = UserKind::system;
    message.type = Type::system_event;
    message.content = note.text;
    message.system = SystemEvent{note.code, {note.params}};
    message.created_at = slot.at;
    return message;
}

void insert(db::Tx& tx, TenantId tenant, const Message& message, const db::Slot& slot, std::string_view event, std::string_view payload) {
    std::string push = R"({"event":)" + json_quoted(event) + R"(,"data":)";
    push += payload;
    push += '}';
    db::insert_system_event(tx, tenant, message.channel_id, slot, message.content, to_json(*message.system), push);
}

}  // namespace chatd::messages::store

#include "db/channel_log.hpp"

#include "chatd/error.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::db {

Slot next_slot(Tx& tx, TenantId tenant, ChannelId channel) {
    const auto rows = exec(tx, R"(
        UPDATE chat_channels SET last_seq = last_seq + 1 WHERE tenant_id = $1 AND id = $2
        RETURNING last_seq, nextval('message_ids'), clock_timestamp())", tenant, channel);
    if (rows.empty()) throw not_found("channel", channel.value);
    return {column<std::int64_t>(rows[0][0]), column<MessageId>(rows[0][1]), column<Time>(rows[0][2])};
}

void lock_channels(Tx& tx, TenantId tenant, const std::vector<ChannelId>& channels) {
    exec(tx, R"(
        SELECT FROM chat_channels WHERE tenant_id = $1 AND id = ANY ($2::bigint[])
         ORDER BY tenant_id, id FOR NO KEY UPDATE)", tenant, channels);
}

void insert_system_event(Tx& tx, TenantId tenant, ChannelId channel, const Slot& slot, std::string_view content, std::string_view system,
                         std::string_view push) {
    exec(tx, R"(
        INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, body_hash, created_at, type, content, system, push)
        SELECT $1, $2, $3, $4, u.id, 0, $5, 'system_event', $6, $7, $8
          FROM users u WHERE u.tenant_id = $1 AND u.kind = 'system')",
         tenant, channel, slot.seq, slot.message_id, slot.at, content, system, push);
}

void insert_event(Tx& tx, TenantId tenant, ChannelId channel, const Slot& slot, std::optional<UserId> actor, std::string_view kind, std::string_view data) {
    exec(tx, R"(
        INSERT INTO channel_events (tenant_id, channel_id, seq, actor_id, kind, data, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7))",
         tenant, channel, slot.seq, actor, kind, data, slot.at);
}

}  // namespace chatd::db

#include "channels/store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::channels::store {

std::optional<Standing> standing(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user) {
    const auto rows = db::exec(tx, R"(
        SELECT c.id, c.kind, c.session_id, c.status = 'open' AS open, c.last_seq,
               p.user_id IS NOT NULL AND p.left_at IS NULL AS participant,
               coalesce(s.customer_id = $3, false) AS customer,
               NOT EXISTS (SELECT FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = $3 AND a.kind = 'organization')
               OR EXISTS (SELECT FROM user_access_scopes a WHERE a.tenant_id = $1 AND a.user_id = $3 AND a.kind = 'organization'
                           AND a.object_id = s.organization_id) AS in_scope
          FROM chat_channels c
          LEFT JOIN channel_participants p ON p.tenant_id = $1 AND p.channel_id = c.id AND p.user_id = $3
          LEFT JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = c.session_id
         WHERE c.tenant_id = $1 AND c.id = $2)", tenant, channel, user);
    return db::maybe_row_as<Standing>(rows);
}

std::vector<std::pair<ChannelId, std::int64_t>> heads(db::Tx& tx, std::vector<TenantId> tenants, std::vector<ChannelId> channels) {
    const auto rows = db::exec(tx, R"(
        SELECT c.id, c.last_seq FROM unnest($1::bigint[], $2::bigint[]) AS k (tenant, channel)
          JOIN chat_channels c ON c.tenant_id = k.tenant AND c.id = k.channel)", tenants, channels);
    std::vector<std::pair<ChannelId, std::int64_t>> out;
    for (const auto& row : rows) out.emplace_back(db::column<ChannelId>(row[0]), db::column<std::int64_t>(row[1]));
    return out;
}

}  // namespace chatd::channels::store

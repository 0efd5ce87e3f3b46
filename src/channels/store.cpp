#include "channels/store.hpp"

#include "channels/scope.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::channels::store {

// Of the rows k (tenant, channel, person).
#define CHATD_STANDING_COLUMNS R"(
               c.id, c.kind, c.session_id, c.status = 'open' AS open, c.last_seq,
               p.user_id IS NOT NULL AND p.left_at IS NULL AS participant,
               coalesce(s.customer_id = k.person, false) AS customer,)" CHATD_SCOPE_ADMITS("k.tenant", "k.person") R"( AS in_scope )"
#define CHATD_STANDING_JOINS R"(
          JOIN chat_channels c ON c.tenant_id = k.tenant AND c.id = k.channel
          LEFT JOIN channel_participants p ON p.tenant_id = k.tenant AND p.channel_id = k.channel AND p.user_id = k.person
          LEFT JOIN live_chat_sessions s ON s.tenant_id = k.tenant AND s.channel_id = c.session_id )"

std::optional<Standing> standing(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user) {
    const auto rows = db::exec(tx, "SELECT" CHATD_STANDING_COLUMNS
                               "FROM (SELECT $1::bigint AS tenant, $2::bigint AS channel, $3::bigint AS person) k" CHATD_STANDING_JOINS,
                               tenant, channel, user);
    return db::maybe_row_as<Standing>(rows);
}

std::vector<std::optional<Standing>> standings(db::Tx& tx, std::vector<TenantId> tenants, std::vector<ChannelId> channels, std::vector<UserId> users) {
    const auto rows = db::exec(tx, "SELECT k.ord," CHATD_STANDING_COLUMNS R"(
          FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS k (tenant, channel, person, ord))" CHATD_STANDING_JOINS,
                               tenants, channels, users);
    std::vector<std::optional<Standing>> out(users.size());
    for (const auto& row : rows) out[db::column<std::size_t>(row[0]) - 1] = db::row_as<Standing>(rows, row);
    return out;
}

std::optional<ChannelId> backstage(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto rows = db::exec(tx, R"(
        SELECT b.id FROM chat_channels c
          JOIN chat_channels b ON b.tenant_id = $1 AND b.session_id = c.session_id AND b.kind = 'backstage'
         WHERE c.tenant_id = $1 AND c.id = $2)", tenant, channel);
    return db::maybe_value_as<ChannelId>(rows);
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

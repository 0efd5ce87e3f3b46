#include "search/index_store.hpp"

#include "db/exec.hpp"
#include "db/rows.hpp"

namespace chatd::search::store {
namespace {

std::vector<Followed> followed(const pqxx::result& rows) {
    std::vector<Followed> out;
    for (const auto& row : rows) out.emplace_back(db::column<TenantId>(row[0]), db::column<ChannelId>(row[1]));
    return out;
}

}  // namespace

std::vector<Followed> behind(db::Tx& tx, TenantId tenant, ChannelId channel, int limit) {
    return followed(db::exec(tx, R"(
        SELECT c.tenant_id, c.id FROM chat_channels c
          LEFT JOIN search_heads h ON h.tenant_id = c.tenant_id AND h.channel_id = c.id
         WHERE (c.tenant_id, c.id) > ($1::bigint, $2::bigint) AND c.last_seq > coalesce(h.seq, 0)
         ORDER BY c.tenant_id, c.id LIMIT $3)", tenant, channel, limit));
}

std::vector<Followed> follow(db::Tx& tx, std::vector<Followed> channels, int events_max) {
    std::vector<TenantId> tenants;
    std::vector<ChannelId> ids;
    for (const auto& [tenant, channel] : channels) {
        tenants.push_back(tenant);
        ids.push_back(channel);
    }
    return followed(db::exec(tx, "SELECT tenant, channel FROM search_follow($1::bigint[], $2::bigint[], $3)", tenants, ids, events_max));
}

int catch_up(db::Tx& tx, int changes_max) { return db::column<int>(db::exec(tx, "SELECT search_catch_up($1)", changes_max)[0][0]); }

}  // namespace chatd::search::store

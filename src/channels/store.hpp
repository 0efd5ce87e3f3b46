// The SQL of channels. Blocking; for the database's threads.
#pragma once
#include "channels/channels.hpp"
#include "db/database.hpp"

namespace chatd::channels::store {

/// Nothing if the tenant has no such channel.
std::optional<Standing> standing(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user);

/// The present last_seq of each channel; `tenants[i]` is that of `channels[i]`.
std::vector<std::pair<ChannelId, std::int64_t>> heads(db::Tx& tx, std::vector<TenantId> tenants, std::vector<ChannelId> channels);

}  // namespace chatd::channels::store

// The SQL of channels. Blocking; for the database's threads.
#pragma once
#include "channels/channels.hpp"
#include "db/database.hpp"

namespace chatd::channels::store {

/// Nothing if the tenant has no such channel.
std::optional<Standing> standing(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user);

/// Of many, each channel with its user, in the order asked; nothing where the tenant has no such channel. One statement.
std::vector<std::optional<Standing>> standings(db::Tx& tx, std::vector<TenantId> tenants, std::vector<ChannelId> channels, std::vector<UserId> users);

/// The backstage of a live chat, or of a backstage itself; nothing of other channels.
std::optional<ChannelId> backstage(db::Tx& tx, TenantId tenant, ChannelId channel);

/// The present last_seq of each channel; `tenants[i]` is that of `channels[i]`.
std::vector<std::pair<ChannelId, std::int64_t>> heads(db::Tx& tx, std::vector<TenantId> tenants, std::vector<ChannelId> channels);

}  // namespace chatd::channels::store

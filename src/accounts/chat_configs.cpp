#include "accounts/chat_configs.hpp"

#include <algorithm>

#include "accounts/chat_configs_store.hpp"

namespace chatd::accounts {

Task<> ChatConfigs::refresh() {
    auto version = co_await database_.read(store::chat_configs_version);
    if (version == version_) co_return;
    auto records = co_await database_.read(store::chat_configs);
    by_public_id_.clear();
    by_id_.clear();
    Origins origins;
    for (auto& record : records) {
        if (record.active()) origins.insert(record.allowed_origins.begin(), record.allowed_origins.end());
        auto kept = std::make_shared<const ChatConfig>(std::move(record));
        by_public_id_.emplace(kept->public_id, kept);
        by_id_.emplace(kept->id, kept);
    }
    origins_ = std::make_shared<const Origins>(std::move(origins));
    version_ = std::move(version);
}

Task<ChatConfigPtr> ChatConfigs::find(std::string public_id) {
    auto held = by_public_id_.find(public_id);
    if (held == by_public_id_.end()) {
        co_await refresh();
        held = by_public_id_.find(public_id);
    }
    if (held == by_public_id_.end()) co_return nullptr;
    co_return held->second;
}

ChatConfigPtr ChatConfigs::find(TenantId tenant, ChatConfigId id) const {
    auto held = by_id_.find(id);
    return held != by_id_.end() && held->second->tenant == tenant ? held->second : nullptr;
}

bool ChatConfigs::origin_allowed(std::string_view origin) const {
    auto origins = origins_.load();
    return origins->contains(origin);
}

bool ChatConfigs::origin_allowed(const ChatConfig& config, std::string_view origin) {
    return std::find(config.allowed_origins.begin(), config.allowed_origins.end(), origin) != config.allowed_origins.end();
}

void check_origin(const std::string& origin) {
    auto rest = std::string_view(origin);
    if (rest.starts_with("https://")) rest.remove_prefix(8);
    else if (rest.starts_with("http://")) rest.remove_prefix(7);
    else throw invalid("allowed_origins", "\"" + origin + "\" does not begin with https:// or http://");
    auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']'; };
    if (rest.empty() || !std::all_of(rest.begin(), rest.end(), fits)) throw invalid("allowed_origins", "\"" + origin + "\" is more than scheme, host and port, in lower case");
}

}  // namespace chatd::accounts

#include "accounts/changes.hpp"

#include "accounts/changes_store.hpp"

namespace chatd::accounts {
namespace {
/// A daemon that could not read them for so long has been without its database, and its connections without their end of life.
constexpr std::int64_t kept_for_s = 24 * 3600;
}  // namespace

Task<> Changes::begin() { moment_ = co_await database_.read(store::moment); }

Task<std::vector<AccountChange>> Changes::look() {
    if (moment_.empty()) co_await begin();
    auto news = co_await database_.read(store::changes_since, moment_);
    moment_ = std::move(news.moment);
    for (const auto& change : news.changes) {
        if (change.channel) continue;
        if (change.user) callers_.changed(change.tenant, *change.user);
        else callers_.changed(change.tenant);
    }
    co_return std::move(news.changes);
}

Task<> Changes::tidy() { co_await database_.write(store::forget_changes, kept_for_s); }

}  // namespace chatd::accounts

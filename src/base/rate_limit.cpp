#include "chatd/rate_limit.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "chatd/error.hpp"

namespace chatd {
namespace {
using Milliseconds = std::chrono::duration<double, std::milli>;
}

RateLimit::RateLimit(Rate rate, std::size_t keys_max) : rate_(rate), keys_max_(std::max<std::size_t>(keys_max, 1)) {}

double RateLimit::filled(const Bucket& bucket, Time now) const {
    if (now <= bucket.at) return bucket.tokens;
    auto periods = Milliseconds(now - bucket.at) / Milliseconds(rate_.period);
    return std::min(rate_.burst, bucket.tokens + periods * rate_.count);
}

std::optional<std::chrono::milliseconds> RateLimit::take(std::string_view key, Time now, double cost) {
    auto found = by_key_.find(key);
    if (found == by_key_.end()) {
        if (buckets_.size() >= keys_max_) {
            by_key_.erase(buckets_.back().key);
            buckets_.pop_back();
        }
        buckets_.push_front(Bucket{std::string(key), rate_.burst, now});
        found = by_key_.emplace(buckets_.front().key, buckets_.begin()).first;
    }
    auto& bucket = *found->second;
    buckets_.splice(buckets_.begin(), buckets_, found->second);
    bucket.tokens = filled(bucket, now);
    bucket.at = std::max(bucket.at, now);
    if (bucket.tokens + 1e-9 >= cost) {
        bucket.tokens -= cost;
        return {};
    }
    auto wait = (cost - bucket.tokens) / rate_.count * Milliseconds(rate_.period).count();
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(wait)));
}

void RateLimit::require(std::string_view key, Time now, double cost) {
    auto wait = take(key, now, cost);
    if (!wait) return;
    auto error = Error(Code::rate_limited, "Too many requests; try again later.");
    error.retry_after_ms = static_cast<int>(std::min<std::int64_t>(wait->count(), 86'400'000));
    throw error;
}

bool RateLimit::ready(std::string_view key, Time now) const {
    auto found = by_key_.find(key);
    return found == by_key_.end() || filled(*found->second, now) + 1e-9 >= 1;
}

void RateLimit::forget(std::string_view key) {
    auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    auto bucket = found->second;
    by_key_.erase(found);
    buckets_.erase(bucket);
}

}  // namespace chatd

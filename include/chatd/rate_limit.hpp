// How often something may happen: a token bucket for each key (an address, a user, an account). A value with `now` as an argument:
// no clock, no lock; it belongs to the thread that owns it. Used by Api::call and by the sign-in.
#pragma once
#include <chrono>
#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chatd {

/// `count` times each `period` in the long run, `burst` at once after a rest. `Rate{10, 1s, 20}`.
struct Rate {
    double count = 0;
    std::chrono::steady_clock::duration period{};
    double burst = 0;
    bool operator==(const Rate&) const = default;
};
/// "at most n in a period", all of them at once if one likes.
constexpr Rate at_most(double count, std::chrono::steady_clock::duration period) { return {count, period, count}; }

class RateLimit {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Remembers at most `keys_max` keys. When full, the one that was quiet longest is forgotten (it starts with a full bucket again),
    /// so that strangers with ever new keys cost memory only up to here.
    explicit RateLimit(Rate rate, std::size_t keys_max = 100'000);

    /// Takes one token. Nothing: go ahead. Else how long to wait until one is there; nothing is taken then.
    std::optional<std::chrono::milliseconds> take(std::string_view key, Time now, double cost = 1);
    /// As take(), but throws `rate_limited` with `retry_after_ms`.
    void require(std::string_view key, Time now, double cost = 1);
    /// Whether a token is there, taking none.
    bool ready(std::string_view key, Time now) const;
    /// Fills the key's bucket (a sign-in that succeeded).
    void forget(std::string_view key);
    std::size_t keys() const { return buckets_.size(); }

private:
    struct Bucket {
        std::string key;
        double tokens;
        Time at;
    };
    using Buckets = std::list<Bucket>;
    double filled(const Bucket& bucket, Time now) const;

    Rate rate_;
    std::size_t keys_max_;
    Buckets buckets_;  // the most recently used first
    std::unordered_map<std::string_view, Buckets::iterator> by_key_;
};

}  // namespace chatd

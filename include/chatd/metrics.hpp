// What is counted, for /metrics: counters, gauges and histograms in Prometheus' text format 0.0.4.
//
//     static auto& cuts = metrics::counter("chatd_slow_client_cuts_total", "Connections closed because their peer did not read.");
//     cuts.add();
//
// A metric is made at first use and lives as long as the process, so the reference stays good. Updating is one relaxed atomic operation, on any
// thread; making one takes a lock. Names: prefix chatd_, base units, `_total`, `_seconds`, `_bytes`; no id, no name, no path in a label.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chatd::metrics {

/// Different label values of one name, before all further ones share the series whose values are all `other`.
inline constexpr std::size_t series_max = 500;

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Counter {
public:
    void add(std::uint64_t count = 1) { value_.fetch_add(count, std::memory_order_relaxed); }
    std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> value_{0};
};

class Gauge {
public:
    void set(double value) { value_.store(value, std::memory_order_relaxed); }
    void add(double change) { value_.fetch_add(change, std::memory_order_relaxed); }
    double value() const { return value_.load(std::memory_order_relaxed); }

private:
    std::atomic<double> value_{0};
};

/// Counts observations below each of its bounds. A scrape may see an observation in a bucket and not yet in the sum.
class Histogram {
public:
    explicit Histogram(std::span<const double> bounds);
    void observe(double value);
    std::uint64_t count() const;
    double sum() const { return sum_.load(std::memory_order_relaxed); }
    const std::vector<double>& bounds() const { return bounds_; }
    /// Of bounds()[bucket] alone, not of those below; the last is for what is above all bounds.
    std::uint64_t in(std::size_t bucket) const { return buckets_[bucket].load(std::memory_order_relaxed); }

private:
    std::vector<double> bounds_;
    std::vector<std::atomic<std::uint64_t>> buckets_;
    std::atomic<double> sum_{0};
};

/// For what takes from a fraction of a millisecond to ten seconds.
inline constexpr std::array latency_s{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
/// For what waits for people: a second to an hour.
inline constexpr std::array waiting_s{1.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0};
/// From 256 bytes to 4 MiB.
inline constexpr std::array size_bytes{256.0, 1024.0, 4096.0, 16384.0, 65536.0, 262144.0, 1048576.0, 4194304.0};

/// The metric of that name and these labels, made if it is new. The same name must always come with the same kind.
Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
Gauge& gauge(std::string_view name, std::string_view help, Labels labels = {});
Histogram& histogram(std::string_view name, std::string_view help, std::span<const double> bounds, Labels labels = {});
/// A gauge that is asked when it is scraped, on the scraping thread; the function must be quick and stay callable.
void gauge_from(std::string_view name, std::string_view help, std::function<double()> value);
/// As gauge_from(), for what only grows.
void counter_from(std::string_view name, std::string_view help, std::function<double()> value);

/// Memory, processor time, descriptors and start time of the process, and chatd_build_info{version}.
void add_process_metrics();

inline constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";
/// All metrics, sorted by name.
std::string text();

}  // namespace chatd::metrics

#include "chatd/metrics.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace metrics = chatd::metrics;

namespace {
bool shows(std::string_view lines) {
    const auto text = metrics::text();
    return text.find(lines) != std::string::npos;
}
}  // namespace

TEST(Metrics, ACounterIsShownWithHelpAndType) {
    metrics::counter("t_cuts_total", "Cuts, with a \\ and\na line.").add();
    metrics::counter("t_cuts_total", "Cuts.").add(2);
    EXPECT_TRUE(shows("# HELP t_cuts_total Cuts, with a \\\\ and\\na line.\n# TYPE t_cuts_total counter\nt_cuts_total 3\n"));
}

TEST(Metrics, LabelsMakeSeriesOfOneFamily) {
    metrics::gauge("t_connections", "Open.", {{"kind", "plain"}}).set(2);
    metrics::gauge("t_connections", "Open.", {{"kind", "a\"b\\c\nd"}}).add(-1.5);
    EXPECT_TRUE(shows("# TYPE t_connections gauge\nt_connections{kind=\"a\\\"b\\\\c\\nd\"} -1.5\nt_connections{kind=\"plain\"} 2\n"));
}

TEST(Metrics, AHistogramCountsCumulativelyUpToInfinity) {
    constexpr std::array bounds{0.1, 1.0};
    auto& histogram = metrics::histogram("t_ack_seconds", "Ack.", bounds, {{"door", "ws"}});
    for (const double value : {0.05, 0.1, 0.5, 7.0}) histogram.observe(value);
    EXPECT_EQ(histogram.count(), 4u);
    EXPECT_TRUE(shows("# TYPE t_ack_seconds histogram\n"
                      "t_ack_seconds_bucket{door=\"ws\",le=\"0.1\"} 2\nt_ack_seconds_bucket{door=\"ws\",le=\"1\"} 3\n"
                      "t_ack_seconds_bucket{door=\"ws\",le=\"+Inf\"} 4\nt_ack_seconds_sum{door=\"ws\"} 7.65\nt_ack_seconds_count{door=\"ws\"} 4\n"));
}

TEST(Metrics, TheSameNameNeverHasTwoKinds) {
    metrics::counter("t_once_total", "Once.");
    EXPECT_THROW(metrics::gauge("t_once_total", "Once."), std::logic_error);
}

TEST(Metrics, StrangersWithEverNewLabelsEndInOneSeries) {
    for (std::size_t i = 0; i < metrics::series_max; ++i) metrics::counter("t_bounded_total", "B.", {{"event", std::to_string(i)}}).add();
    auto& first = metrics::counter("t_bounded_total", "B.", {{"event", "one more"}});
    auto& second = metrics::counter("t_bounded_total", "B.", {{"event", "yet another"}});
    EXPECT_EQ(&first, &second);
    first.add();
    EXPECT_TRUE(shows("t_bounded_total{event=\"other\"} 1\n"));
    EXPECT_TRUE(shows("t_bounded_total{event=\"7\"} 1\n"));
}

TEST(Metrics, ThreadsLoseNoCount) {
    auto& counter = metrics::counter("t_threads_total", "T.");
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 10'000; ++n) counter.add();
        });
    threads.clear();
    EXPECT_EQ(counter.value(), 40'000u);
}

TEST(Metrics, TheProcessTellsAboutItself) {
    metrics::add_process_metrics();
    EXPECT_TRUE(shows("# TYPE process_cpu_seconds_total counter\n"));
    EXPECT_TRUE(shows("chatd_build_info{version=\""));
    const auto text = metrics::text();
    const auto at = text.find("\nprocess_resident_memory_bytes ");
    ASSERT_NE(at, std::string::npos);
    EXPECT_GT(std::stod(text.substr(at + 31)), 1e6);
}

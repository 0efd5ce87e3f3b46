#include "chatd/metrics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ctime>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <unistd.h>
#include <variant>

namespace chatd::metrics {
namespace {

enum class Kind { counter, gauge, histogram };
constexpr std::array<std::string_view, 3> kind_names{"counter", "gauge", "histogram"};

using Asked = std::function<double()>;
/// Behind pointers, since their addresses are given away.
using Metric = std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<Histogram>, Asked>;

struct Family {
    Kind kind;
    std::string help;
    std::map<std::string, Metric> series;  ///< by their labels as text: `kind="plain"`
};

struct Registry {
    std::mutex mutex;
    std::map<std::string, Family, std::less<>> families;
};
/// Never destroyed: threads may count until the very end.
Registry& registry() {
    static auto& it = *new Registry;
    return it;
}

std::string escaped(std::string_view text, bool quotes) {
    std::string out;
    for (char c : text) {
        if (c == '\\') out += "\\\\";
        else if (c == '\n') out += "\\n";
        else if (c == '"' && quotes) out += "\\\"";
        else out += c;
    }
    return out;
}

std::string labels_text(Labels labels, bool all_other) {
    std::string out;
    for (const auto& [name, value] : labels) {
        if (!out.empty()) out += ',';
        out += name;
        out += "=\"";
        out += all_other ? "other" : escaped(value, true);
        out += '"';
    }
    return out;
}

std::string number(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

/// The caller holds the lock.
Metric& metric(Kind kind, std::string_view name, std::string_view help, Labels labels) {
    auto& families = registry().families;
    auto found = families.find(name);
    if (found == families.end()) found = families.emplace(name, Family{kind, std::string(help), {}}).first;
    auto& family = found->second;
    if (family.kind != kind) throw std::logic_error("metric " + std::string(name) + " has two kinds");
    auto key = labels_text(labels, false);
    if (family.series.size() >= series_max && !family.series.contains(key)) key = labels_text(labels, true);
    return family.series[std::move(key)];
}

template <class T, class... Args>
T& made(Metric& metric, const Args&... args) {
    auto* held = std::get_if<std::unique_ptr<T>>(&metric);
    if (!held || !*held) metric = std::make_unique<T>(args...);
    return *std::get<std::unique_ptr<T>>(metric);
}

void write_sample(std::string& out, std::string_view name, std::string_view labels, std::string_view value) {
    out += name;
    if (!labels.empty()) ((out += '{') += labels) += '}';
    ((out += ' ') += value) += '\n';
}

void write_histogram(std::string& out, const std::string& name, const std::string& labels, const Histogram& histogram) {
    const auto separator = labels.empty() ? "" : ",";
    std::uint64_t below = 0;
    for (std::size_t i = 0; i <= histogram.bounds().size(); ++i) {
        below += histogram.in(i);
        const auto bound = i < histogram.bounds().size() ? number(histogram.bounds()[i]) : "+Inf";
        write_sample(out, name + "_bucket", labels + separator + "le=\"" + bound + "\"", std::to_string(below));
    }
    write_sample(out, name + "_sum", labels, number(histogram.sum()));
    write_sample(out, name + "_count", labels, std::to_string(below));
}

/// The nth word of /proc/self/stat behind the command's name, which may hold spaces; the first there is the state, number 3.
double of_stat(int wanted) {
    std::ifstream file("/proc/self/stat");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos) return 0;
    std::size_t at = name_end + 2;
    for (int word = 3; word < wanted && at != std::string::npos; ++word) at = text.find(' ', at) + 1;
    return std::strtod(text.c_str() + at, nullptr);
}

}  // namespace

Histogram::Histogram(std::span<const double> bounds) : bounds_(bounds.begin(), bounds.end()), buckets_(bounds.size() + 1) {}

void Histogram::observe(double value) {
    const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
    std::uint64_t count = 0;
    for (const auto& bucket : buckets_) count += bucket.load(std::memory_order_relaxed);
    return count;
}

Counter& counter(std::string_view name, std::string_view help, Labels labels) {
    const std::scoped_lock lock(registry().mutex);
    return made<Counter>(metric(Kind::counter, name, help, labels));
}
Gauge& gauge(std::string_view name, std::string_view help, Labels labels) {
    const std::scoped_lock lock(registry().mutex);
    return made<Gauge>(metric(Kind::gauge, name, help, labels));
}
Histogram& histogram(std::string_view name, std::string_view help, std::span<const double> bounds, Labels labels) {
    const std::scoped_lock lock(registry().mutex);
    return made<Histogram>(metric(Kind::histogram, name, help, labels), bounds);
}
void gauge_from(std::string_view name, std::string_view help, Asked value) {
    const std::scoped_lock lock(registry().mutex);
    metric(Kind::gauge, name, help, {}) = std::move(value);
}
void counter_from(std::string_view name, std::string_view help, Asked value) {
    const std::scoped_lock lock(registry().mutex);
    metric(Kind::counter, name, help, {}) = std::move(value);
}

void add_process_metrics() {
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
    gauge_from("process_resident_memory_bytes", "Resident memory of the process.", [page] { return of_stat(24) * page; });
    counter_from("process_cpu_seconds_total", "Processor time used, user and system.", [ticks] { return (of_stat(14) + of_stat(15)) / ticks; });
    gauge_from("process_open_fds", "Open file descriptors.", [] {
        std::error_code ignored;
        const std::filesystem::directory_iterator open("/proc/self/fd", ignored);
        return static_cast<double>(std::distance(begin(open), end(open))) - 1;  // without the one that looks
    });
    gauge("process_start_time_seconds", "When the process started, in seconds since 1970.").set(static_cast<double>(std::time(nullptr)));
    gauge("chatd_build_info", "Always 1; the version is in the label.", {{"version", CHATD_VERSION}}).set(1);
}

std::string text() {
    const std::scoped_lock lock(registry().mutex);
    std::string out;
    for (const auto& [name, family] : registry().families) {
        ((((out += "# HELP ") += name) += ' ') += escaped(family.help, false)) += '\n';
        ((((out += "# TYPE ") += name) += ' ') += kind_names[static_cast<std::size_t>(family.kind)]) += '\n';
        for (const auto& [labels, metric] : family.series) {
            if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&metric)) {
                write_sample(out, name, labels, std::to_string((*counter)->value()));
            } else if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&metric)) {
                write_sample(out, name, labels, number((*gauge)->value()));
            } else if (const auto* histogram = std::get_if<std::unique_ptr<Histogram>>(&metric)) {
                write_histogram(out, name, labels, **histogram);
            } else {
                write_sample(out, name, labels, number(std::get<Asked>(metric)()));
            }
        }
    }
    return out;
}

}  // namespace chatd::metrics

#include "chatd/quantities.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace chatd {
namespace {

using std::chrono::milliseconds;

struct Unit {
    std::string_view name;
    std::int64_t worth;
};
constexpr std::array durations_ms{Unit{"d", 86'400'000}, Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1'000}, Unit{"ms", 1}};
constexpr std::array sizes{Unit{"GiB", 1LL << 30}, Unit{"MiB", 1LL << 20}, Unit{"KiB", 1LL << 10}, Unit{"B", 1}};
constexpr std::int64_t duration_ms_max = 100LL * 366 * 86'400'000;
constexpr std::int64_t bytes_max = 1LL << 40;

/// A whole number and a unit; zero needs no unit.
template <std::size_t N>
std::optional<std::int64_t> parse(std::string_view text, const std::array<Unit, N>& units, std::int64_t max) {
    std::int64_t count = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (failure != std::errc() || count < 0) return {};
    const auto unit = text.substr(static_cast<std::size_t>(end - text.data()));
    if (count == 0 && unit.empty()) return 0;
    for (const auto& [name, worth] : units)
        if (unit == name) return count <= max / worth ? std::optional(count * worth) : std::nullopt;
    return {};
}

template <std::size_t N>
std::string shown(std::int64_t value, const std::array<Unit, N>& units) {
    if (value == 0) return "0";
    for (const auto& [name, worth] : units)
        if (value % worth == 0) return std::to_string(value / worth) + std::string(name);
    return std::to_string(value);
}

std::string whole(double value) { return std::to_string(std::llround(value)); }

template <class T>
void read_text(const Json& from, T& into, Reading& reading, std::optional<T> (*parse)(std::string_view), const char* expected) {
    std::optional<T> value;
    if (from.is_string()) value = parse(from.get_ref<const std::string&>());
    if (from == 0) value = parse("0");
    if (!value) return reading.wrong(expected);
    into = *value;
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
    const auto ms = parse(text, durations_ms, duration_ms_max);
    return ms ? std::optional(milliseconds(*ms)) : std::nullopt;
}
std::optional<ByteSize> parse_byte_size(std::string_view text) {
    const auto bytes = parse(text, sizes, bytes_max);
    return bytes ? std::optional(ByteSize{static_cast<std::size_t>(*bytes)}) : std::nullopt;
}

/// `10/s`, `60/m`, `5/10m`, each with `burst N` or, without it, as many at once as the count.
std::optional<Rate> parse_rate(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return {};
    const auto number = [](std::string_view digits) -> std::optional<int> {
        int value = 0;
        const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool good = failure == std::errc() && end == digits.data() + digits.size() && value > 0 && value <= 1'000'000;
        return good ? std::optional(value) : std::nullopt;
    };
    constexpr std::string_view burst_word = " burst ";
    const auto count = number(text.substr(0, slash));
    auto period_text = text.substr(slash + 1);
    auto burst = count;
    if (const auto at = period_text.find(burst_word); at != std::string_view::npos) {
        burst = number(period_text.substr(at + burst_word.size()));
        period_text = period_text.substr(0, at);
    }
    const bool bare_unit = !period_text.empty() && period_text[0] >= 'a';
    const auto period = parse_duration((bare_unit ? "1" : "") + std::string(period_text));
    if (!count || !burst || !period || period->count() == 0) return {};
    return Rate{static_cast<double>(*count), *period, static_cast<double>(*burst)};
}

std::string duration_text(milliseconds duration) { return shown(duration.count(), durations_ms); }
std::string byte_size_text(ByteSize size) { return shown(static_cast<std::int64_t>(size.bytes), sizes); }
std::string rate_text(const Rate& rate) {
    auto period = duration_text(std::chrono::duration_cast<milliseconds>(rate.period));
    if (period[0] == '1' && period[1] >= 'a') period.erase(0, 1);
    auto out = whole(rate.count) + "/" + period;
    if (rate.burst != rate.count) out += " burst " + whole(rate.burst);
    return out;
}

void Wire<milliseconds>::read(const Json& from, milliseconds& into, Reading& reading) {
    read_text(from, into, reading, parse_duration, "is not a duration like 30s, 15m, 24h, 30d or 250ms");
}
void Wire<milliseconds>::write(std::string& out, const milliseconds& value) { append_quoted(out, duration_text(value)); }
void Wire<milliseconds>::schema(SchemaBook&, Json& out) { out["type"] = "string"; }
/// In seconds, so that bounds are read easily.
bool Wire<milliseconds>::measure(const milliseconds& value, double& size) {
    return size = std::chrono::duration<double>(value).count(), true;
}

void Wire<ByteSize>::read(const Json& from, ByteSize& into, Reading& reading) {
    read_text(from, into, reading, parse_byte_size, "is not a size like 512B, 16KiB or 1MiB");
}
void Wire<ByteSize>::write(std::string& out, const ByteSize& value) { append_quoted(out, byte_size_text(value)); }
void Wire<ByteSize>::schema(SchemaBook&, Json& out) { out["type"] = "string"; }
bool Wire<ByteSize>::measure(const ByteSize& value, double& size) { return size = static_cast<double>(value.bytes), true; }

void Wire<Rate>::read(const Json& from, Rate& into, Reading& reading) {
    read_text(from, into, reading, parse_rate, "is not a rate like 10/s, 60/m or 10/s burst 20");
}
void Wire<Rate>::write(std::string& out, const Rate& value) { append_quoted(out, rate_text(value)); }
void Wire<Rate>::schema(SchemaBook&, Json& out) { out["type"] = "string"; }
bool Wire<Rate>::measure(const Rate&, double&) { return false; }

void Wire<ThreadCount>::read(const Json& from, ThreadCount& into, Reading& reading) {
    if (from == "auto") return void(into.count = -1);
    std::int64_t count = 0;
    if (!from.is_number_integer()) return reading.wrong("is neither auto nor a number");
    if (detail::read_integer(from, count, reading, 0, 256)) into.count = static_cast<int>(count);
}
void Wire<ThreadCount>::write(std::string& out, const ThreadCount& value) {
    if (value.count < 0) out += "\"auto\"";
    else out += std::to_string(value.count);
}
void Wire<ThreadCount>::schema(SchemaBook&, Json& out) { out["type"] = Json::array({"string", "integer"}); }
bool Wire<ThreadCount>::measure(const ThreadCount&, double&) { return false; }

void Wire<Secret>::read(const Json& from, Secret& into, Reading& reading) {
    Wire<std::string>::read(from, into.value, reading);
}
void Wire<Secret>::write(std::string& out, const Secret&) { out += "\"(hidden)\""; }
void Wire<Secret>::schema(SchemaBook&, Json& out) { out["type"] = "string"; }
bool Wire<Secret>::measure(const Secret& secret, double& size) { return size = static_cast<double>(secret.value.size()), true; }

}  // namespace chatd

#include "chatd/ids.hpp"

#include <sys/random.h>

#include <chrono>
#include <stdexcept>

namespace chatd {

Uuid Uuid::random() {
    Uuid out;
    if (::getrandom(out.bytes.data(), out.bytes.size(), 0) != static_cast<ssize_t>(out.bytes.size()))
        throw std::runtime_error("the system gives no random bytes");
    out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0f) | 0x40);
    out.bytes[8] = static_cast<std::uint8_t>((out.bytes[8] & 0x3f) | 0x80);
    return out;
}

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return {};
    Uuid out;
    std::size_t digit = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != '-') return {};
            continue;
        }
        int value = 0;
        if (c >= '0' && c <= '9') value = c - '0';
        else if (c >= 'a' && c <= 'f') value = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F') value = c - 'A' + 10;
        else return {};
        auto& byte = out.bytes[digit / 2];
        byte = static_cast<std::uint8_t>(byte << 4 | value);
        ++digit;
    }
    return out;
}

std::string Uuid::text() const {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        out += digits[bytes[i] >> 4];
        out += digits[bytes[i] & 15];
    }
    return out;
}

Time Time::now() {
    using namespace std::chrono;
    return {duration_cast<microseconds>(system_clock::now().time_since_epoch()).count()};
}

namespace {
/// `count` digits of a value from 0 on, at a place that has them.
void put(std::string& text, std::size_t at, std::size_t count, int value) {
    for (; count > 0; --count, value /= 10) text[at + count - 1] = static_cast<char>('0' + value % 10);
}
}  // namespace

std::string Time::text() const {
    using namespace std::chrono;
    const sys_time<microseconds> point{microseconds(us)};
    const auto day = floor<days>(point);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<milliseconds>(point) - day);
    std::string out = "0000-00-00T00:00:00.000Z";
    put(out, 0, 4, int(date.year()));
    put(out, 5, 2, static_cast<int>(unsigned(date.month())));
    put(out, 8, 2, static_cast<int>(unsigned(date.day())));
    put(out, 11, 2, static_cast<int>(clock.hours().count()));
    put(out, 14, 2, static_cast<int>(clock.minutes().count()));
    put(out, 17, 2, static_cast<int>(clock.seconds().count()));
    put(out, 20, 3, static_cast<int>(clock.subseconds().count()));
    return out;
}

namespace {
/// Takes exactly `count` digits from the front.
bool take(std::string_view& text, int count, int& into) {
    if (text.size() < static_cast<std::size_t>(count)) return false;
    into = 0;
    for (int i = 0; i < count; ++i) {
        const char c = text[static_cast<std::size_t>(i)];
        if (c < '0' || c > '9') return false;
        into = into * 10 + (c - '0');
    }
    text.remove_prefix(static_cast<std::size_t>(count));
    return true;
}
bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}
}  // namespace

std::optional<Time> Time::parse(std::string_view text) {
    using namespace std::chrono;
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    if (!(take(text, 4, y) && take(text, "-") && take(text, 2, mo) && take(text, "-") && take(text, 2, d) && take(text, "Tt ") &&
          take(text, 2, h) && take(text, ":") && take(text, 2, mi) && take(text, ":") && take(text, 2, s)))
        return {};
    const year_month_day date{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
    if (!date.ok() || h > 23 || mi > 59 || s > 59) return {};
    std::int64_t fraction_us = 0;
    if (take(text, ".")) {
        int digits = 0, value = 0;
        for (; take(text, 1, value); ++digits)
            if (digits < 6) fraction_us = fraction_us * 10 + value;
        if (digits == 0) return {};
        for (; digits < 6; ++digits) fraction_us *= 10;
    }
    std::int64_t offset_minutes = 0;
    if (!take(text, "Zz")) {
        const bool west = !text.empty() && text.front() == '-';
        int oh = 0, om = 0;
        if (!take(text, "+-") || !take(text, 2, oh)) return {};
        if (take(text, ":") && !take(text, 2, om)) return {};
        if (oh > 23 || om > 59) return {};
        offset_minutes = (west ? -1 : 1) * (oh * 60 + om);
    }
    if (!text.empty()) return {};
    const auto point = sys_days(date) + hours(h) + minutes(mi) + std::chrono::seconds(s);
    return Time{duration_cast<microseconds>(point.time_since_epoch()).count() + fraction_us - offset_minutes * 60'000'000};
}

}  // namespace chatd

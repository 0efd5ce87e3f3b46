#include "hours/office_hours.hpp"

#include <date/tz.h>

#include <algorithm>
#include <map>

namespace chatd::hours {
namespace {

using std::chrono::microseconds;
using std::chrono::minutes;
using Instant = date::sys_time<microseconds>;

constexpr int day_minutes = 24 * 60;
constexpr int days_looked_for_opening = 370, days_looked_for_closing = 8;

/// Minutes of the day, `24:00` included.
std::optional<int> minute_of(const std::string& text) {
    if (text.size() != 5 || text[2] != ':') return {};
    for (const auto i : {0u, 1u, 3u, 4u})
        if (text[i] < '0' || text[i] > '9') return {};
    const int hour = (text[0] - '0') * 10 + text[1] - '0', minute = (text[3] - '0') * 10 + text[4] - '0';
    if (minute > 59 || hour * 60 + minute > day_minutes) return {};
    return hour * 60 + minute;
}

std::optional<date::year_month_day> date_of(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    for (const auto i : {0u, 1u, 2u, 3u, 5u, 6u, 8u, 9u})
        if (text[i] < '0' || text[i] > '9') return {};
    const date::year_month_day day(date::year(std::stoi(text.substr(0, 4))), date::month(static_cast<unsigned>(std::stoi(text.substr(5, 2)))),
                                   date::day(static_cast<unsigned>(std::stoi(text.substr(8, 2)))));
    if (!day.ok()) return {};
    return day;
}

const date::time_zone* zone_of(const std::string& name) {
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        return nullptr;
    }
}

const std::vector<Interval>& on(const Week& week, date::weekday day) {
    const std::vector<Interval>* days[] = {&week.sunday, &week.monday, &week.tuesday, &week.wednesday, &week.thursday, &week.friday, &week.saturday};
    return *days[day.c_encoding()];
}

// ---- judging ------------------------------------------------------------------------------------------------------------

struct Span {
    int from, to;  ///< minutes, from some midnight
    std::string path;
};

/// A path without a field before it begins with its own name.
std::string below(const std::string& field, std::string_view name) { return field.empty() ? std::string(name) : field + "." + std::string(name); }

class Judge {
public:
    void wrong(std::string path, std::string message) { errors_.push_back({std::move(path), std::move(message)}); }

    /// Spans that can be read, from that minute on.
    void add(std::vector<Span>& into, const std::vector<Interval>& intervals, int midnight, const std::string& path) {
        for (std::size_t i = 0; i < intervals.size(); ++i) {
            const auto here = path + "[" + std::to_string(i) + "]";
            const auto from = minute_of(intervals[i].from), to = minute_of(intervals[i].to);
            if (!from || *from == day_minutes) wrong(here + ".from", "is no time of the day like 09:00");
            if (!to) wrong(here + ".to", "is no time of the day like 17:30");
            if (!from || *from == day_minutes || !to) continue;
            if (*from == *to) wrong(here, "has no length; a whole day is 00:00 to 24:00");
            else into.push_back({midnight + *from, midnight + *to + (*to < *from ? day_minutes : 0), here});
        }
    }
    /// With `period`, the last one goes on at the beginning.
    void overlaps(std::vector<Span> spans, int period) {
        std::ranges::sort(spans, {}, &Span::from);
        for (std::size_t i = 1; i < spans.size(); ++i)
            if (spans[i].from < spans[i - 1].to) wrong(spans[i].path, "overlaps " + spans[i - 1].path);
        if (period && spans.size() > 1 && spans.back().to - period > spans.front().from) wrong(spans.front().path, "overlaps " + spans.back().path);
    }
    void judge(const Holiday& day, const std::string& path) {
        if (!date_of(day.date)) wrong(below(path, "date"), "is no date like 2026-12-24");
        std::vector<Span> spans;
        add(spans, day.hours, 0, below(path, "hours"));
        overlaps(std::move(spans), 0);
    }
    void finish() const {
        if (errors_.empty()) return;
        std::string text;
        for (const auto& error : errors_) text += (text.empty() ? "" : "; ") + error.field + " " + error.message;
        throw Error(Code::invalid, std::move(text), errors_);
    }

private:
    std::vector<FieldError> errors_;
};

// ---- looking ------------------------------------------------------------------------------------------------------------

enum class End : bool { begins, ends };
Instant instant(const date::time_zone& zone, date::local_time<minutes> local, End end) {
    const auto info = zone.get_info(date::local_time<std::chrono::seconds>(local));
    if (info.result == date::local_info::nonexistent) return info.second.begin;
    const auto& offset = info.result == date::local_info::ambiguous && end == End::ends ? info.second.offset : info.first.offset;
    return Instant(local.time_since_epoch() - offset);
}

}  // namespace

void check(const OfficeHours& hours, const std::string& field) {
    Judge judge;
    if (!zone_of(hours.time_zone)) judge.wrong(below(field, "time_zone"), "is no time zone like Europe/Berlin");
    std::vector<Span> spans;
    int midnight = 0;
    const std::pair<const char*, const std::vector<Interval>*> days[] = {
        {"monday", &hours.week.monday}, {"tuesday", &hours.week.tuesday},   {"wednesday", &hours.week.wednesday}, {"thursday", &hours.week.thursday},
        {"friday", &hours.week.friday}, {"saturday", &hours.week.saturday}, {"sunday", &hours.week.sunday}};
    for (const auto& [name, intervals] : days) {
        judge.add(spans, *intervals, midnight, below(field, "week.") + name);
        midnight += day_minutes;
    }
    judge.overlaps(std::move(spans), midnight);
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < hours.holidays.size(); ++i) {
        const auto path = below(field, "holidays[") + std::to_string(i) + "]";
        judge.judge(hours.holidays[i], path);
        if (!seen.emplace(hours.holidays[i].date, i).second) judge.wrong(path + ".date", "is there twice");
    }
    judge.finish();
}

void check(const Holiday& day, const std::string& field) {
    Judge judge;
    judge.judge(day, field);
    judge.finish();
}

Opening opening(const OfficeHours& hours, const std::vector<Holiday>& holidays, Time now) {
    Opening out;
    const auto* zone = zone_of(hours.time_zone);
    if (!zone) return out;  // a zone that tzdata has forgotten shuts nobody out
    std::map<date::local_days, const std::vector<Interval>*> different;
    for (const auto* list : {&hours.holidays, &holidays})
        for (const auto& day : *list)
            if (const auto date = date_of(day.date)) different.emplace(date::local_days(*date), &day.hours);

    const Instant at{microseconds(now.us)};
    const auto today = date::floor<date::days>(zone->to_local(at));
    out.open = false;
    std::optional<Instant> closes;
    for (auto day = today - date::days(1); day <= today + date::days(days_looked_for_opening); day += date::days(1)) {
        const auto found = different.find(day);
        std::vector<std::pair<int, int>> intervals;
        for (const auto& interval : found == different.end() ? on(hours.week, date::weekday(day)) : *found->second) {
            const auto from = minute_of(interval.from), to = minute_of(interval.to);
            if (from && to && *from != *to) intervals.emplace_back(*from, *to + (*to < *from ? day_minutes : 0));
        }
        std::ranges::sort(intervals);
        for (const auto& [from, to] : intervals) {
            const auto begin = instant(*zone, day + minutes(from), End::begins), end = instant(*zone, day + minutes(to), End::ends);
            if (end <= at || end <= begin) continue;
            if (begin <= at) {
                out.open = true;
                closes = std::max(end, closes.value_or(end));
            } else if (!out.open) {
                out.next_open_at = Time{begin.time_since_epoch().count()};
                return out;
            } else if (begin <= *closes) {
                closes = std::max(end, *closes);
            } else {
                out.closes_at = Time{closes->time_since_epoch().count()};
                return out;
            }
        }
        if (out.open && day > today + date::days(days_looked_for_closing)) break;
    }
    if (closes && *closes < at + date::weeks(1)) out.closes_at = Time{closes->time_since_epoch().count()};
    return out;
}

}  // namespace chatd::hours

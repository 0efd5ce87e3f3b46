// Office hours: a week of opening times in a time zone, days that differ from it, and the questions asked of them. Plain values and pure
// functions, any thread; the time is an argument. What a zone's clock does (summer time) comes from the system's tzdata.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "chatd/describe.hpp"

namespace chatd::hours {

struct Interval {
    std::string from, to;
    static constexpr auto fields = describe(
        field(&Interval::from, "from", "`09:00`: local time.", length(5, 5)),
        field(&Interval::to, "to", "`17:30`; `24:00` is the end of the day, and what is before `from` is on the next day.", length(5, 5)));
};
struct Week {
    std::vector<Interval> monday, tuesday, wednesday, thursday, friday, saturday, sunday;
    static constexpr auto fields = describe(
        field(&Week::monday, "monday", "When it is open; empty: not at all.", items(0, 24)).defaults(), field(&Week::tuesday, "tuesday", "The same.", items(0, 24)).defaults(),
        field(&Week::wednesday, "wednesday", "The same.", items(0, 24)).defaults(), field(&Week::thursday, "thursday", "The same.", items(0, 24)).defaults(),
        field(&Week::friday, "friday", "The same.", items(0, 24)).defaults(), field(&Week::saturday, "saturday", "The same.", items(0, 24)).defaults(),
        field(&Week::sunday, "sunday", "The same.", items(0, 24)).defaults());
};
/// A day that differs from its week.
struct Holiday {
    std::string date;
    std::optional<std::string> name;
    std::vector<Interval> hours;
    static constexpr auto fields = describe(
        field(&Holiday::date, "date", "`2026-12-24`, in the time zone of the hours.", length(10, 10)),
        field(&Holiday::name, "name", "What it is called.", length(1, 200)),
        field(&Holiday::hours, "hours", "When it is open all the same; empty: not at all.", items(0, 24)).defaults());
};
struct OfficeHours {
    std::string time_zone;
    Week week;
    std::vector<Holiday> holidays;
    static constexpr auto fields = describe(
        field(&OfficeHours::time_zone, "time_zone", "As tzdata names it: `Europe/Berlin`.", length(1, 64)),
        field(&OfficeHours::week, "week", "The usual week."),
        field(&OfficeHours::holidays, "holidays", "Days that differ, beside the tenant's own `holidays`; these come first.", items(0, 400)).defaults());
};

/// Throws `invalid` with all that is wrong, each with its path below `field`: unknown zones, times and dates that are none, intervals that overlap.
void check(const OfficeHours& hours, const std::string& field);
/// The same of one day.
void check(const Holiday& day, const std::string& field);

struct Opening {
    bool open = true;
    std::optional<Time> next_open_at;  ///< when it is not open; nothing within a year: nothing
    std::optional<Time> closes_at;     ///< when it is; nothing within a week: nothing
};
/// An interval belongs to the day on which it begins: a night that begins before a holiday lasts into it. Where a clock is put back, an hour
/// that comes twice is open twice; where it is put forward, what begins in the hour that is left out begins after it.
Opening opening(const OfficeHours& hours, const std::vector<Holiday>& holidays, Time now);

}  // namespace chatd::hours

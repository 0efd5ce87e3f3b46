// Office hours asked at chosen times: nights, weekends, summer time, holidays, and what cannot be hours.
#include <gtest/gtest.h>

#include "hours/office_hours.hpp"

namespace chatd::hours {
namespace {

Time at(std::string_view text) { return *Time::parse(text); }
std::string text(const std::optional<Time>& time) { return time ? time->text() : "never"; }

OfficeHours in(std::string zone) {
    OfficeHours out;
    out.time_zone = std::move(zone);
    return out;
}
OfficeHours working_week(std::string zone) {
    auto out = in(std::move(zone));
    for (auto* day : {&out.week.monday, &out.week.tuesday, &out.week.wednesday, &out.week.thursday, &out.week.friday}) *day = {{"09:00", "17:00"}};
    return out;
}
OfficeHours round_the_clock(std::string zone) {
    auto out = in(std::move(zone));
    for (auto* day : {&out.week.monday, &out.week.tuesday, &out.week.wednesday, &out.week.thursday, &out.week.friday, &out.week.saturday, &out.week.sunday})
        *day = {{"00:00", "24:00"}};
    return out;
}
std::vector<std::string> wrong(const OfficeHours& hours) {
    try {
        check(hours, "office_hours");
        return {};
    } catch (const Error& error) {
        std::vector<std::string> out;
        for (const auto& one : error.errors) out.push_back(one.field);
        return out;
    }
}

TEST(OfficeHours, AreThoseOfTheirTimeZone) {
    const auto berlin = working_week("Europe/Berlin");
    EXPECT_FALSE(opening(berlin, {}, at("2026-01-12T07:59:59Z")).open);  // a Monday, in winter
    EXPECT_TRUE(opening(berlin, {}, at("2026-01-12T08:00:00Z")).open);
    EXPECT_TRUE(opening(berlin, {}, at("2026-01-12T15:59:59.999Z")).open);
    EXPECT_FALSE(opening(berlin, {}, at("2026-01-12T16:00:00Z")).open);
    EXPECT_TRUE(opening(berlin, {}, at("2026-07-13T07:00:00Z")).open);  // in summer
    EXPECT_TRUE(opening(working_week("Asia/Kolkata"), {}, at("2026-01-12T03:30:00Z")).open);
}

TEST(OfficeHours, KnowWhenTheyOpenNext) {
    const auto berlin = working_week("Europe/Berlin");
    EXPECT_EQ(text(opening(berlin, {}, at("2026-01-12T05:00:00Z")).next_open_at), "2026-01-12T08:00:00.000Z");
    EXPECT_EQ(text(opening(berlin, {}, at("2026-01-16T16:00:00Z")).next_open_at), "2026-01-19T08:00:00.000Z");  // over a weekend
    EXPECT_EQ(text(opening(berlin, {}, at("2026-03-27T20:00:00Z")).next_open_at), "2026-03-30T07:00:00.000Z");  // and into summer time
    EXPECT_EQ(text(opening(berlin, {}, at("2026-01-12T10:00:00Z")).next_open_at), "never");
    EXPECT_EQ(text(opening(berlin, {}, at("2026-01-12T10:00:00Z")).closes_at), "2026-01-12T16:00:00.000Z");
    EXPECT_EQ(text(opening(in("UTC"), {}, at("2026-01-12T10:00:00Z")).next_open_at), "never");
}

TEST(OfficeHours, OfANightLastIntoTheNextDay) {
    auto nights = in("Europe/Berlin");
    nights.week.saturday = {{"22:00", "06:00"}};
    EXPECT_TRUE(opening(nights, {}, at("2026-01-17T22:00:00Z")).open);
    EXPECT_TRUE(opening(nights, {}, at("2026-01-18T04:59:59Z")).open);
    EXPECT_FALSE(opening(nights, {}, at("2026-01-18T05:00:00Z")).open);
    EXPECT_EQ(text(opening(nights, {}, at("2026-01-17T23:30:00Z")).closes_at), "2026-01-18T05:00:00.000Z");
}

TEST(OfficeHours, ThatTouchAreOne) {
    auto late = in("UTC");
    late.week.monday = {{"09:00", "12:00"}, {"12:00", "24:00"}};
    late.week.tuesday = {{"00:00", "02:00"}};
    const auto now = opening(late, {}, at("2026-01-12T10:00:00Z"));
    EXPECT_EQ(text(now.closes_at), "2026-01-13T02:00:00.000Z");
}

TEST(OfficeHours, OfOneDayCloseThoughNoneFollows) {
    auto once = in("UTC");
    once.holidays = {{"2026-01-12", "Open day", {{"09:00", "12:00"}}}};
    EXPECT_EQ(text(opening(once, {}, at("2026-01-12T10:00:00Z")).closes_at), "2026-01-12T12:00:00.000Z");
    EXPECT_FALSE(opening(once, {}, at("2026-01-12T12:00:00Z")).open);
}

TEST(OfficeHours, RoundTheClockNeverClose) {
    const auto always = round_the_clock("America/New_York");
    for (const auto* moment : {"2026-01-12T00:00:00Z", "2026-03-08T06:59:59Z", "2026-03-08T07:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"}) {
        const auto now = opening(always, {}, at(moment));
        EXPECT_TRUE(now.open) << moment;
        EXPECT_EQ(text(now.closes_at), "never") << moment;
    }
}

TEST(OfficeHours, FollowTheClockThatIsChanged) {
    // On 2026-03-29 the hour from 2 to 3 is left out; on 2026-10-25 it comes twice.
    auto nights = in("Europe/Berlin");
    nights.week.sunday = {{"02:30", "04:00"}};
    EXPECT_EQ(text(opening(nights, {}, at("2026-03-29T00:00:00Z")).next_open_at), "2026-03-29T01:00:00.000Z");
    EXPECT_EQ(text(opening(nights, {}, at("2026-03-29T01:30:00Z")).closes_at), "2026-03-29T02:00:00.000Z");
    EXPECT_EQ(text(opening(nights, {}, at("2026-10-25T00:00:00Z")).next_open_at), "2026-10-25T00:30:00.000Z");
    EXPECT_TRUE(opening(nights, {}, at("2026-10-25T01:15:00Z")).open);  // the second 2:15 is within 2:30, the first one, and 4:00
    nights.week.sunday = {{"01:00", "02:30"}};
    EXPECT_EQ(text(opening(nights, {}, at("2026-10-25T00:00:00Z")).closes_at), "2026-10-25T01:30:00.000Z");
    nights.week.sunday = {{"02:00", "03:00"}};  // not there at all
    EXPECT_FALSE(opening(nights, {}, at("2026-03-29T01:00:00Z")).open);
}

TEST(OfficeHours, AreOthersOnHolidays) {
    auto berlin = working_week("Europe/Berlin");
    berlin.holidays = {{"2026-12-24", "Christmas Eve", {{"09:00", "12:00"}}}, {"2026-12-25", "Christmas", {}}};
    EXPECT_TRUE(opening(berlin, {}, at("2026-12-24T10:00:00Z")).open);
    EXPECT_FALSE(opening(berlin, {}, at("2026-12-24T11:00:00Z")).open);
    EXPECT_EQ(text(opening(berlin, {}, at("2026-12-24T12:00:00Z")).next_open_at), "2026-12-28T08:00:00.000Z");
    // The tenant's count as well; the config's own come first.
    const std::vector<Holiday> tenants{{"2026-12-24", "All day", {}}, {"2026-12-28", "Bridge", {}}};
    EXPECT_TRUE(opening(berlin, tenants, at("2026-12-24T10:00:00Z")).open);
    EXPECT_EQ(text(opening(berlin, tenants, at("2026-12-24T12:00:00Z")).next_open_at), "2026-12-29T08:00:00.000Z");
}

TEST(OfficeHours, OfANightBeforeAHolidayLastIntoIt) {
    auto nights = in("UTC");
    nights.week.thursday = {{"22:00", "06:00"}};
    nights.week.friday = {{"06:00", "14:00"}};
    nights.holidays = {{"2026-12-25", {}, {}}};
    EXPECT_TRUE(opening(nights, {}, at("2026-12-25T05:00:00Z")).open);
    EXPECT_FALSE(opening(nights, {}, at("2026-12-25T07:00:00Z")).open);
}

TEST(OfficeHours, ThatCannotBeAreRefusedByTheirPath) {
    EXPECT_TRUE(wrong(working_week("Europe/Berlin")).empty());
    EXPECT_TRUE(wrong(round_the_clock("UTC")).empty());
    auto bad = working_week("Europe/Atlantis");
    bad.week.monday = {{"9:000", "17:00"}, {"24:00", "25:00"}, {"10:00", "10:00"}};
    bad.holidays = {{"2026-02-29", {}, {}}, {"2026-12-25", {}, {{"08:00", "12:00"}, {"11:00", "13:00"}}}, {"2026-12-25", {}, {}}};
    EXPECT_EQ(wrong(bad), (std::vector<std::string>{"office_hours.time_zone", "office_hours.week.monday[0].from", "office_hours.week.monday[1].from",
                                                    "office_hours.week.monday[1].to", "office_hours.week.monday[2]", "office_hours.holidays[0].date",
                                                    "office_hours.holidays[1].hours[1]", "office_hours.holidays[2].date"}));
    for (const auto* zone : {"", "../etc/passwd", "/etc/passwd", "Europe", "CEST9"}) EXPECT_EQ(wrong(working_week(zone)), std::vector<std::string>{"office_hours.time_zone"}) << zone;
}

TEST(OfficeHours, ThatOverlapAreRefusedAlsoOverMidnightAndTheWeek) {
    auto hours = in("UTC");
    hours.week.monday = {{"09:00", "17:00"}, {"16:59", "18:00"}};
    EXPECT_EQ(wrong(hours), std::vector<std::string>{"office_hours.week.monday[1]"});
    hours.week.monday = {{"22:00", "06:00"}};
    hours.week.tuesday = {{"05:00", "09:00"}};
    EXPECT_EQ(wrong(hours), std::vector<std::string>{"office_hours.week.tuesday[0]"});
    hours.week.tuesday = {};
    hours.week.monday = {{"05:00", "09:00"}};
    hours.week.sunday = {{"22:00", "06:00"}};
    EXPECT_EQ(wrong(hours), std::vector<std::string>{"office_hours.week.monday[0]"});
    hours.week.monday = {{"06:00", "09:00"}};
    EXPECT_TRUE(wrong(hours).empty());
}

}  // namespace
}  // namespace chatd::hours

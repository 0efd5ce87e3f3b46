#include "directory/directory.hpp"
#include "hours/office_hours.hpp"

namespace chatd::directory {
namespace {

struct HolidayRecord {
    std::int64_t id = 0;
    std::string date, name;
    std::vector<hours::Interval> hours;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&HolidayRecord::id, "id", "The holiday.").read_only(),
        field(&HolidayRecord::date, "date", "`2026-12-24`: in the time zone of whichever office hours it is looked at with.", length(10, 10)),
        field(&HolidayRecord::name, "name", "What it is called.", length(1, 200)),
        field(&HolidayRecord::hours, "hours", "When it is open all the same; empty: not at all.", items(0, 24)).defaults(),
        field(&HolidayRecord::created_at, "created_at", "When it was made.").read_only(),
        field(&HolidayRecord::updated_at, "updated_at", "When it was last changed.").read_only());
};

void check(const HolidayRecord& record) {
    hours::Holiday day;
    day.date = record.date;
    day.hours = record.hours;
    hours::check(day, "");
}

}  // namespace

records::Kind holidays() {
    return records::kind<HolidayRecord>("holidays", "holiday")
        .read_by(api::staff).written_by(api::needs(Permission::config_manage))
        .searched_in({"name"}).filtered_by({"date"})
        .judged_by(check);
}

}  // namespace chatd::directory

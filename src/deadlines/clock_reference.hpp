// The database's wall clock, held against a clock that nobody sets. Whoever waits is judged by the former, since it is in the rows; a
// step of it is no time that has passed. A plain value.
#pragma once
#include <chrono>
#include <optional>

#include "chatd/ids.hpp"

namespace chatd::deadlines {

/// One look at the database's clock, and between which moments it was taken.
struct ClockReading {
    Time wall;
    std::chrono::steady_clock::time_point before, after;
};

class ClockReference {
public:
    /// What a slow answer, a slewed clock and two crystals may differ by.
    static constexpr auto tolerance = std::chrono::seconds(2);

    /// From now on readings are compared with this one.
    void take(const ClockReading& reading) { reference_ = reading; }

    /// Whether as much time has passed on the wall as in truth since the reading that was taken. Without one, it has.
    bool agrees(const ClockReading& now) const {
        using std::chrono::microseconds;
        if (!reference_) return true;
        const microseconds passed(now.wall.us - reference_->wall.us);
        return passed >= now.before - reference_->after - tolerance && passed <= now.after - reference_->before + tolerance;
    }

private:
    std::optional<ClockReading> reference_;
};

}  // namespace chatd::deadlines

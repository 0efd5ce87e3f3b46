// Deadlines: what is to be looked at again at some time, whatever happens to the daemon until then. The times are rows of the database
// (`deadlines`), set by transactions; here one steady timer sleeps until the next one. A deadline does nothing by itself: its kind's judge
// is asked, which locks what it is about, looks how things are now, acts or not, and sets or clears the next time, all in one transaction.
// So an act happens once, and one that has become wrong does not happen. When the database's clock has been set, everything is judged anew
// before anything is due by it. Chat thread only; owned by app.
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "chatd/ids.hpp"
#include "db/database.hpp"
#include "deadlines/clock_reference.hpp"
#include "deadlines/watch.hpp"

namespace chatd::deadlines {

class Deadlines {
public:
    /// Must leave the row later than it was, or none; but if the clock does not agree with its reference, everything as it is. When it throws,
    /// it is asked again after `failed_pause`.
    using Judge = std::function<Task<>(TenantId tenant, std::int64_t object, const ClockReference& clock)>;
    using Report = std::function<void(std::exception_ptr)>;

    static constexpr int slice = 50;                                       ///< of those that are due at once
    static constexpr auto sleep_max = std::chrono::milliseconds(10'000);   ///< for what others wrote into the table
    static constexpr auto failed_pause = std::chrono::milliseconds(5'000);

    Deadlines(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, Report report);
    /// Before start().
    void add(std::string kind, Judge judge) { judges_.emplace(std::move(kind), std::move(judge)); }
    void start() { watch_.look_in({}); }
    void stop();

    /// A transaction has set something that is due so soon: the timer must not sleep longer.
    void due_within(std::chrono::milliseconds time) { watch_.look_in(time); }
    /// For others who judge what has lasted so long. Who finds that it does not agree calls due_within(0) and judges later.
    const ClockReference& clock() const { return clock_; }

private:
    Task<std::optional<std::chrono::milliseconds>> look();
    Task<> check_clock();
    Task<> judge_slice();

    db::Database& database_;
    Report report_;
    std::map<std::string, Judge> judges_;
    ClockReference clock_;
    bool stopped_ = false;
    Watch watch_;
};

}  // namespace chatd::deadlines

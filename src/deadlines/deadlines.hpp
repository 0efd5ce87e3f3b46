// Deadlines: what is to be looked at again at some time, whatever happens to the daemon until then. The times are rows of the database
// (`deadlines`), set by transactions; here one steady timer sleeps until the next one. A deadline does nothing by itself: its kind's judge
// is asked, which locks what it is about, looks how things are now, acts or not, and sets or clears the next time, all in one transaction.
// So an act happens once, and one that has become wrong does not happen. Chat thread only; owned by app.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <string>

#include "base/nursery.hpp"
#include "chatd/ids.hpp"
#include "db/database.hpp"

namespace chatd::deadlines {

class Deadlines {
public:
    /// Must leave the row later than it was, or none. When it throws, it is asked again after `failed_pause`.
    using Judge = std::function<Task<>(TenantId tenant, std::int64_t object)>;
    using Report = std::function<void(std::exception_ptr)>;

    static constexpr int slice = 50;                                       ///< of those that are due at once
    static constexpr auto sleep_max = std::chrono::milliseconds(10'000);   ///< for what others wrote into the table
    static constexpr auto failed_pause = std::chrono::milliseconds(5'000);

    Deadlines(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, Report report);
    /// Before start().
    void add(std::string kind, Judge judge) { judges_.emplace(std::move(kind), std::move(judge)); }
    void start();
    void stop();

    /// A transaction has set something that is due so soon: the timer must not sleep longer.
    void due_within(std::chrono::milliseconds time);

private:
    void sleep(std::chrono::milliseconds time);
    Task<> look();
    Task<> judge_slice();

    Nursery& nursery_;
    db::Database& database_;
    Report report_;
    std::map<std::string, Judge> judges_;
    boost::asio::steady_timer timer_;
    bool looking_ = false, stopped_ = true;
    std::chrono::milliseconds wanted_ = sleep_max;  ///< what was asked for during a look, which may not have seen it
};

}  // namespace chatd::deadlines

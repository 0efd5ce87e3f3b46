#include "deadlines/deadlines.hpp"

#include <algorithm>
#include <stdexcept>

#include "chatd/log.hpp"
#include "deadlines/store.hpp"

namespace chatd::deadlines {

using std::chrono::milliseconds;

Deadlines::Deadlines(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, Report report)
    : database_(database), report_(std::move(report)), watch_(chat_thread, nursery, [this] { return look(); }) {}

void Deadlines::stop() {
    stopped_ = true;
    watch_.stop();
}

Task<std::optional<milliseconds>> Deadlines::look() {
    co_await check_clock();
    co_await judge_slice();
    const auto due = co_await database_.read(store::next_in);
    co_return std::clamp(due.value_or(sleep_max), milliseconds(0), sleep_max);
}

Task<> Deadlines::check_clock() {
    const auto reading = co_await database_.read(store::read_clock);
    if (!clock_.agrees(reading)) {
        log::warning("the clock of the database has been set", {{"now", reading.wall.text()}});
        co_await database_.run(store::clock_has_stepped);
    }
    clock_.take(reading);
}

Task<> Deadlines::judge_slice() {
    const auto due = co_await database_.read(store::due, slice);
    for (const auto& one : due) {
        if (stopped_) co_return;
        std::exception_ptr failure;
        try {
            const auto judge = judges_.find(one.kind);
            if (judge == judges_.end()) throw std::logic_error("nobody judges deadlines of the kind " + one.kind);
            co_await judge->second(one.tenant_id, one.object_id, clock_);
        } catch (...) {
            failure = std::current_exception();
        }
        if (!failure) continue;
        report_(failure);
        co_await database_.write(store::postpone, one, failed_pause);
    }
}

}  // namespace chatd::deadlines

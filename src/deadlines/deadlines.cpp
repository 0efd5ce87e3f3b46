#include "deadlines/deadlines.hpp"

#include <algorithm>
#include <stdexcept>

#include "deadlines/store.hpp"

namespace chatd::deadlines {

using std::chrono::milliseconds;

Deadlines::Deadlines(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, Report report)
    : nursery_(nursery), database_(database), report_(std::move(report)), timer_(chat_thread) {}

void Deadlines::start() {
    stopped_ = false;
    sleep(milliseconds(0));
}
void Deadlines::stop() {
    stopped_ = true;
    timer_.cancel();
}

void Deadlines::due_within(milliseconds time) {
    if (stopped_) return;
    if (looking_) {
        wanted_ = std::min(wanted_, time);
        return;
    }
    const auto left = timer_.expiry() - std::chrono::steady_clock::now();
    if (left > time) sleep(time);
}

void Deadlines::sleep(milliseconds time) {
    timer_.expires_after(time);
    timer_.async_wait([this](boost::system::error_code cut) {
        if (cut || stopped_) return;
        looking_ = true;
        wanted_ = sleep_max;
        nursery_.start(look());
    });
}

Task<> Deadlines::look() {
    auto next = sleep_max;
    try {
        co_await judge_slice();
        const auto due = co_await database_.read(store::next_in);
        if (due) next = std::clamp(*due, milliseconds(0), sleep_max);
    } catch (...) {
        report_(std::current_exception());
        next = failed_pause;
    }
    looking_ = false;
    if (!stopped_) sleep(std::min(next, wanted_));
}

Task<> Deadlines::judge_slice() {
    const auto due = co_await database_.read(store::due, slice);
    for (const auto& one : due) {
        if (stopped_) co_return;
        std::exception_ptr failure;
        try {
            const auto judge = judges_.find(one.kind);
            if (judge == judges_.end()) throw std::logic_error("nobody judges deadlines of the kind " + one.kind);
            co_await judge->second(one.tenant_id, one.object_id);
        } catch (...) {
            failure = std::current_exception();
        }
        if (!failure) continue;
        report_(failure);
        co_await database_.write(store::postpone, one, failed_pause);
    }
}

}  // namespace chatd::deadlines

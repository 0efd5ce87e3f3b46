#include "response/first_reply.hpp"

#include "response/store.hpp"

namespace chatd::response {

namespace {
constexpr auto retry_after = std::chrono::milliseconds(1'000);
/// From an acceptance to the look that learns when its reply is due: many of them share one.
constexpr auto gathered_for = std::chrono::milliseconds(200);
}  // namespace

FirstReply::FirstReply(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub, livechat::LiveChat& livechat,
                       std::chrono::milliseconds after)
    : nursery_(nursery), database_(database), hub_(hub), livechat_(livechat), after_(after), timer_(chat_thread) {
    livechat.on_changed([this] { look_in(gathered_for); });
}

void FirstReply::stop() {
    stopped_ = true;
    timer_.cancel();
}

void FirstReply::look_in(std::chrono::milliseconds wait) {
    const auto at = std::chrono::steady_clock::now() + wait;
    if (stopped_ || at >= wakes_at_) return;
    wakes_at_ = at;
    timer_.expires_at(at);
    timer_.async_wait([this](boost::system::error_code cut) {
        if (cut) return;
        wakes_at_ = std::chrono::steady_clock::time_point::max();
        nursery_.start(look());
    });
}

Task<> FirstReply::look() {
    std::exception_ptr failure;
    try {
        const auto next = co_await look_at_all();
        if (next) look_in(*next);
    } catch (...) {
        failure = std::current_exception();
    }
    if (!failure) co_return;
    look_in(retry_after);
    std::rethrow_exception(failure);
}

/// When the next one is due.
Task<std::optional<std::chrono::milliseconds>> FirstReply::look_at_all() {
    const auto all = co_await database_.read(store::unanswered, after_);
    std::optional<std::chrono::milliseconds> next;
    for (const auto& chat : all) {
        if (chat.due_in.count() > 0) {
            next = std::min(next.value_or(chat.due_in), chat.due_in);
            continue;
        }
        const auto overdue = co_await database_.run(store::overdue, chat.tenant, chat.channel, chat.after);
        if (overdue.returns_at) {
            ReplyReminder reminder;
            reminder.session_id = reminder.channel_id = reminder.chat_id = chat.channel;
            reminder.returns_at = *overdue.returns_at;
            hub_.tell_user(overdue.technician, api::push_of(reminder));
            next = std::min(next.value_or(chat.after), chat.after);
        }
        if (!overdue.change) continue;
        livechat_.has_left(chat.tenant, overdue.technician, *overdue.change);
        co_await livechat_.publish(chat.tenant, *overdue.change);
    }
    co_return next;
}

}  // namespace chatd::response

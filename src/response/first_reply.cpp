#include "response/first_reply.hpp"

#include "response/store.hpp"

namespace chatd::response {

namespace {
/// From an acceptance to the look that learns when its reply is due: many of them share one.
constexpr auto gathered_for = std::chrono::milliseconds(200);
}  // namespace

FirstReply::FirstReply(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub, livechat::LiveChat& livechat,
                       deadlines::Deadlines& deadlines, std::chrono::milliseconds after)
    : database_(database), hub_(hub), livechat_(livechat), deadlines_(deadlines), after_(after), watch_(chat_thread, nursery, [this] { return look(); }) {
    livechat.on_changed([this] { watch_.look_in(gathered_for); });
}

/// When the next one is due.
Task<std::optional<std::chrono::milliseconds>> FirstReply::look() {
    const auto all = co_await database_.read(store::unanswered, after_);
    std::optional<std::chrono::milliseconds> next;
    for (const auto& chat : all) {
        if (chat.due_in.count() > 0) {
            next = std::min(next.value_or(chat.due_in), chat.due_in);
            continue;
        }
        const auto overdue = co_await database_.run(store::overdue, chat.tenant, chat.channel, deadlines_.clock(), chat.after);
        if (overdue.clock_was_set) {
            deadlines_.due_within({});
            co_return deadlines::Watch::failed_pause;
        }
        if (overdue.returns_at) {
            ReplyReminder reminder;
            reminder.session_id = reminder.channel_id = reminder.chat_id = chat.channel;
            reminder.returns_at = *overdue.returns_at;
            hub_.tell_user(overdue.technician.id, api::push_of(reminder));
            next = std::min(next.value_or(chat.after), chat.after);
        }
        if (overdue.change) co_await livechat_.tell_left(chat.tenant, overdue.technician, *overdue.change);
    }
    co_return next;
}

}  // namespace chatd::response

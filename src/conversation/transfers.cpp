#include "conversation/transfers.hpp"

#include "api/once.hpp"
#include "conversation/transfers_store.hpp"

namespace chatd::conversation {

namespace {
/// From a transfer to the look that learns when it comes back: many of them share one.
constexpr auto gathered_for = std::chrono::milliseconds(200);
}

Transfers::Transfers(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, messages::Messages& messages, livechat::LiveChat& livechat,
                     queue::Queue& queue, deadlines::Deadlines& deadlines, std::chrono::milliseconds timeout)
    : database_(database), messages_(messages), livechat_(livechat), deadlines_(deadlines), timeout_(timeout), watch_(chat_thread, nursery, [this] { return look(); }) {
    queue.on_unanswered([this](TenantId tenant, ChannelId channel) { return unanswered(tenant, channel); });
}

void Transfers::declare(api::Api& api) {
    api.operation("chat:transfer", *this, &Transfers::transfer)
        .says("Hand a chat that one has over to a technician or to a team. One stays until somebody has accepted it, unless `immediate`; unanswered it comes back.")
        .allow(api::needs(Permission::chat_transfer))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/transfer");
    api.operation("chat:transfers", *this, &Transfers::list)
        .says("To whom a chat was handed over, and what became of it.")
        .allow(api::staff)
        .event()
        .rest(api::get, "/api/live-chat/{channel_id}/transfers");
    api.announces<Transferred>();
}

Task<TransferReply> Transfers::transfer(Call& call, TransferChat request) {
    const auto& caller = call.caller();
    if (request.agent_id.has_value() == request.team_id.has_value()) throw invalid("agent_id", "or a team_id is required, and not both");
    if (request.agent_id && request.immediate && request.queue) throw invalid("queue", "cannot be given with immediate");
    if (request.note) messages_.check_length(*request.note, "note");
    const auto handed = co_await api::once(call, database_, store::transfer, livechat::store::actor_of(caller), messages::sender_of(caller), request, timeout_);
    co_await tell(caller.tenant, handed);
    co_return handed.reply();
}

Task<TransferList> Transfers::list(Call& call, TransfersOf request) {
    TransferList out;
    out.data = co_await database_.read(store::transfers, livechat::store::actor_of(call.caller()), request.channel_id);
    co_return out;
}

/// The room in its order; technicians outside it, whose queue it changes; the router.
Task<> Transfers::tell(TenantId tenant, const store::Handed& handed) {
    if (!handed.told.seq) co_return;
    const auto channel = handed.told.session.channel_id;
    if (handed.note) messages_.tell(tenant, *handed.note);
    if (handed.told.removed) livechat_.has_left(tenant, *handed.told.removed, handed.told);
    co_await livechat_.publish(tenant, handed.told);
    if (handed.assigned) {
        co_await livechat_.has_been_given(tenant, *handed.assigned);
        co_return;
    }
    Transferred outside;
    outside.session_id = outside.channel_id = outside.chat_id = channel;
    outside.session = handed.told.session;  // all of it: whoever hands over, or takes back, is a technician
    outside.session.unread.reset();
    outside.transfer = store::without_note(handed.transfer);
    livechat_.queue_changed(tenant, channel, {handed.transfer.from.id}, api::push_of(outside));
    watch_.look_in(gathered_for);
}

// ---- coming back ------------------------------------------------------------------------------------------------------

/// False if it stays: it was answered, or the clock was set.
Task<bool> Transfers::come_back(TenantId tenant, ChannelId channel) {
    const auto handed = co_await database_.run(store::come_back, tenant, channel, deadlines_.clock());
    if (handed) co_await tell(tenant, *handed);
    co_return handed.has_value();
}

Task<> Transfers::unanswered(TenantId tenant, ChannelId channel) { co_await come_back(tenant, channel); }

/// When the next one is due. One that fails holds up no other.
Task<std::optional<std::chrono::milliseconds>> Transfers::look() {
    const auto all = co_await database_.read(store::pending);
    std::optional<std::chrono::milliseconds> next;
    std::exception_ptr failure;
    for (const auto& one : all) {
        auto again = one.due_in;
        if (again.count() <= 0) {
            try {
                const bool came = co_await come_back(one.tenant, one.channel);
                if (came) continue;
                deadlines_.due_within({});
            } catch (...) {
                failure = std::current_exception();
            }
            again = deadlines::Watch::failed_pause;
        }
        next = std::min(next.value_or(again), again);
    }
    if (failure) std::rethrow_exception(failure);
    co_return next;
}

}  // namespace chatd::conversation

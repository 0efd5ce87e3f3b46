#include "waiting/reopening.hpp"

#include "waiting/reopening_store.hpp"

namespace chatd::waiting {

Reopening::Reopening(db::Database& database, messages::Messages& messages, livechat::LiveChat& livechat, livechat::Backstage& backstage, Patience patience)
    : database_(database), livechat_(livechat), backstage_(backstage), patience_(patience) {
    messages.when_closed([this](const Caller& caller, ChannelId channel) { return reopen(caller, channel); });
}

namespace {
template <class Event>
Event about(const livechat::Session& session) {
    Event event;
    event.session_id = event.channel_id = event.chat_id = session.channel_id;
    event.session = session;
    return event;
}

/// What technicians outside the chat hear of it, as it is now; a chat that waits rings.
std::optional<hub::Push> told(const livechat::Session& reopened, const livechat::Session& now) {
    if (reopened.status == livechat::Status::callback) return api::push_of(about<livechat::CallbackRequested>(now));
    if (!reopened.agent) return {};
    auto event = about<livechat::SessionAssigned>(now);
    event.agent = *reopened.agent;
    return api::push_of(event);
}
}  // namespace

Task<bool> Reopening::reopen(Caller caller, ChannelId channel) {
    if (caller.staff()) co_return false;
    const auto done = co_await database_.run(store::reopen, livechat::store::actor_of(caller), channel, patience_);
    if (done.changes.empty()) {
        if (done.open) livechat_.queue_changed(caller.tenant, channel);  // perhaps whoever opened it never learnt that
        co_return done.open;
    }
    const auto now = co_await livechat_.as_technicians_see_it(caller.tenant, channel);
    const auto& reopened = done.changes.back().session;
    const auto before = done.changes.front().seq - 1;
    livechat_.enroll(caller.user, channel, before);
    if (reopened.agent_id) {
        livechat_.enroll(*reopened.agent_id, channel, before);
        backstage_.enroll(*reopened.agent_id, channel, *now.backstage_id);
    }
    livechat_.is_left_to(caller.tenant, now, done.changes.back().seq, done.inside, done.outside);
    for (const auto& change : done.changes) co_await livechat_.publish(caller.tenant, change);
    std::vector<UserId> people;
    if (reopened.agent_id) people.push_back(*reopened.agent_id);
    livechat_.queue_changed(caller.tenant, channel, std::move(people), told(reopened, now));
    co_return true;
}

}  // namespace chatd::waiting

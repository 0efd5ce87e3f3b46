#include "waiting/reopening.hpp"

#include "waiting/reopening_store.hpp"

namespace chatd::waiting {

Reopening::Reopening(db::Database& database, messages::Messages& messages, livechat::LiveChat& livechat, livechat::Backstage& backstage, Patience patience)
    : database_(database), livechat_(livechat), backstage_(backstage), patience_(patience) {
    messages.when_closed([this](const Caller& caller, ChannelId channel) { return reopen(caller, channel); });
}

Task<bool> Reopening::reopen(Caller caller, ChannelId channel) {
    if (caller.staff()) co_return false;
    const auto done = co_await database_.run(store::reopen, livechat::store::actor_of(caller), channel, patience_);
    if (done.changes.empty()) co_return done.open;
    const auto session = co_await livechat_.as_technicians_see_it(caller.tenant, channel);
    const auto before = done.changes.front().seq - 1;
    livechat_.enroll(caller.user, channel, before);
    if (session.agent_id) {
        livechat_.enroll(*session.agent_id, channel, before);
        backstage_.enroll(*session.agent_id, channel, *session.backstage_id);
    }
    for (const auto& change : done.changes) co_await livechat_.publish(caller.tenant, change);
    if (!session.agent) {
        livechat_.queue_changed(caller.tenant, channel);
        co_return true;
    }
    livechat::SessionAssigned event;
    event.session_id = event.channel_id = event.chat_id = channel;
    event.session = session;
    event.agent = *session.agent;
    std::vector<UserId> people(1, event.agent.id);
    livechat_.queue_changed(caller.tenant, channel, std::move(people), api::push_of(event));
    co_return true;
}

}  // namespace chatd::waiting

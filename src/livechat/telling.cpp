// How technicians outside a chat hear of it, and everybody of the queue. The rest of LiveChat is in livechat.cpp.
#include <algorithm>
#include <cmath>

#include "livechat/livechat.hpp"
#include "livechat/store.hpp"

namespace chatd::livechat {

Task<Session> LiveChat::as_technicians_see_it(TenantId tenant, ChannelId channel) {
    store::Actor technician;
    technician.tenant = tenant;
    technician.staff = true;
    auto session = co_await database_.read(store::session, technician, channel);
    session.unread.reset();
    co_return session;
}

Task<> LiveChat::ring(TenantId tenant, ChannelId channel, std::vector<hub::SessionPtr> sessions) {
    NewSession event;
    event.session = co_await as_technicians_see_it(tenant, channel);
    if (!event.session.queued) co_return;
    event.session_id = event.channel_id = event.chat_id = channel;
    const auto push = api::push_of(event);
    for (const auto& session : sessions) session->send(push);
}

Task<> LiveChat::offer(TenantId tenant, queue::Offer offer, std::vector<hub::SessionPtr> sessions) {
    Offered event;
    event.session = co_await as_technicians_see_it(tenant, offer.channel_id);
    event.session_id = event.channel_id = event.chat_id = offer.channel_id;
    event.offer_id = offer.offer_id;
    event.expires_at = offer.expires_at;
    const auto push = api::push_of(event);
    for (const auto& session : sessions) session->send(push);
}

void LiveChat::queue_changed(TenantId tenant, ChannelId channel, std::vector<UserId> people, std::optional<hub::Push> told) {
    queue_.moved(tenant, channel, std::move(people), std::move(told));
    for (const auto& listener : changed_) listener();
    tell_queue_soon(tenant);
}

void LiveChat::tell_queue_soon(TenantId tenant) {
    changed_queues_.insert(tenant);
    if (std::exchange(queue_timer_set_, true)) return;
    queue_timer_.expires_after(queue_told_every);
    queue_timer_.async_wait([this](boost::system::error_code cut) {
        queue_timer_set_ = false;
        if (cut) return;
        for (auto changed : std::exchange(changed_queues_, {})) nursery_.start(tell_queue(changed));
    });
}

/// Those who see the same of the queue together, by one of them; by nobody if they see all of it.
std::vector<std::pair<UserId, std::vector<hub::SessionPtr>>> LiveChat::alike(TenantId tenant) const {
    std::vector<std::pair<UserId, std::vector<hub::SessionPtr>>> out;
    std::vector<std::optional<routing::Scope>> scopes;
    for (auto& session : presence_.technicians(tenant)) {
        const auto scope = queue_.scope(tenant, session->caller.user);
        auto same = scope ? std::ranges::find(scopes, scope) : scopes.end();
        if (same == scopes.end()) {
            const bool sees_all = scope == routing::Scope();
            out.emplace_back(sees_all ? UserId() : session->caller.user, std::vector<hub::SessionPtr>());
            same = scopes.insert(scopes.end(), scope);
        }
        out[static_cast<std::size_t>(same - scopes.begin())].second.push_back(session);
    }
    return out;
}

namespace {
std::optional<int> estimate(const store::Pace& pace, std::optional<TeamId> team, int position) {
    const auto own = pace.by_team.find(team.value_or(TeamId()));
    const auto seconds = own != pace.by_team.end() ? std::optional(own->second) : pace.of_all;
    return seconds ? std::optional(static_cast<int>(std::lround(std::min(*seconds * position, 1e9)))) : std::nullopt;
}
}  // namespace

Task<> LiveChat::tell_queue(TenantId tenant) {
    const auto stats = co_await database_.read(store::stats, tenant, UserId());
    const auto pace = co_await database_.read(store::pace, tenant);
    const auto version = ++queue_versions_[tenant];
    for (const auto& [viewer, sessions] : alike(tenant)) {
        auto seen = stats;
        if (viewer) seen = co_await database_.read(store::stats, tenant, viewer);
        if (queue_versions_[tenant] != version) co_return;  // told anew meanwhile
        const auto push = api::push_of(QueueUpdated{seen.total, seen.by_priority, seen.by_team, version});
        for (const auto& session : sessions) session->send(push);
    }
    for (const auto& waiting : stats.waits) {
        const auto position = queue_.position(tenant, waiting.session_id);
        if (!position) continue;
        QueuePosition place;
        place.session_id = place.channel_id = place.chat_id = waiting.session_id;
        place.position = *position;
        place.estimated_wait_seconds = estimate(pace, waiting.team, *position);
        hub_.tell(waiting.session_id, api::push_of(place));
    }
}

}  // namespace chatd::livechat

#include "queue/queue.hpp"

#include "api/once.hpp"
#include "queue/desk.hpp"
#include "queue/store.hpp"

namespace chatd::queue {

Queue::Queue(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub, presence::Presence& presence, Options options)
    : chat_thread_(chat_thread), nursery_(nursery), database_(database), hub_(hub), presence_(presence), options_(options) {
    presence.on_changed([this](TenantId tenant, UserId user) { changed(tenant, user); });
    hub.on_opened([this](const hub::SessionPtr& session) {
        if (session->caller.kind != UserKind::technician) return;
        auto& desk = desk_of(session->caller.tenant);
        desk.technicians.insert(session->caller.user);
        desk.opened.push_back(session);
        look_again(desk);
    });
    hub.on_closed([this](const hub::Session& session) {
        if (session.caller.kind == UserKind::technician) changed(session.caller.tenant, session.caller.user);
    });
}
Queue::~Queue() = default;

void Queue::declare(api::Api& api) {
    api.operation("chat:decline", *this, &Queue::decline)
        .says("Do not take a chat that is offered: it goes to the next technician.")
        .allow(api::needs(Permission::chat_accept))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/decline");
    api.operation("chat:snooze", *this, &Queue::snooze)
        .says("Do not hear of a waiting chat for a while; it is not offered to one any more.")
        .allow(api::needs(Permission::chat_accept))
        .once()
        .event()
        .rest(api::post, "/api/live-chat/{channel_id}/snooze");
    api.announces<OfferWithdrawn>();
}

void Queue::start() {
    grace_ends_ = std::chrono::steady_clock::now() + options_.grace;
    nursery_.start(begin());
}

Task<> Queue::begin() {
    const auto tenants = co_await database_.read(store::busy_tenants);
    for (auto tenant : tenants) look_again(desk_of(tenant));
}

void Queue::stop() {
    stopped_ = true;
    for (const auto& [tenant, desk] : desks_) desk->timer.cancel();
}

// ---- what it is told --------------------------------------------------------------------------------------------------------

void Queue::moved(TenantId tenant, ChannelId channel, std::vector<UserId> people, std::optional<hub::Push> told) {
    auto& desk = desk_of(tenant);
    desk.channels.insert(channel);
    desk.technicians.insert(people.begin(), people.end());
    if (told) desk.told.push_back({channel, std::move(*told)});
    look_again(desk);
}

void Queue::changed(TenantId tenant, std::optional<UserId> user) {
    const auto found = desks_.find(tenant);
    if (found == desks_.end()) return;
    auto& desk = *found->second;
    const bool concerns = !desk.filled || desk.settling || (user && desk.router.find(*user));
    if (!user) desk.filled = false;
    else if (concerns) desk.technicians.insert(*user);
    else return;  // a client, or somebody who has not been here
    look_again(desk);
}

Task<api::Nothing> Queue::decline(Call& call, Decline request) {
    const auto caller = call.caller();
    co_await api::once(call, database_, store::decline, caller.tenant, caller.user, request);
    moved(caller.tenant, request.channel_id, {});
    co_return api::Nothing();
}

Task<Snoozed> Queue::snooze(Call& call, Snooze request) {
    const auto caller = call.caller();
    const auto snoozed = co_await api::once(call, database_, store::snooze, caller.tenant, caller.user, request);
    moved(caller.tenant, request.channel_id, {});
    co_return snoozed;
}

// ---- what is asked of it ----------------------------------------------------------------------------------------------------

const Queue::Desk* Queue::desk_with(TenantId tenant, ChannelId channel) const {
    const auto found = desks_.find(tenant);
    return found != desks_.end() && found->second->waiting.contains(channel) ? found->second.get() : nullptr;
}

std::optional<int> Queue::position(TenantId tenant, ChannelId channel) const {
    const auto* desk = desk_with(tenant, channel);
    return desk ? std::optional(desk->router.position(desk->waiting.at(channel))) : std::nullopt;
}

std::optional<routing::Scope> Queue::scope(TenantId tenant, UserId technician) const {
    const auto found = desks_.find(tenant);
    const auto* known = found == desks_.end() ? nullptr : found->second->router.find(technician);
    return known ? std::optional(known->scope) : std::nullopt;
}

std::optional<routing::Place> Queue::place(TenantId tenant, ChannelId channel) const {
    const auto* desk = desk_with(tenant, channel);
    return desk ? std::optional(desk->router.place(desk->waiting.at(channel))) : std::nullopt;
}

Queue::Gauges Queue::gauges() const {
    Gauges out;
    for (const auto& [tenant, desk] : desks_) {
        out.waiting += desk->waiting.size();
        out.offers += desk->offers.size();
    }
    return out;
}

Queue::Desk& Queue::desk_of(TenantId tenant) {
    auto& desk = desks_[tenant];
    if (!desk) desk = std::make_unique<Desk>(chat_thread_, tenant);
    return *desk;
}

}  // namespace chatd::queue

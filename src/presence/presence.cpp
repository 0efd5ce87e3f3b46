#include "presence/presence.hpp"

#include "api/once.hpp"
#include "presence/store.hpp"

namespace chatd::presence {

namespace {
hub::Push status_push(UserId user, const std::string& name, AgentStatus status) {
    StatusChanged changed;
    changed.user_id = user;
    changed.name = name;
    changed.status = status;
    return api::push_of(changed);
}
}  // namespace

Presence::Presence(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub,
                   std::chrono::milliseconds grace)
    : nursery_(nursery), database_(database), hub_(hub), grace_(grace), absent_timer_(chat_thread), told_timer_(chat_thread) {}

void Presence::declare(api::Api& api) {
    api.operation("agent:set_status", *this, &Presence::set_status)
        .says("Set one's status. It stays until it is changed, also over a reconnection.")
        .allow(api::staff)
        .once()
        .event()
        .rest(api::post, "/api/agent/status");
    api.operation("agent:status", *this, &Presence::status).says("One's own status.").allow(api::staff).event().rest(api::get, "/api/agent/status");
    api.operation("agent:activity_ping", *this, &Presence::ping)
        .says("Tell that one is at work, as consoles do each minute.")
        .allow(api::staff)
        .limit(api::per_identity(Rate{1, std::chrono::seconds(1), 10}))
        .repeatable("it says the same again")
        .event()
        .rest(api::post, "/api/agent/activity");
    api.announces<StatusChanged>();
}

void Presence::start() {
    absent_timer_.expires_after(grace_);
    absent_timer_.async_wait([this](boost::system::error_code cut) {
        if (cut) return;
        nursery_.start(forget_absent_at_start());
        watch_absent();
    });
}
void Presence::stop() {
    absent_timer_.cancel();
    told_timer_.cancel();
}

Task<> Presence::forget_absent_at_start() {
    std::vector<UserId> here;
    for (const auto& [user, technician] : here_) here.push_back(user);
    co_await database_.write(store::all_offline_but, here);
}

Task<> Presence::arrived(Caller caller) {
    if (caller.kind != UserKind::technician) co_return;
    absent_.erase(caller.user);
    const auto status = co_await database_.run(store::arrive, caller.tenant, caller.user);
    const auto before = here_.find(caller.user);
    const bool as_before = before != here_.end() && before->second.status == status;
    here_.insert_or_assign(caller.user, Here{caller.tenant, status});
    if (!as_before) tell_status(caller.tenant, caller.user, caller.name, status);
}

void Presence::left(const Caller& caller) {
    if (caller.kind != UserKind::technician || !hub_.sessions_of(caller.user).empty()) return;
    absent_[caller.user] = {caller.tenant, caller.name, std::chrono::steady_clock::now()};
}

void Presence::watch_absent() {
    absent_timer_.expires_after(std::chrono::seconds(1));
    absent_timer_.async_wait([this](boost::system::error_code cut) {
        if (cut) return;
        const auto now = std::chrono::steady_clock::now();
        std::erase_if(absent_, [&](const auto& entry) {
            const auto& [user, absent] = entry;
            if (now - absent.since < grace_) return false;
            if (!hub_.sessions_of(user).empty()) return true;
            here_.erase(user);
            nursery_.start(go_offline(absent.tenant, user, absent.name));
            return true;
        });
        watch_absent();
    });
}

Task<> Presence::go_offline(TenantId tenant, UserId user, std::string name) {
    const bool changed = co_await database_.write(store::go_offline, tenant, user);
    if (changed) tell_status(tenant, user, name, AgentStatus::offline);
}

Task<StatusReply> Presence::set_status(Call& call, SetStatus request) {
    const auto& caller = call.caller();
    const auto reply = co_await api::once(call, database_, store::set_status, caller.tenant, caller.user, request.status);
    if (auto here = here_.find(caller.user); here != here_.end()) here->second.status = request.status;
    tell_status(caller.tenant, caller.user, caller.name, request.status);
    co_return reply;
}

Task<StatusReply> Presence::status(Call& call, api::Nothing) {
    const auto& caller = call.caller();
    const auto status = co_await database_.read(store::status, caller.tenant, caller.user);
    co_return StatusReply(status);
}

Task<Activity> Presence::ping(Call& call, api::Nothing) {
    const auto& caller = call.caller();
    auto activity = co_await database_.write(store::touch, caller.tenant, caller.user, caller.sign_in);
    co_return activity;
}

void Presence::tell_status(TenantId tenant, UserId user, const std::string& name, AgentStatus status) {
    for (const auto& told : changed_) told(tenant, user);
    untold_[tenant][user] = {name, status};
    // Their own devices at once, and each time: what these are told of chats depends on it.
    const auto push = status_push(user, name, status);
    for (const auto& session : hub_.sessions_of(user)) session->send(push);
    if (told_now_ < told_at_once) {
        ++told_now_;
        tell_what_is_untold();
    }
    if (std::exchange(told_timer_set_, true)) return;
    told_timer_.expires_after(told_every);
    told_timer_.async_wait([this](boost::system::error_code cut) {
        told_timer_set_ = false;
        told_now_ = 0;
        if (!cut) tell_what_is_untold();
    });
}

void Presence::tell_what_is_untold() {
    for (const auto& [tenant, changes] : std::exchange(untold_, {})) {
        const auto sessions = technicians(tenant);
        for (const auto& [user, untold] : changes) {
            const auto push = status_push(user, untold.name, untold.status);
            for (const auto& session : sessions)
                if (session->caller.user != user) session->send(push);
        }
    }
}

std::vector<hub::SessionPtr> Presence::technicians(TenantId tenant) const {
    std::vector<hub::SessionPtr> out;
    for (const auto& [user, here] : here_)
        if (here.tenant == tenant)
            for (auto& session : hub_.sessions_of(user)) out.push_back(std::move(session));
    return out;
}

}  // namespace chatd::presence

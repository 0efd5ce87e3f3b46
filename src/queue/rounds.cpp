// The rounds of the Queue's work: look at the database, decide, write, tell. One at a time for each tenant; whatever is told to the
// Queue meanwhile is for the next.
#include <algorithm>

#include "chatd/crypto.hpp"
#include "chatd/log.hpp"
#include "queue/desk.hpp"

namespace chatd::queue {

namespace {
constexpr auto retry_after = std::chrono::seconds(1);
/// So often everything that waits is read anew: whatever the Queue was not told of is not waited for in vain.
constexpr auto filled_anew_after = std::chrono::minutes(1);
/// Chats that ring at once at a technician who can take chats again; the others are in their list.
constexpr int woken_rings_max = 50;

bool alike(const routing::Technician& one, const routing::Technician& other) {
    return one.teams == other.teams && one.skills == other.skills && one.scope == other.scope;
}
}  // namespace

void Queue::look_again(Desk& desk) {
    if (stopped_) return;
    desk.again = true;
    if (!std::exchange(desk.settling, true)) nursery_.start(settle(desk));
}

void Queue::wake_at(Desk& desk, std::chrono::steady_clock::time_point time) {
    desk.timer.expires_at(time);
    desk.timer.async_wait([this, &desk](boost::system::error_code cut) {
        if (!cut) look_again(desk);
    });
}

Task<> Queue::settle(Desk& desk) {
    while (desk.again && !stopped_) {
        desk.again = false;
        Round round;
        bool failed = false;
        try {
            co_await settle_once(desk, round);
            desk.failing = false;
        } catch (const std::exception& error) {
            failed = true;
            if (!std::exchange(desk.failing, true)) log::warning("routing stands still", {{"tenant_id", desk.tenant}, {"what", error.what()}});
        }
        if (!failed) continue;
        // What was decided may have been written or not: everything is read anew.
        desk.filled = false;
        desk.opened.insert(desk.opened.begin(), round.opened.begin(), round.opened.end());
        desk.told.insert(desk.told.begin(), round.told.begin(), round.told.end());
        desk.channels.insert(round.wanted.channels.begin(), round.wanted.channels.end());
        desk.again = false;
        wake_at(desk, std::chrono::steady_clock::now() + retry_after);
    }
    desk.settling = false;
}

Task<> Queue::settle_once(Desk& desk, Round& round) {
    if (!desk.expected.empty() && std::chrono::steady_clock::now() >= grace_ends_) desk.technicians.merge(std::exchange(desk.expected, {}));
    if (!desk.waiting.empty() && std::chrono::steady_clock::now() >= desk.filled_at + filled_anew_after) desk.filled = false;
    auto& wanted = round.wanted;
    wanted.all = !std::exchange(desk.filled, true);  // what is told from here on counts for the next round
    if (wanted.all)
        for (const auto& session : presence_.technicians(desk.tenant)) desk.technicians.insert(session->caller.user);
    wanted.channels.assign(desk.channels.begin(), desk.channels.end());
    wanted.technicians.assign(desk.technicians.begin(), desk.technicians.end());
    for (const auto& [id, offer] : desk.offers)
        if (wanted.all || desk.channels.contains(offer.channel_id)) wanted.offers.push_back(id);
    desk.channels.clear();
    desk.technicians.clear();
    round.opened = std::exchange(desk.opened, {});
    round.told = std::exchange(desk.told, {});
    round.seen = co_await database_.run(store::look, desk.tenant, wanted, options_.policy);
    round.seen_at = std::chrono::steady_clock::now();
    if (wanted.all) desk.filled_at = round.seen_at;
    if (stopped_) co_return;
    take_in(desk, round);
    const auto decisions = desk.router.decide(round.seen.now);
    if (!decisions.withdrawals.empty() || !decisions.offers.empty()) co_await write(desk, round, decisions);
    round.ring.insert(decisions.alerts.begin(), decisions.alerts.end());
    wake_snoozers(desk, round);
    tell(desk, round);
    co_await ring(desk, round);
    for (auto request : decisions.unanswered)
        for (const auto& listener : unanswered_) nursery_.start(listener(desk.tenant, desk.stays.at(request).channel));
    auto wake = std::chrono::steady_clock::time_point::max();
    auto next = desk.router.next_change();
    for (const auto& [id, stay] : desk.stays)
        for (const auto& [user, ends_at] : stay.snoozed) next = std::min(next.value_or(ends_at), ends_at);
    if (next)
        wake = round.seen_at + std::chrono::microseconds(std::max<std::int64_t>(0, next->us - round.seen.now.us)) + std::chrono::milliseconds(1);
    if (!desk.expected.empty()) wake = std::min(wake, grace_ends_);
    if (!desk.waiting.empty()) wake = std::min(wake, desk.filled_at + filled_anew_after);
    if (wake != std::chrono::steady_clock::time_point::max()) wake_at(desk, wake);
}

// ---- from the database into the router --------------------------------------------------------------------------------------

void Queue::take_in(Desk& desk, Round& round) {
    const auto& seen = round.seen;
    if (round.wanted.all) {
        desk.router = {};
        desk.router.set_policy({}, seen.rules.own);
        desk.policies.clear();
        desk.waiting.clear();
        for (const auto& turn : seen.turns) desk.router.set_turn(turn.team, turn.technician, turn.at);
    }
    for (const auto& [team, policy] : seen.rules.teams)
        if (const auto known = desk.policies.find(team); known == desk.policies.end() || known->second != policy) {
            desk.router.set_policy(team, policy);
            desk.policies[team] = policy;
        }
    if (!std::exchange(desk.begun, true) && std::chrono::steady_clock::now() < grace_ends_)
        for (const auto& chat : seen.chats)
            if (chat.offer) desk.expected.insert(chat.offer->technician_id);
    take_in_technicians(desk, round);
    for (const auto& chat : seen.chats) take_in_chat(desk, round, chat);
    if (round.wanted.all) std::erase_if(desk.stays, [&](const auto& stay) { return !desk.router.find(stay.first); });
    for (const auto& over : seen.over) end_offer(desk, over.offer_id, over.end);
}

void Queue::take_in_technicians(Desk& desk, Round& round) {
    auto left = std::set(round.wanted.technicians.begin(), round.wanted.technicians.end());
    for (auto technician : round.seen.technicians) {
        const auto id = technician.id;
        left.erase(id);
        technician.connected = !hub_.sessions_of(id).empty() || desk.expected.contains(id);
        const auto* known = desk.router.find(id);
        if (known && known->connected && technician.reachable() && !(known->reachable() && alike(*known, technician))) round.woken.insert(id);
        desk.router.put(std::move(technician));
    }
    for (auto id : left)  // disabled, or no technician
        if (desk.router.find(id)) {
            routing::Technician nobody;
            nobody.id = id;
            desk.router.put(std::move(nobody));
        }
}

void Queue::take_in_chat(Desk& desk, Round& round, const store::Chat& chat) {
    const auto& request = chat.request;
    const auto known = desk.waiting.find(request.channel);
    if (known != desk.waiting.end() && known->second != request.id) {
        desk.router.remove(known->second);
        desk.stays.erase(known->second);
        desk.waiting.erase(known);
    }
    if (!request.id) return;
    // The offer as the tables have it: another one, or none, begins a new life in the router.
    const auto running = desk.router.offer_of(request.id);
    if (running && (!chat.offer || chat.offer->technician_id != running->technician)) desk.router.remove(request.id);
    desk.router.put(request);
    desk.waiting[request.channel] = request.id;
    auto& stay = desk.stays[request.id];
    stay.channel = request.channel;
    for (const auto& [technician, ends_at] : chat.snoozed) stay.snoozed[technician] = ends_at;
    if (!chat.offer) return;
    desk.router.offered({request.id, chat.offer->technician_id, chat.offer_pool, chat.offer->expires_at});
    if (!desk.offers.contains(chat.offer->offer_id)) round.offers.push_back(*chat.offer);
}

// ---- from the router into the database --------------------------------------------------------------------------------------

Task<> Queue::write(Desk& desk, Round& round, const routing::Decisions& decisions) {
    std::vector<store::NewOffer> offers;
    for (const auto& offer : decisions.offers) offers.push_back({random_string(), offer});
    const auto written = co_await database_.run(store::write, desk.tenant, round.seen.now, decisions.withdrawals, offers);
    for (const auto& over : written.ended) end_offer(desk, over.offer_id, over.end);
    round.offers.insert(round.offers.end(), written.made.begin(), written.made.end());
    if (written.made.size() == offers.size() && written.ended.size() == decisions.withdrawals.size()) co_return;
    // Somebody was faster.
    for (const auto& offer : decisions.offers) desk.channels.insert(desk.stays.at(offer.request).channel);
    for (const auto& withdrawal : decisions.withdrawals) desk.channels.insert(desk.stays.at(withdrawal.request).channel);
    desk.again = true;
}

// ---- telling ----------------------------------------------------------------------------------------------------------------

std::vector<hub::SessionPtr> Queue::sessions_outside(UserId user, ChannelId channel) const {
    auto out = hub_.sessions_of(user);
    std::erase_if(out, [&](const auto& session) { return hub_.subscribed(*session, channel); });
    return out;
}

void Queue::end_offer(Desk& desk, const std::string& offer_id, OfferEnd end) {
    const auto found = desk.offers.find(offer_id);
    if (found == desk.offers.end()) return;
    const auto offer = found->second;
    desk.offers.erase(found);
    if (end == OfferEnd::accepted) return;
    OfferWithdrawn event;
    event.session_id = event.channel_id = event.chat_id = offer.channel_id;
    event.offer_id = offer.offer_id;
    event.reason = end;
    hub_.tell_user(offer.technician_id, api::push_of(event));
}

/// Whoever wanted quiet for a while hears of it again; the next round may offer it to them.
void Queue::wake_snoozers(Desk& desk, Round& round) {
    for (auto& [id, stay] : desk.stays)
        for (auto snooze = stay.snoozed.begin(); snooze != stay.snoozed.end();) {
            if (snooze->second > round.seen.now) {
                ++snooze;
                continue;
            }
            stay.rung.erase(snooze->first);
            round.ring.insert(id);
            desk.channels.insert(stay.channel);
            desk.again = true;
            snooze = stay.snoozed.erase(snooze);
        }
}

/// What has happened to chats, to technicians outside them who could have seen them wait. Whoever is told that a chat is gone is told
/// again when it waits again.
void Queue::tell(Desk& desk, Round& round) {
    for (const auto& [channel, push] : std::exchange(round.told, {})) {
        const auto chat = std::ranges::find(round.seen.chats, channel, [](const store::Chat& one) { return one.request.channel; });
        if (chat == round.seen.chats.end()) continue;
        for (const auto& session : presence_.technicians(desk.tenant)) {
            const auto* technician = desk.router.find(session->caller.user);
            if (technician && technician->wants_alerts() && technician->scope.admits(chat->request) && !hub_.subscribed(*session, channel)) session->send(push);
        }
        if (const auto waits = desk.waiting.find(channel); waits != desk.waiting.end()) {
            desk.stays.at(waits->second).rung.clear();
            round.ring.insert(waits->second);
        }
    }
}

Task<> Queue::ring(Desk& desk, Round& round) {
    std::map<RequestId, std::set<UserId>> listeners;
    for (auto request : round.ring)
        for (auto user : desk.router.alerted(request))
            if (!desk.stays.at(request).snoozed.contains(user)) listeners[request].insert(user);
    for (auto user : round.woken) {
        int rings = 0;
        for (auto request : desk.router.requests())
            if (const auto& stay = desk.stays.at(request); rings < woken_rings_max && !stay.rung.contains(user) && !stay.snoozed.contains(user) &&
                                                           desk.router.alerts(request, user))
                rings += listeners[request].insert(user).second;
    }
    for (const auto& [request, users] : listeners) {
        auto& stay = desk.stays.at(request);
        std::vector<hub::SessionPtr> sessions;
        for (auto user : users)
            if (!stay.rung.contains(user))
                for (auto& session : sessions_outside(user, stay.channel)) sessions.push_back(std::move(session));
        if (!sessions.empty()) co_await bell_.new_session(desk.tenant, stay.channel, sessions);
        stay.rung.insert(users.begin(), users.end());
    }
    for (const auto& offer : round.offers) {
        const auto sessions = hub_.sessions_of(offer.technician_id);
        if (!sessions.empty()) co_await bell_.offer(desk.tenant, offer, sessions);
        desk.offers.emplace(offer.offer_id, offer);
    }
    // Whoever connects in the middle of their offer hears of it.
    for (const auto& session : std::exchange(round.opened, {}))
        for (const auto& [id, offer] : desk.offers) {
            const std::vector<hub::SessionPtr> sessions(1, session);
            const bool told = std::ranges::find(round.offers, id, &Offer::offer_id) != round.offers.end();
            if (offer.technician_id == session->caller.user && !told) co_await bell_.offer(desk.tenant, offer, sessions);
        }
}

}  // namespace chatd::queue

// The queue at work: for each tenant a router (routing/router.hpp) that is filled from the database and kept right by what it is told of
// chats, technicians and teams; what it decides is written before anybody hears of it. Whatever happens in between, the database is
// right: what is told only names what to look at again. Chat thread only; owned by app.
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <set>
#include <unordered_map>

#include "api/api.hpp"
#include "base/nursery.hpp"
#include "db/database.hpp"
#include "hub/hub.hpp"
#include "presence/presence.hpp"
#include "queue/offers.hpp"
#include "routing/router.hpp"

namespace chatd::queue {

namespace store {
struct Chat;
}

/// How technicians hear of a waiting chat: what they see of it is not the queue's.
struct Bell {
    std::function<Task<>(TenantId, ChannelId, std::vector<hub::SessionPtr>)> new_session;
    std::function<Task<>(TenantId, Offer, std::vector<hub::SessionPtr>)> offer;
};

class Queue {
public:
    struct Options {
        routing::Policy policy;           ///< where neither the tenant nor the team says anything else
        std::chrono::milliseconds grace;  ///< after the start, for technicians with an offer to come back
    };
    Queue(boost::asio::io_context& chat_thread, Nursery& nursery, db::Database& database, hub::Hub& hub, presence::Presence& presence, Options options);
    ~Queue();
    /// Before start().
    void ring_by(Bell bell) { bell_ = std::move(bell); }
    /// Somebody whom a chat was handed to did not take it: whoever handed it over withdraws the request, in a transaction that looks first.
    void on_unanswered(std::function<Task<>(TenantId, ChannelId)> listener) { unanswered_.push_back(std::move(listener)); }
    void declare(api::Api& api);
    /// Goes on with what waits and with the offers that run.
    void start();
    /// No more decisions. At the beginning of a drain: offers survive it.
    void stop();

    /// A chat has come into the queue, left it or changed in it; `people` have a chat more or less. After the commit. `told`: what
    /// technicians outside the chat hear of it, all to whom it could be shown.
    void moved(TenantId tenant, ChannelId channel, std::vector<UserId> people, std::optional<hub::Push> told = {});
    /// Rights, skills, capacity, teams or scope of somebody; nobody: rules of the tenant's teams, or anybody's.
    void changed(TenantId tenant, std::optional<UserId> user);

    /// From 1, among those of its team; nothing for a chat that does not wait.
    std::optional<int> position(TenantId tenant, ChannelId channel) const;
    /// What limits a technician who has been here; nothing of others.
    std::optional<routing::Scope> scope(TenantId tenant, UserId technician) const;
    /// The operator's defaults.
    const routing::Policy& policy() const { return options_.policy; }
    /// Smaller is served first, over all teams.
    std::optional<routing::Place> place(TenantId tenant, ChannelId channel) const;

    Task<api::Nothing> decline(Call& call, Decline request);
    Task<Snoozed> snooze(Call& call, Snooze request);

    struct Gauges {
        std::size_t waiting = 0, offers = 0;
    };
    Gauges gauges() const;

private:
    struct Desk;
    struct Round;
    Desk& desk_of(TenantId tenant);
    const Desk* desk_with(TenantId tenant, ChannelId channel) const;
    void look_again(Desk& desk);
    void wake_at(Desk& desk, std::chrono::steady_clock::time_point time);
    Task<> begin();
    Task<> settle(Desk& desk);
    Task<> settle_once(Desk& desk, Round& round);
    void take_in(Desk& desk, Round& round);
    void take_in_chat(Desk& desk, Round& round, const store::Chat& chat);
    void take_in_technicians(Desk& desk, Round& round);
    Task<> write(Desk& desk, Round& round, const routing::Decisions& decisions);
    std::vector<hub::SessionPtr> sessions_outside(UserId user, ChannelId channel) const;
    void wake_snoozers(Desk& desk, Round& round);
    void end_offer(Desk& desk, const std::string& offer_id, OfferEnd end);
    void tell(Desk& desk, Round& round);
    Task<> ring(Desk& desk, Round& round);

    boost::asio::io_context& chat_thread_;
    Nursery& nursery_;
    db::Database& database_;
    hub::Hub& hub_;
    presence::Presence& presence_;
    const Options options_;
    Bell bell_;
    std::vector<std::function<Task<>(TenantId, ChannelId)>> unanswered_;
    std::map<TenantId, std::unique_ptr<Desk>> desks_;
    std::chrono::steady_clock::time_point grace_ends_;
    bool stopped_ = false;
};

}  // namespace chatd::queue

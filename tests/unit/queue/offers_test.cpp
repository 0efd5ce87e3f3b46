// Offers against a real PostgreSQL: no race makes two of one, or gives a chat to two; a router that is filled anew decides the same.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "accounts/founding.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/store.hpp"
#include "queue/store.hpp"
#include "support/postgres.hpp"

namespace chatd::queue::store {
namespace {

using livechat::store::Actor;
using livechat::store::Taking;
using routing::Router;

db::Database& database() {
    static db::Database out([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        options.connections = 8;
        return options;
    }());
    return out;
}

void run_sql(db::Tx& tx, std::string sql, TenantId tenant) { db::exec(tx, sql, tenant); }
std::int64_t count(db::Tx& tx, std::string sql, TenantId tenant) { return db::column<std::int64_t>(db::exec(tx, sql, tenant)[0][0]); }

template <class F>
std::optional<Code> refused(F&& action) {
    try {
        action();
        return {};
    } catch (const Error& error) {
        return error.code;
    }
}

/// A tenant with people of its own, and a router that is filled from its tables.
struct World {
    std::string slug = "q" + std::to_string(std::random_device{}());
    TenantId tenant;
    routing::Policy policy;
    std::vector<Actor> technicians, clients;
    World() {
        accounts::NewTenant wanted{slug, "Test"};
        tenant = database().block(accounts::add_tenant, wanted).id;
        policy.assignment = routing::Assignment::round_robin;
        policy.offer_timeout = std::chrono::seconds(60);
    }
    Actor person(const std::string& name, const std::string& role) {
        accounts::NewUser user;
        user.tenant = slug;
        user.email = name + "@test";
        user.name = name;
        user.role = role;
        const Actor out{tenant, database().block(accounts::add_user, user).id, name, role != "client", role == "dispatcher"};
        (role == "client" ? clients : technicians).push_back(out);
        return out;
    }
    void everybody_online() { database().block(run_sql, "UPDATE users SET agent_status = 'online' WHERE tenant_id = $1 AND kind = 'technician'", tenant); }
    ChannelId started(const Actor& client) { return database().block(livechat::store::start, client, ChatConfigId(), livechat::Start(), std::nullopt).session.channel_id; }
    Seen seen() {
        Wanted wanted;
        wanted.all = true;
        for (const auto& one : technicians) wanted.technicians.push_back(one.user);
        return database().block(look, tenant, wanted, policy);
    }
    Router filled(const Seen& from) {
        Router out;
        out.set_policy({}, policy);
        for (const auto& turn : from.turns) out.set_turn(turn.team, turn.technician, turn.at);
        for (auto technician : from.technicians) {
            technician.connected = true;
            out.put(technician);
        }
        for (const auto& chat : from.chats) {
            out.put(chat.request);
            if (chat.offer) out.offered({chat.request.id, chat.offer->technician_id, chat.offer_pool, chat.offer->expires_at});
        }
        return out;
    }
    /// What the Queue does in a round.
    Written round() {
        const auto from = seen();
        auto router = filled(from);
        const auto decisions = router.decide(from.now);
        std::vector<NewOffer> offers;
        for (const auto& offer : decisions.offers) offers.push_back({Uuid::random().text(), offer});
        return database().block(write, tenant, from.now, decisions.withdrawals, offers);
    }
    Actor holder(const Offer& offer) const {
        for (const auto& one : technicians)
            if (one.user == offer.technician_id) return one;
        throw std::logic_error("an offer to nobody");
    }
    std::optional<Code> accept(const Actor& who, ChannelId channel, std::optional<std::string> offer_id = {}) {
        return refused([&] { database().block(livechat::store::accept, who, Taking{channel, who.user, offer_id, false}); });
    }
    std::optional<Code> decline(const Actor& who, const Offer& offer) {
        return refused([&] { database().block(store::decline, tenant, who.user, Decline{offer.channel_id, offer.offer_id}); });
    }
    /// What must hold between tables, whatever happened.
    std::int64_t violations() {
        return database().block(count, R"(
            SELECT (SELECT count(*) FROM pending_chat_requests r WHERE r.tenant_id = $1 AND (r.status = 'offered') <> EXISTS
                       (SELECT FROM chat_offers o WHERE o.tenant_id = $1 AND o.request_id = r.id AND o.status = 'running'))
                 + (SELECT count(*) FROM chat_offers o JOIN pending_chat_requests r ON r.tenant_id = $1 AND r.id = o.request_id
                     WHERE o.tenant_id = $1 AND o.status = 'accepted' AND r.accepted_by IS DISTINCT FROM o.technician_id))", tenant);
    }
};

TEST(Offers, OfManyWhoAcceptAtOnceTheHolderGetsTheChat) {
    World world;
    for (int i = 0; i < 6; ++i) world.person("tech" + std::to_string(i), "technician");
    world.everybody_online();
    const auto visa = world.person("visa", "client");
    for (int i = 0; i < 5; ++i) {
        const auto channel = world.started(visa);
        const auto made = world.round().made;
        ASSERT_EQ(made.size(), 1u);
        std::vector<std::optional<Code>> results(world.technicians.size());
        std::vector<std::thread> threads;
        for (std::size_t k = 0; k < results.size(); ++k) threads.emplace_back([&, k] { results[k] = world.accept(world.technicians[k], channel); });
        for (auto& thread : threads) thread.join();
        for (std::size_t k = 0; k < results.size(); ++k) {
            if (world.technicians[k].user == made[0].technician_id) EXPECT_EQ(results[k], std::nullopt);
            else EXPECT_TRUE(results[k] == Code::offered_to_another || results[k] == Code::already_accepted);
        }
        database().block(livechat::store::end, visa, channel);
    }
    EXPECT_EQ(world.violations(), 0);
}

TEST(Offers, AcceptedAndDeclinedAtOnceIsOneOfThem) {
    World world;
    const auto dana = world.person("dana", "technician");
    world.everybody_online();
    const auto visa = world.person("visa", "client");
    for (int i = 0; i < 10; ++i) {
        const auto channel = world.started(visa);
        const auto made = world.round().made;
        ASSERT_EQ(made.size(), 1u);
        std::optional<Code> accepted, declined;
        std::thread one([&] { accepted = world.accept(dana, channel, made[0].offer_id); });
        std::thread other([&] { declined = world.decline(dana, made[0]); });
        one.join();
        other.join();
        EXPECT_NE(accepted.has_value(), declined.has_value());
        EXPECT_EQ(accepted.value_or(Code::offer_expired), Code::offer_expired);
        EXPECT_EQ(declined.value_or(Code::offer_expired), Code::offer_expired);
        database().block(livechat::store::end, visa, channel);
    }
    EXPECT_EQ(world.violations(), 0);
}

TEST(Offers, AreMadeOfNothingThatHasLeftTheQueueMeanwhile) {
    World world;
    const auto dana = world.person("dana", "technician");
    world.everybody_online();
    const auto visa = world.person("visa", "client");
    const auto channel = world.started(visa);
    const auto from = world.seen();
    auto router = world.filled(from);
    const auto decisions = router.decide(from.now);
    ASSERT_EQ(decisions.offers.size(), 1u);
    database().block(livechat::store::end, visa, channel);
    const auto written = database().block(write, world.tenant, from.now, decisions.withdrawals, std::vector<NewOffer>{{"late", decisions.offers[0]}});
    EXPECT_TRUE(written.made.empty());
    EXPECT_EQ(world.violations(), 0);
}

TEST(Offers, OfAChatThatEndsAreGone) {
    World world;
    world.person("dana", "technician");
    world.everybody_online();
    const auto visa = world.person("visa", "client");
    const auto channel = world.started(visa);
    const auto made = world.round().made;
    ASSERT_EQ(made.size(), 1u);
    database().block(livechat::store::end, visa, channel);
    Wanted wanted;
    wanted.offers = {made[0].offer_id};
    const auto over = database().block(look, world.tenant, wanted, world.policy).over;
    ASSERT_EQ(over.size(), 1u);
    EXPECT_EQ(over[0].end, OfferEnd::gone);
}

TEST(Offers, GoByTurnsThatAreKept) {
    World world;
    for (const auto* name : {"dana", "omar", "mia"}) world.person(name, "technician");
    world.everybody_online();
    const auto visa = world.person("visa", "client");
    std::map<UserId, int> offered;
    for (int i = 0; i < 12; ++i) {  // each round from a router that was just filled
        const auto channel = world.started(visa);
        const auto made = world.round().made;
        ASSERT_EQ(made.size(), 1u);
        ++offered[made[0].technician_id];
        EXPECT_EQ(world.accept(world.holder(made[0]), channel, made[0].offer_id), std::nullopt);
        database().block(livechat::store::end, visa, channel);
    }
    for (const auto& [user, times] : offered) EXPECT_EQ(times, 4);
}

TEST(Offers, OverRandomHistoriesARouterFilledAnewIsWhereTheOldOneWas) {
    World world;
    for (int i = 0; i < 5; ++i) world.person("tech" + std::to_string(i), i == 0 ? "dispatcher" : "technician");
    for (int i = 0; i < 8; ++i) world.person("visa" + std::to_string(i), "client");
    world.everybody_online();
    std::minstd_rand random(20261128);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    std::map<ChannelId, Offer> offers;
    for (int step = 0; step < 150; ++step) {
        const auto& client = world.clients[below(world.clients.size())];
        const auto& technician = world.technicians[below(world.technicians.size())];
        const auto channel = world.started(client);
        switch (below(5)) {
            case 0: world.accept(technician, channel); break;
            case 1: refused([&] { database().block(livechat::store::end, client, channel); }); break;
            case 2: refused([&] { database().block(livechat::store::leave, technician, channel); }); break;
            default:
                if (const auto offer = offers.find(channel); offer != offers.end()) {
                    if (below(2)) world.decline(world.holder(offer->second), offer->second);
                    else world.accept(world.holder(offer->second), channel, offer->second.offer_id);
                }
        }
        // The router that lives on, and one that is filled after its decisions were written.
        const auto from = world.seen();
        auto old = world.filled(from);
        const auto decisions = old.decide(from.now);
        std::vector<NewOffer> made;
        for (const auto& offer : decisions.offers) made.push_back({Uuid::random().text(), offer});
        const auto written = database().block(write, world.tenant, from.now, decisions.withdrawals, made);
        ASSERT_EQ(written.made.size(), made.size());
        for (const auto& offer : written.made) offers.insert_or_assign(offer.channel_id, offer);
        auto anew = world.filled(world.seen());
        EXPECT_TRUE(anew.decide(from.now).offers.empty());
        ASSERT_EQ(anew.requests(), old.requests());
        for (auto request : old.requests()) {
            EXPECT_EQ(anew.offer_of(request), old.offer_of(request));
            EXPECT_EQ(anew.stage(request), old.stage(request));
            EXPECT_EQ(anew.alerted(request), old.alerted(request));
            EXPECT_EQ(anew.position(request), old.position(request));
        }
        ASSERT_EQ(world.violations(), 0) << "after step " << step;
    }
}

}  // namespace
}  // namespace chatd::queue::store

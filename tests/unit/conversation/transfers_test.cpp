// Transfers against a real PostgreSQL: whatever happens at once, one state comes out.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <thread>

#include "accounts/founding.hpp"
#include "conversation/transfers_store.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "deadlines/store.hpp"
#include "livechat/store.hpp"
#include "support/postgres.hpp"

namespace chatd::conversation::store {
namespace {

using livechat::store::Actor;
using livechat::store::Taking;
constexpr auto timeout = std::chrono::milliseconds(60'000);

db::Database& database() {
    static db::Database out([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        options.connections = 8;
        return options;
    }());
    return out;
}

std::int64_t count(db::Tx& tx, std::string sql, TenantId tenant) { return db::column<std::int64_t>(db::exec(tx, sql, tenant)[0][0]); }
void run_sql(db::Tx& tx, std::string sql, TenantId tenant) { db::exec(tx, sql, tenant); }

/// A tenant with people of its own, all of whom are here.
struct World {
    std::string slug = "c" + std::to_string(std::random_device{}());
    TenantId tenant;
    Actor visa, dana, omar, nils;
    World() {
        accounts::NewTenant wanted{slug, "Test"};
        tenant = database().block(accounts::add_tenant, wanted).id;
        visa = person("visa", "client");
        dana = person("dana", "technician");
        omar = person("omar", "technician");
        nils = person("nils", "technician");
        sql("UPDATE users SET agent_status = 'online' WHERE tenant_id = $1 AND kind = 'technician'");
    }
    Actor person(const std::string& name, const std::string& role) {
        accounts::NewUser user;
        user.tenant = slug;
        user.email = name + "@test";
        user.name = name;
        user.role = role;
        return {tenant, database().block(accounts::add_user, user).id, name, role != "client", false};
    }
    void sql(const char* text) { database().block(run_sql, std::string(text), tenant); }
    std::int64_t counted(const char* text) { return database().block(count, std::string(text), tenant); }

    /// A chat that dana has.
    ChannelId chat() {
        const auto channel = database().block(livechat::store::start, visa, ChatConfigId(), livechat::Start(), std::nullopt).session.channel_id;
        accept(dana, channel);
        return channel;
    }
    void accept(const Actor& technician, ChannelId channel) { database().block(livechat::store::accept, technician, Taking{channel, technician.user, {}, false}); }
    Handed hand(const Actor& sender, const Actor& next, ChannelId channel, bool immediate = false) {
        TransferChat request;
        request.channel_id = channel;
        request.agent_id = next.user;
        request.immediate = immediate;
        request.note = "for " + next.name;
        messages::Sender from;
        from.id = sender.user;
        from.name = sender.name;
        return database().block(transfer, sender, from, request, timeout);
    }
    /// What the schema can't say. Counts violations.
    std::int64_t violations() {
        return counted(R"(
            SELECT (SELECT count(*) FROM chat_transfers t WHERE t.tenant_id = $1 AND t.state = 'pending' AND NOT EXISTS
                       (SELECT FROM pending_chat_requests r WHERE r.tenant_id = $1 AND r.id = t.request_id AND r.status IN ('waiting', 'offered')))
                 + (SELECT count(*) FROM pending_chat_requests r WHERE r.tenant_id = $1 AND r.status IN ('waiting', 'offered') AND r.target_id IS NOT NULL
                       AND NOT EXISTS (SELECT FROM chat_transfers t WHERE t.tenant_id = $1 AND t.request_id = r.id AND t.state = 'pending'))
                 + (SELECT count(*) FROM chat_transfers t WHERE t.tenant_id = $1 AND (t.state = 'completed') <> (t.accepted_by IS NOT NULL))
                 + (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.status = 'active' AND s.agent_id IS NULL AND NOT EXISTS
                       (SELECT FROM pending_chat_requests r WHERE r.tenant_id = $1 AND r.channel_id = s.channel_id AND r.status IN ('waiting', 'offered')))
                 + (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.status = 'active' AND s.agent_id IS NOT NULL AND
                       (SELECT count(*) FROM channel_participants p WHERE p.tenant_id = $1 AND p.channel_id IN (s.channel_id, s.backstage_id)
                           AND p.user_id = s.agent_id AND p.left_at IS NULL) <> 2)
                 + (SELECT count(*) FROM live_chat_sessions s JOIN pending_chat_requests r ON r.tenant_id = $1 AND r.channel_id = s.channel_id
                     WHERE s.tenant_id = $1 AND s.status = 'closed' AND r.status IN ('waiting', 'offered'))
                 + (SELECT count(*) FROM chat_channels c WHERE c.tenant_id = $1 AND c.last_seq <>
                       (SELECT count(*) FROM chat_messages m WHERE m.tenant_id = $1 AND m.channel_id = c.id)))");
    }
};

TEST(Transfer, OfAllThatCanHappenAtOnceMakesOneState) {
    World world;
    for (int round = 0; round < 12; ++round) {
        const auto channel = world.chat();
        world.hand(world.dana, world.omar, channel);
        world.sql("UPDATE chat_transfers SET expires_at = now() - interval '1 second' WHERE tenant_id = $1 AND state = 'pending'");
        std::vector<std::function<void()>> deeds{
            [&] { world.accept(world.omar, channel); },
            [&] { database().block(come_back, world.tenant, channel, deadlines::ClockReference()); },
            [&] { database().block(livechat::store::leave, world.dana, channel); },
            [&] { world.hand(world.dana, world.nils, channel); },
            [&] { world.hand(world.dana, world.nils, channel, true); },
        };
        if (round % 3 == 0) deeds.push_back([&] { database().block(livechat::store::end, world.visa, channel); });
        std::vector<std::thread> threads;
        for (const auto& deed : deeds)
            threads.emplace_back([&deed] {
                try {
                    deed();
                } catch (const Error& refused) {
                    EXPECT_NE(refused.code, Code::internal) << refused.message;
                }
            });
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(world.violations(), 0) << round;
        if (round % 3 != 0) database().block(livechat::store::end, world.visa, channel);
    }
    EXPECT_EQ(world.violations(), 0);
}

TEST(Transfer, OfTwoAtOnceOneTakesThePlaceOfTheOther) {
    World world;
    const auto channel = world.chat();
    std::thread other([&] { world.hand(world.dana, world.nils, channel); });
    world.hand(world.dana, world.omar, channel);
    other.join();
    EXPECT_EQ(world.counted("SELECT count(*) FROM chat_transfers WHERE tenant_id = $1 AND state = 'pending'"), 1);
    EXPECT_EQ(world.counted("SELECT count(*) FROM chat_transfers WHERE tenant_id = $1 AND state = 'replaced'"), 1);
    EXPECT_EQ(world.violations(), 0);
}

TEST(Transfer, ComesBackOnlyWhenItsTimeIsOver) {
    World world;
    const auto channel = world.chat();
    world.hand(world.dana, world.omar, channel);
    EXPECT_FALSE(database().block(come_back, world.tenant, channel, deadlines::ClockReference()));
    world.sql("UPDATE chat_transfers SET expires_at = now() - interval '1 second' WHERE tenant_id = $1");
    const auto handed = database().block(come_back, world.tenant, channel, deadlines::ClockReference());
    ASSERT_TRUE(handed);
    EXPECT_EQ(handed->transfer.state, TransferState::returned);
    EXPECT_EQ(handed->told.session.agent_id, world.dana.user);
    EXPECT_FALSE(handed->told.session.queued);
    EXPECT_FALSE(database().block(come_back, world.tenant, channel, deadlines::ClockReference()));
    EXPECT_EQ(world.violations(), 0);
}

TEST(Transfer, StaysWhenTheClockWasSet) {
    World world;
    const auto channel = world.chat();
    world.hand(world.dana, world.omar, channel);
    world.sql("UPDATE chat_transfers SET created_at = created_at - interval '1 day', expires_at = expires_at - interval '1 day' WHERE tenant_id = $1");
    auto before = database().block(deadlines::store::read_clock);
    before.wall.us -= std::chrono::microseconds(std::chrono::hours(24)).count();
    deadlines::ClockReference clock;
    clock.take(before);
    EXPECT_FALSE(database().block(come_back, world.tenant, channel, clock)) << "nobody has seen the step yet";
    database().block(deadlines::store::clock_has_stepped);
    EXPECT_FALSE(database().block(come_back, world.tenant, channel, deadlines::ClockReference())) << "it lasts since the step";
    const auto all = database().block(pending);
    const auto found = std::ranges::find(all, channel, &Pending::channel);
    ASSERT_NE(found, all.end());
    EXPECT_GT(found->due_in, timeout / 2);
    EXPECT_LE(found->due_in, timeout);
    world.sql("DELETE FROM clock_steps WHERE $1 > 0");
    EXPECT_TRUE(database().block(come_back, world.tenant, channel, deadlines::ClockReference()));
}

TEST(Transfer, AcceptedAfterTheSenderLeftIsTheNextOnes) {
    World world;
    const auto channel = world.chat();
    world.hand(world.dana, world.omar, channel);
    database().block(livechat::store::leave, world.dana, channel);
    EXPECT_EQ(world.violations(), 0);
    world.accept(world.omar, channel);
    EXPECT_EQ(database().block(livechat::store::session, world.omar, channel).agent_id, world.omar.user);
    EXPECT_EQ(world.counted("SELECT count(*) FROM chat_transfers WHERE tenant_id = $1 AND state = 'completed'"), 1);
    EXPECT_EQ(world.violations(), 0);
}

}  // namespace
}  // namespace chatd::conversation::store

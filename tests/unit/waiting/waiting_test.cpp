// What is due of a chat, judged against a real PostgreSQL with chosen patience; every transition that is forbidden; races.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <random>
#include <thread>

#include "accounts/founding.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "deadlines/store.hpp"
#include "support/postgres.hpp"
#include "waiting/completion_store.hpp"
#include "waiting/reopening_store.hpp"
#include "waiting/store.hpp"

namespace chatd::waiting::store {
namespace {

using namespace std::chrono_literals;
using livechat::Session, livechat::Status;
using std::chrono::milliseconds;

db::Database& database() {
    static db::Database out([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        options.connections = 8;
        return options;
    }());
    return out;
}

std::int64_t number(db::Tx& tx, std::string sql, TenantId tenant, ChannelId channel) { return db::column<std::int64_t>(db::exec(tx, sql, tenant, channel)[0][0]); }
void change(db::Tx& tx, std::string sql, TenantId tenant, ChannelId channel) { db::exec(tx, sql, tenant, channel); }

template <class F>
std::optional<Code> refused(F&& action) {
    try {
        action();
        return {};
    } catch (const Error& error) {
        return error.code;
    }
}

/// Everything is a minute away, but for what a test says.
Patience patient() { return {60s, 60s, 60s, 60s}; }

struct World {
    std::string slug = "w" + std::to_string(std::random_device{}());
    TenantId tenant = database().block(accounts::add_tenant, accounts::NewTenant{slug, "Test"}).id;
    Actor visa = person("visa", "client"), dana = person("dana", "technician"), omar = person("omar", "technician");

    Actor person(const std::string& name, const std::string& role) {
        accounts::NewUser user;
        user.tenant = slug;
        user.email = name + "@test";
        user.name = name;
        user.role = role;
        const auto made = database().block(accounts::add_user, user);
        return {tenant, made.id, name, role != "client", false};
    }
    ChannelId started() { return database().block(livechat::store::start, visa, ChatConfigId(), livechat::Start(), std::nullopt).session.channel_id; }
    Session now(ChannelId chat) { return database().block(livechat::store::session, dana, chat); }
    void accept(ChannelId chat) { database().block(livechat::store::accept, dana, livechat::store::Taking{chat, dana.user, {}, false}); }
    void end(ChannelId chat) { database().block(livechat::store::end, visa, chat); }
    void abandon(ChannelId chat) { database().block(store::abandon, visa, chat); }
    void call_back(ChannelId chat) { database().block(request_callback, visa, RequestCallback{chat, "+49 30 1234", {}, {}}); }
    void complete(ChannelId chat) { database().block(store::complete, dana, Complete{chat, {}}); }
    deadlines::ClockReference clock;
    Judged judge(ChannelId chat, Patience patience, milliseconds gone_for = 0ms) { return database().block(store::judge, tenant, chat, clock, patience, gone_for); }
    bool reopen(ChannelId chat, Patience patience = patient()) { return database().block(store::reopen, visa, chat, patience).open; }
    std::int64_t ask(const std::string& sql, ChannelId chat) { return database().block(number, sql, tenant, chat); }
    std::int64_t deadlines(ChannelId chat) { return ask("SELECT count(*) FROM deadlines WHERE tenant_id = $1 AND object_id = $2", chat); }
    std::int64_t due_in_ms(ChannelId chat) {
        return ask("SELECT (extract(epoch FROM due_at - clock_timestamp()) * 1000)::bigint FROM deadlines WHERE tenant_id = $1 AND object_id = $2", chat);
    }
    /// A chat in that state.
    ChannelId in(Status status) {
        const auto chat = started();
        if (status == Status::active || status == Status::closed) accept(chat);
        if (status == Status::closed) end(chat);
        if (status == Status::abandoned || status == Status::completed) abandon(chat);
        if (status == Status::callback) call_back(chat);
        if (status == Status::completed) complete(chat);
        return chat;
    }
    /// States, requests, channels, deadlines that do not belong together. The one chat of a new world.
    std::int64_t violations(ChannelId chat) {
        return ask(R"(
            SELECT (SELECT count(*) FROM chat_channels c JOIN live_chat_sessions s ON s.tenant_id = $1 AND s.channel_id = c.session_id
                     WHERE c.tenant_id = $1 AND s.channel_id = $2 AND (c.status = 'open') <> (s.status IN ('pending', 'active')))
                 + (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.channel_id = $2 AND (s.status = 'pending') <> EXISTS
                       (SELECT FROM pending_chat_requests r WHERE r.tenant_id = $1 AND r.channel_id = $2 AND r.status = 'waiting'))
                 + (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.channel_id = $2 AND (s.status IN ('pending', 'active')) <> EXISTS
                       (SELECT FROM deadlines d WHERE d.tenant_id = $1 AND d.object_id = $2))
                 + (SELECT count(*) FROM chat_channels c WHERE c.tenant_id = $1 AND c.id = $2 AND c.last_seq <>
                       (SELECT count(*) FROM chat_messages m WHERE m.tenant_id = $1 AND m.channel_id = $2)))", chat);
    }
};

constexpr Status all[] = {Status::pending, Status::active, Status::closed, Status::abandoned, Status::callback, Status::completed};

TEST(Transitions, ThatAreForbiddenChangeNothing) {
    const auto judged = [](World& world, ChannelId chat, auto&& act, Status from, std::initializer_list<Status> allowed, const char* name) {
        const auto before = to_json(world.now(chat));
        const auto code = refused([&] { act(chat); });
        if (std::ranges::find(allowed, from) != allowed.end()) {
            EXPECT_EQ(code, std::nullopt) << name << " of a chat that is " << name_of(from);
        } else {
            ASSERT_TRUE(code) << name << " of a chat that is " << name_of(from);
            EXPECT_TRUE(*code == Code::invalid_state || *code == Code::session_closed) << facts(*code).name;
            EXPECT_EQ(to_json(world.now(chat)), before) << name;
        }
        EXPECT_EQ(world.violations(chat), 0) << name << " of a chat that is " << name_of(from);
    };
    for (const auto from : all) {
        World a, b, c, d;
        judged(a, a.in(from), [&](ChannelId chat) { a.abandon(chat); }, from, {Status::pending}, "abandon");
        judged(b, b.in(from), [&](ChannelId chat) { b.call_back(chat); }, from, {Status::pending, Status::callback}, "request_callback");
        judged(c, c.in(from), [&](ChannelId chat) { c.complete(chat); }, from, {Status::abandoned, Status::callback}, "complete");
        judged(d, d.in(from), [&](ChannelId chat) { database().block(keep_waiting, d.visa, chat); }, from, {Status::pending}, "keep_waiting");
        World e;
        const auto chat = e.in(from);
        EXPECT_EQ(e.reopen(chat), from != Status::completed) << name_of(from);
        EXPECT_EQ(e.violations(chat), 0) << "reopened when " << name_of(from);
    }
}

TEST(Deadline, OfAWaitingClientAsksAgainAndAgain) {
    World world;
    const auto chat = world.started();
    EXPECT_EQ(world.deadlines(chat), 1);
    EXPECT_FALSE(world.judge(chat, patient()).asked);
    EXPECT_GT(world.due_in_ms(chat), 50'000);
    auto patience = patient();
    patience.no_answer_after = 1ms;
    EXPECT_TRUE(world.judge(chat, patience).asked);
    const auto asked_at = world.now(chat).no_answer_at;
    EXPECT_TRUE(asked_at);
    EXPECT_TRUE(world.judge(chat, patience).asked);
    EXPECT_EQ(world.now(chat).no_answer_at, asked_at);  // since when
    database().block(keep_waiting, world.visa, chat);
    EXPECT_FALSE(world.now(chat).no_answer_at);
    EXPECT_FALSE(world.judge(chat, patient()).asked);
    patience.no_answer_after = 0ms;  // never
    EXPECT_FALSE(world.judge(chat, patience).asked);
}

TEST(Deadline, OfAClientWhoIsGoneAbandonsOnce) {
    World world;
    const auto chat = world.started();
    EXPECT_FALSE(world.judge(chat, patient(), 59s).change.seq);
    EXPECT_LT(world.due_in_ms(chat), 1'100);
    EXPECT_TRUE(world.judge(chat, patient(), 60s).change.seq);
    EXPECT_EQ(world.now(chat).status, Status::abandoned);
    EXPECT_FALSE(world.judge(chat, patient(), 60s).change.seq);
    EXPECT_EQ(world.violations(chat), 0);
    auto patience = patient();
    patience.abandon_after = 0ms;
    const auto other = world.started();
    EXPECT_FALSE(world.judge(other, patience, 24h).change.seq);
}

TEST(Deadline, OfAnIdleChatEndsItButNotWhileItWaits) {
    World world;
    const auto chat = world.started();
    auto patience = patient();
    patience.auto_close = 1ms;
    EXPECT_FALSE(world.judge(chat, patience).change.seq);
    world.accept(chat);
    EXPECT_FALSE(world.judge(chat, patient()).change.seq);
    EXPECT_GT(world.due_in_ms(chat), 50'000);
    database().block(livechat::store::leave, world.dana, chat);  // it waits again
    EXPECT_FALSE(world.judge(chat, patience).change.seq);
    world.accept(chat);
    const auto judged = world.judge(chat, patience);
    EXPECT_EQ(judged.change.event, "chat:ended");
    EXPECT_EQ(world.now(chat).status, Status::closed);
    EXPECT_EQ(world.violations(chat), 0);
}

TEST(Deadline, OfAChatStartedAtNightClosesItsLetterBoxInTheMorning) {
    World world;
    const auto team = database().block(+[](db::Tx& tx, TenantId tenant) {
        return db::column<std::int64_t>(db::exec(tx, R"(
            INSERT INTO teams (tenant_id, name, office_hours) VALUES ($1, 'Night', '{"time_zone": "UTC", "week": {}}') RETURNING id)", tenant)[0][0]);
    }, world.tenant);
    livechat::Start request;
    request.team_id = TeamId{team};
    const auto started = database().block(livechat::store::start, world.visa, ChatConfigId(), request, std::nullopt);
    const auto chat = started.session.channel_id;
    const std::string open = "SELECT count(*) FROM chat_channels WHERE tenant_id = $1 AND session_id = $2 AND status = 'open'";
    EXPECT_EQ(started.session.status, Status::callback);
    EXPECT_EQ(world.ask(open, chat), 2);
    world.judge(chat, patient());
    EXPECT_EQ(world.ask(open, chat), 2);
    EXPECT_EQ(world.deadlines(chat), 1);
    EXPECT_LE(world.due_in_ms(chat), 600'000);  // hours may be corrected
    database().block(change, "UPDATE teams SET office_hours = NULL WHERE tenant_id = $1 AND id <> $2", world.tenant, ChannelId());
    // It was written on Friday, and now it is Monday.
    database().block(change, "UPDATE live_chat_sessions SET ended_at = ended_at - interval '3 days' WHERE tenant_id = $1 AND channel_id = $2", world.tenant, chat);
    world.judge(chat, patient());
    EXPECT_EQ(world.ask(open, chat), 0);
    EXPECT_EQ(world.deadlines(chat), 0);
    EXPECT_EQ(world.now(chat).status, Status::callback);
    EXPECT_TRUE(world.reopen(chat));
    EXPECT_EQ(world.now(chat).status, Status::pending);
    EXPECT_EQ(world.violations(chat), 0);
}

TEST(Patience, IsThatOfTheNearest) {
    World world;
    const auto chat = world.started();
    const auto found = [&] { return database().block(patience, world.tenant, chat, patient()); };
    EXPECT_EQ(found().abandon_after, 60s);
    database().block(change, "INSERT INTO tenant_settings (tenant_id, key, value) SELECT $1, 'queue.abandon_after', '\"5m\"' WHERE $2 > 0", world.tenant, chat);
    EXPECT_EQ(found().abandon_after, 5min);
    database().block(change, R"(
        WITH team AS (INSERT INTO teams (tenant_id, name, settings) VALUES ($1, 'T', '{"abandon_after": "7m", "auto_close": "nonsense"}') RETURNING id)
        UPDATE live_chat_sessions SET team_id = (SELECT id FROM team) WHERE tenant_id = $1 AND channel_id = $2)", world.tenant, chat);
    EXPECT_EQ(found().abandon_after, 7min);
    EXPECT_EQ(found().auto_close, 60s);
}

TEST(Reopening, HappensOnceAndWithinItsTime) {
    World world;
    auto late = patient();
    late.reopen_within = 0ms;
    const auto chat = world.in(Status::closed);
    EXPECT_FALSE(world.reopen(chat, late));
    EXPECT_EQ(world.now(chat).status, Status::closed);
    std::vector<std::thread> threads;
    std::atomic<int> open = 0, changes = 0;
    for (int i = 0; i < 6; ++i)
        threads.emplace_back([&] {
            const auto done = database().block(store::reopen, world.visa, chat, patient());
            open += done.open;
            changes += static_cast<int>(done.changes.size());
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(open, 6);
    EXPECT_EQ(changes, 1);
    EXPECT_EQ(world.violations(chat), 0);
}

TEST(Reopening, ByItsClientWhileTheyStartAnotherOneOpensOneOfThem) {
    World world;
    const auto chat = world.in(Status::closed);
    for (int round = 0; round < 10; ++round) {
        std::vector<std::thread> threads;
        for (int i = 0; i < 6; ++i)
            threads.emplace_back([&world, chat, i] {
                try {
                    if (i % 2) world.started();
                    else world.reopen(chat);
                } catch (const Error& error) {
                    EXPECT_EQ(error.code, Code::session_closed) << error.message;
                } catch (const std::exception& error) {
                    ADD_FAILURE() << error.what();
                }
            });
        for (auto& thread : threads) thread.join();
        const auto open = world.ask("SELECT channel_id FROM live_chat_sessions WHERE tenant_id = $1 AND $2 > 0 AND status IN ('pending', 'active')", chat);
        world.end(ChannelId{open});
    }
}

TEST(Reopening, WithoutATechnicianLeavesNoneInTheChat) {
    World world;
    const auto chat = world.in(Status::closed);
    const std::string inside = R"(
        SELECT count(*) FROM channel_participants p JOIN chat_channels c ON c.tenant_id = $1 AND c.session_id = $2
         WHERE p.tenant_id = $1 AND p.channel_id = c.id AND p.role = 'agent' AND p.left_at IS NULL)";
    EXPECT_EQ(world.ask(inside, chat), 2);  // the chat and its backstage
    const auto done = database().block(store::reopen, world.visa, chat, patient());
    EXPECT_EQ(world.ask(inside, chat), 0);
    EXPECT_EQ(done.outside, std::vector{world.dana.user});
    EXPECT_TRUE(done.inside.empty());
}

TEST(Reopening, DoesNotCountTheTimeBeforeItAsWaiting) {
    World world;
    const auto chat = world.in(Status::abandoned);
    database().block(change, "UPDATE live_chat_sessions SET created_at = created_at - interval '1 day' WHERE tenant_id = $1 AND channel_id = $2", world.tenant, chat);
    world.reopen(chat);
    world.accept(chat);
    EXPECT_LT(world.now(chat).wait_time, 3600);
}

TEST(Reopening, DoesNotOpenASecondChat) {
    World world;
    const auto chat = world.in(Status::closed);
    world.started();
    EXPECT_EQ(refused([&] { world.reopen(chat); }), Code::session_closed);
    EXPECT_EQ(world.violations(chat), 0);
}

/// Whoever wins, the chat is in one state, and nothing contradicts it.
TEST(Races, OfEverybodyAtOnceLeaveOneState) {
    for (int round = 0; round < 12; ++round) {
        World world;
        const auto chat = world.in(round % 2 ? Status::pending : Status::abandoned);
        auto patience = patient();
        std::vector<std::function<void()>> acts{
            [&] { world.accept(chat); },
            [&] { world.abandon(chat); },
            [&] { world.call_back(chat); },
            [&] { world.judge(chat, patience, 61s); },
            [&] { world.complete(chat); },
            [&] { world.reopen(chat); },
        };
        std::vector<std::thread> threads;
        for (auto& act : acts) threads.emplace_back([&act] { refused(act); });
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(world.violations(chat), 0) << name_of(world.now(chat).status);
    }
}

TEST(Deadlines, AreSetOnceAndComeInTheirOrder) {
    World world;
    const auto ids = database().block(+[](db::Tx& tx, TenantId tenant) {
        deadlines::store::set(tx, tenant, "test", 1, Time{2'000'000});
        deadlines::store::set(tx, tenant, "test", 2, Time{1'000'000});
        deadlines::store::set(tx, tenant, "test", 3, *Time::parse("2999-01-01T00:00:00Z"));
        deadlines::store::set(tx, tenant, "test", 2, Time{3'000'000});
        std::vector<std::int64_t> out;
        for (const auto& one : deadlines::store::due(tx, 10'000))
            if (one.kind == "test") out.push_back(one.object_id);
        deadlines::store::clear(tx, tenant, "test", 1);
        deadlines::store::clear(tx, tenant, "test", 2);
        deadlines::store::clear(tx, tenant, "test", 3);
        return out;
    }, world.tenant);
    EXPECT_EQ(ids, (std::vector<std::int64_t>{1, 2}));
}

}  // namespace
}  // namespace chatd::waiting::store

// The transitions of a live chat against a real PostgreSQL: what each does, and that no race breaks a state.
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <thread>

#include "accounts/founding.hpp"
#include "db/database.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/store.hpp"
#include "support/postgres.hpp"

namespace chatd::livechat::store {
namespace {

db::Database& database() {
    static db::Database out([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        options.connections = 8;
        return options;
    }());
    return out;
}

void set_status(db::Tx& tx, TenantId tenant, UserId user, std::string status) {
    db::exec(tx, "UPDATE users SET agent_status = $3 WHERE tenant_id = $1 AND id = $2", tenant, user, status);
}
void run_sql(db::Tx& tx, std::string sql, TenantId tenant, UserId user) { db::exec(tx, sql, tenant, user); }
std::int64_t count(db::Tx& tx, std::string sql, TenantId tenant) { return db::column<std::int64_t>(db::exec(tx, sql, tenant)[0][0]); }

/// A tenant with people of its own.
struct World {
    std::string slug = "t" + std::to_string(std::random_device{}());
    TenantId tenant;
    World() {
        accounts::NewTenant wanted{slug, "Test"};
        tenant = database().block(accounts::add_tenant, wanted).id;
    }
    Actor person(const std::string& name, const std::string& role, std::optional<int> capacity = {}) {
        accounts::NewUser user;
        user.tenant = slug;
        user.email = name + "@test";
        user.name = name;
        user.role = role;
        user.max_concurrent_chats = capacity;
        const auto made = database().block(accounts::add_user, user);
        return {tenant, made.id, name, role != "client", role == "dispatcher" || role == "admin"};
    }
    Session started(const Actor& client) { return database().block(start, client, ChatConfigId(), Start(), std::nullopt).session; }
    /// What the schema can't say: seqs without holes, ends that fit their states. Counts violations.
    std::int64_t violations() {
        return database().block(count, R"(
            SELECT (SELECT count(*) FROM chat_channels c WHERE c.tenant_id = $1 AND c.last_seq <>
                       (SELECT count(*) FROM chat_messages m WHERE m.tenant_id = $1 AND m.channel_id = c.id))
                 + (SELECT count(*) FROM chat_channels c WHERE c.tenant_id = $1 AND c.last_seq <>
                       (SELECT coalesce(max(seq), 0) FROM chat_messages m WHERE m.tenant_id = $1 AND m.channel_id = c.id))
                 + (SELECT count(*) FROM live_chat_sessions s JOIN chat_channels c ON c.tenant_id = $1 AND c.id = s.channel_id
                     WHERE s.tenant_id = $1 AND (c.status = 'open') <> (s.status IN ('pending', 'active')))
                 + (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.status = 'pending' AND NOT EXISTS
                       (SELECT FROM pending_chat_requests r WHERE r.tenant_id = $1 AND r.channel_id = s.channel_id AND r.status = 'waiting'))
                 + (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.status = 'active' AND (s.agent_id IS NULL) <> EXISTS
                       (SELECT FROM pending_chat_requests r WHERE r.tenant_id = $1 AND r.channel_id = s.channel_id AND r.status = 'waiting'))
                 + (SELECT count(*) FROM live_chat_sessions s WHERE s.tenant_id = $1 AND s.agent_id IS NOT NULL AND s.status = 'active' AND NOT EXISTS
                       (SELECT FROM channel_participants p WHERE p.tenant_id = $1 AND p.channel_id = s.channel_id AND p.user_id = s.agent_id
                           AND p.left_at IS NULL)))", tenant);
    }
};

template <class F>
std::optional<Code> refused(F&& action) {
    try {
        action();
        return {};
    } catch (const Error& error) {
        return error.code;
    }
}
std::optional<Code> refused_accept(const Actor& technician, ChannelId channel) {
    return refused([&] { database().block(accept, technician, Taking{channel, technician.user, {}, false}); });
}

TEST(Start, FindsTheOpenChatOfTheSameClient) {
    World world;
    const auto visa = world.person("visa", "client");
    const auto first = database().block(start, visa, ChatConfigId(), Start(), std::nullopt);
    const auto again = database().block(start, visa, ChatConfigId(), Start(), std::nullopt);
    EXPECT_TRUE(first.created);
    EXPECT_FALSE(again.created);
    EXPECT_EQ(again.session.channel_id, first.session.channel_id);
    database().block(end, visa, first.session.channel_id);
    EXPECT_TRUE(database().block(start, visa, ChatConfigId(), Start(), std::nullopt).created);
}

TEST(Start, OfManyAtOnceMakesOneChat) {
    World world;
    const auto visa = world.person("visa", "client");
    std::vector<std::thread> threads;
    std::vector<Started> started(8);
    for (auto& one : started) threads.emplace_back([&] { one = database().block(start, visa, ChatConfigId(), Start(), std::nullopt); });
    for (auto& thread : threads) thread.join();
    std::set<ChannelId> channels;
    int created = 0;
    for (const auto& one : started) {
        channels.insert(one.session.channel_id);
        created += one.created;
    }
    EXPECT_EQ(channels.size(), 1u);
    EXPECT_EQ(created, 1);
}

TEST(Start, ByATechnicianIsForAClientOfTheSameTenant) {
    World world, other;
    const auto dana = world.person("dana", "technician");
    const auto visa = world.person("visa", "client");
    const auto stranger = other.person("stranger", "client");
    Start request;
    EXPECT_EQ(refused([&] { database().block(start, dana, ChatConfigId(), request, std::nullopt); }), Code::invalid);
    request.customer_id = stranger.user;
    EXPECT_EQ(refused([&] { database().block(start, dana, ChatConfigId(), request, std::nullopt); }), Code::not_found);
    EXPECT_EQ(refused([&] { database().block(start, visa, ChatConfigId(), request, std::nullopt); }), Code::invalid);
    request.customer_id = visa.user;
    EXPECT_EQ(database().block(start, dana, ChatConfigId(), request, std::nullopt).session.customer_id, visa.user);
}

TEST(Accept, OfManyAtOnceIsWonByOne) {
    World world;
    const auto visa = world.person("visa", "client");
    std::vector<Actor> technicians;
    for (int i = 0; i < 8; ++i) technicians.push_back(world.person("tech" + std::to_string(i), "technician"));
    for (int round = 0; round < 5; ++round) {
        const auto channel = world.started(visa).channel_id;
        std::vector<std::optional<Code>> results(technicians.size());
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < technicians.size(); ++i)
            threads.emplace_back([&, i] { results[i] = refused_accept(technicians[i], channel); });
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(std::count(results.begin(), results.end(), std::nullopt), 1);
        EXPECT_EQ(std::count(results.begin(), results.end(), Code::already_accepted), std::ssize(technicians) - 1);
        database().block(end, visa, channel);
    }
    EXPECT_EQ(world.violations(), 0);
}

TEST(Accept, AskedAgainByTheWinnerChangesNothing) {
    World world;
    const auto dana = world.person("dana", "technician");
    const auto channel = world.started(world.person("visa", "client")).channel_id;
    EXPECT_GT(database().block(accept, dana, Taking{channel, dana.user, {}, false}).seq, 0);
    const auto again = database().block(accept, dana, Taking{channel, dana.user, {}, false});
    EXPECT_EQ(again.seq, 0);
    EXPECT_EQ(again.session.agent_id, dana.user);
}

TEST(Accept, CountsCapacityAlsoWhenTwoAreAcceptedAtOnce) {
    World world;
    const auto dana = world.person("dana", "technician", 1);
    const auto one = world.started(world.person("visa", "client")).channel_id;
    const auto two = world.started(world.person("omid", "client")).channel_id;
    std::optional<Code> first, second;
    std::thread other([&] { second = refused_accept(dana, two); });
    first = refused_accept(dana, one);
    other.join();
    EXPECT_NE(first.has_value(), second.has_value());
    EXPECT_EQ(first ? first : second, Code::over_capacity);
}

TEST(Accept, OfAnotherTenantsChatIsNotFound) {
    World world, other;
    const auto channel = world.started(world.person("visa", "client")).channel_id;
    const auto stranger = other.person("dana", "technician");
    EXPECT_EQ(refused_accept(stranger, channel), Code::not_found);
    EXPECT_EQ(refused([&] { database().block(snapshot, stranger, channel, std::nullopt, ResumeLimits()); }), Code::not_found);
    EXPECT_EQ(refused([&] { database().block(end, stranger, channel); }), Code::not_found);
    EXPECT_EQ(database().block(resume, stranger, std::vector{channel}, std::vector<std::int64_t>{0}, ResumeLimits())[0].reply.status, ResumeStatus::gone);
}

TEST(Accept, RespectsTheAccessScope) {
    World world;
    const auto dana = world.person("dana", "technician");
    database().block(+[](db::Tx& tx, Actor actor) {
        db::exec(tx, "INSERT INTO user_access_scopes (tenant_id, user_id, kind, object_id) VALUES ($1, $2, 'organization', 1)", actor.tenant, actor.user);
    }, dana);
    const auto channel = world.started(world.person("visa", "client")).channel_id;
    EXPECT_EQ(refused_accept(dana, channel), Code::not_found);
    Filter waiting;
    waiting.waiting_or_mine = true;
    EXPECT_TRUE(database().block(list, dana, waiting).data.empty());
    EXPECT_EQ(database().block(stats, world.tenant, dana.user).total, 0);
}

TEST(Assign, OverridesCapacityAndMovesAnActiveChat) {
    World world;
    const auto boss = world.person("boss", "dispatcher");
    const auto dana = world.person("dana", "technician", 0);
    const auto omar = world.person("omar", "technician");
    const auto channel = world.started(world.person("visa", "client")).channel_id;
    EXPECT_EQ(refused_accept(dana, channel), Code::over_capacity);
    EXPECT_EQ(database().block(accept, boss, Taking{channel, dana.user, {}, true}).session.agent_id, dana.user);
    EXPECT_EQ(database().block(accept, boss, Taking{channel, omar.user, {}, true}).session.agent_id, omar.user);
    EXPECT_EQ(refused([&] { database().block(leave, dana, channel); }), Code::not_participant);
    EXPECT_EQ(refused([&] { database().block(accept, boss, Taking{channel, world.person("guest", "client").user, {}, true}); }), Code::not_found);
    EXPECT_EQ(world.violations(), 0);
}

TEST(End, OfAWaitingChatByItsClientIsAbandoned) {
    World world;
    const auto visa = world.person("visa", "client");
    const auto channel = world.started(visa).channel_id;
    const auto change = database().block(end, visa, channel);
    EXPECT_EQ(change.session.status, Status::abandoned);
    EXPECT_EQ(refused([&] { database().block(end, visa, channel); }), Code::invalid_state);
    EXPECT_EQ(refused_accept(world.person("dana", "technician"), channel), Code::invalid_state);
    EXPECT_EQ(world.violations(), 0);
}

TEST(End, IsForThoseInTheChat) {
    World world;
    const auto visa = world.person("visa", "client");
    const auto dana = world.person("dana", "technician"), omar = world.person("omar", "technician");
    const auto channel = world.started(visa).channel_id;
    database().block(accept, dana, Taking{channel, dana.user, {}, false});
    EXPECT_EQ(refused([&] { database().block(end, omar, channel); }), Code::not_participant);
    EXPECT_EQ(refused([&] { database().block(end, world.person("guest", "client"), channel); }), Code::not_found);
    EXPECT_EQ(database().block(end, dana, channel).session.status, Status::closed);
    EXPECT_EQ(refused([&] { database().block(end, visa, channel); }), Code::session_closed);
}

TEST(Leave, OfTheLastTechnicianQueuesTheChatAtTheHeadOfItsPriority) {
    World world;
    const auto dana = world.person("dana", "technician"), omar = world.person("omar", "technician");
    const auto first = world.started(world.person("visa", "client")).channel_id;
    const auto later = world.started(world.person("omid", "client")).channel_id;
    database().block(accept, dana, Taking{first, dana.user, {}, false});
    const auto left = database().block(leave, dana, first);
    EXPECT_EQ(left.session.status, Status::active);
    EXPECT_TRUE(left.session.queued);
    EXPECT_FALSE(left.session.agent_id);
    const auto waits = database().block(stats, world.tenant, UserId()).waits;
    ASSERT_EQ(waits.size(), 2u);
    EXPECT_EQ(waits[0].session_id, first);
    EXPECT_EQ(waits[1].session_id, later);
    EXPECT_EQ(database().block(accept, omar, Taking{first, omar.user, {}, false}).session.agent_id, omar.user);
    EXPECT_EQ(world.violations(), 0);
}

TEST(Leave, WhileAnotherTechnicianStaysHandsTheChatToThem) {
    World world;
    const auto dana = world.person("dana", "technician"), omar = world.person("omar", "technician");
    const auto channel = world.started(world.person("visa", "client")).channel_id;
    database().block(accept, dana, Taking{channel, dana.user, {}, false});
    database().block(join, omar, channel);
    database().block(set_status, world.tenant, omar.user, std::string("online"));
    const auto left = database().block(leave, dana, channel);
    EXPECT_EQ(left.session.agent_id, omar.user);
    EXPECT_FALSE(left.session.queued);
    // The client waits for a first reply of omar, from now on.
    EXPECT_EQ(database().block(count, R"(
        SELECT count(*) FROM live_chat_sessions s JOIN chat_channels c ON c.tenant_id = $1 AND c.id = s.channel_id
         WHERE s.tenant_id = $1 AND s.reply_since > s.assigned_at AND s.reply_after_seq = c.last_seq - 1)", world.tenant), 1);
}

TEST(Leave, DoesNotHandTheChatToSomebodyWhoCannotTakeIt) {
    World world;
    const auto dana = world.person("dana", "technician"), omar = world.person("omar", "technician");
    const auto visa = world.person("visa", "client");
    const auto left_with = [&](const std::string& status, const std::string& becomes) {
        const auto channel = world.started(visa).channel_id;
        database().block(accept, dana, Taking{channel, dana.user, {}, false});
        database().block(join, omar, channel);
        database().block(set_status, world.tenant, omar.user, status);
        database().block(run_sql, becomes, world.tenant, omar.user);
        const auto left = database().block(leave, dana, channel);
        EXPECT_EQ(left.session.queued, !left.session.agent_id);
        database().block(end, visa, channel);
        return left.session.agent_id == omar.user;
    };
    EXPECT_TRUE(left_with("away", "SELECT $1::bigint, $2::bigint"));
    EXPECT_FALSE(left_with("offline", "SELECT $1::bigint, $2::bigint"));
    EXPECT_FALSE(left_with("do_not_respond", "SELECT $1::bigint, $2::bigint"));
    EXPECT_FALSE(left_with("online", "DELETE FROM user_roles WHERE tenant_id = $1 AND user_id = $2"));
    EXPECT_EQ(world.violations(), 0);
}

TEST(Join, OfAWaitingChatByATechnicianIsRefused) {
    World world;
    const auto channel = world.started(world.person("visa", "client")).channel_id;
    EXPECT_EQ(refused([&] { database().block(join, world.person("dana", "technician"), channel); }), Code::invalid_state);
}

TEST(Transitions, InAnyOrderByManyAtOnceBreakNoState) {
    World world;
    std::vector<Actor> clients, technicians;
    for (int i = 0; i < 3; ++i) clients.push_back(world.person("client" + std::to_string(i), "client"));
    for (int i = 0; i < 3; ++i) technicians.push_back(world.person("tech" + std::to_string(i), "technician"));
    const auto boss = world.person("boss", "dispatcher");
    std::atomic<int> done{0};
    const auto act = [&](unsigned seed) {
        std::minstd_rand random(seed);
        for (int step = 0; step < 60; ++step) {
            const auto& client = clients[random() % clients.size()];
            const auto& technician = technicians[random() % technicians.size()];
            const auto action = random() % 7;
            try {
                const auto channel = world.started(client).channel_id;
                switch (action) {
                    case 0: database().block(accept, technician, Taking{channel, technician.user, {}, false}); break;
                    case 1: database().block(accept, boss, Taking{channel, technician.user, {}, true}); break;
                    case 2: database().block(leave, technician, channel); break;
                    case 3: database().block(join, technician, channel); break;
                    case 4: database().block(end, random() % 2 ? client : technician, channel); break;
                    case 5: database().block(leave, client, channel); break;
                    default: database().block(snapshot, technician, channel, std::nullopt, ResumeLimits()); break;
                }
                ++done;
            } catch (const Error& error) {
                EXPECT_NE(error.code, Code::internal) << error.message;
                EXPECT_NE(error.code, Code::timeout) << error.message;
            }
        }
    };
    std::vector<std::thread> threads;
    for (unsigned seed = 1; seed <= 6; ++seed) threads.emplace_back(act, seed);
    for (auto& thread : threads) thread.join();
    EXPECT_GT(done, 60);
    EXPECT_EQ(world.violations(), 0);
}

TEST(Lists, GoOnByCursorWithoutGapOrDouble) {
    World world;
    const auto dana = world.person("dana", "technician");
    std::set<ChannelId> all;
    for (int i = 0; i < 7; ++i) {
        Start request;
        request.priority = static_cast<Priority>(i % 4);
        all.insert(database().block(start, world.person("client" + std::to_string(i), "client"), ChatConfigId(), request, std::nullopt).session.channel_id);
    }
    for (auto sort : {Sort::newest, Sort::oldest, Sort::priority}) {
        Filter filter;
        filter.waiting_or_mine = true;
        filter.sort = sort;
        filter.limit = 3;
        std::vector<Session> got;
        do {
            auto page = database().block(list, dana, filter);
            got.insert(got.end(), page.data.begin(), page.data.end());
            filter.cursor = page.next_cursor;
        } while (filter.cursor);
        std::set<ChannelId> seen;
        for (const auto& session : got) seen.insert(session.channel_id);
        EXPECT_EQ(got.size(), 7u);
        EXPECT_EQ(seen, all);
        if (sort == Sort::priority) {
            EXPECT_TRUE(std::is_sorted(got.begin(), got.end(), [](const auto& a, const auto& b) {
                return a.priority != b.priority ? a.priority > b.priority : a.channel_id < b.channel_id;
            }));
        }
    }
    Filter bad;
    for (auto cursor : {"x", "1", "1:", ":1", "1:2x"}) {
        bad.cursor = cursor;
        EXPECT_EQ(refused([&] { database().block(list, dana, bad); }), Code::invalid) << cursor;
    }
}

TEST(Session, ForTheRoomTellsNothingOfTheTechniciansSide) {
    World world;
    const auto visa = world.person("visa", "client");
    const auto mine = world.started(visa);
    EXPECT_FALSE(mine.backstage_id);
    EXPECT_FALSE(mine.customer.email);
    const auto dana = world.person("dana", "technician");
    const auto theirs = database().block(session, dana, mine.channel_id);
    EXPECT_TRUE(theirs.backstage_id);
    EXPECT_EQ(theirs.customer.email, "visa@test");
    const auto change = database().block(accept, dana, Taking{mine.channel_id, dana.user, {}, false});
    EXPECT_EQ(change.payload.find("visa@test"), std::string::npos);
    EXPECT_NE(change.payload.find(R"("backstage_id":null)"), std::string::npos);
}

void give_contact(db::Tx& tx, TenantId tenant, UserId user, std::string email) {
    db::exec(tx, "UPDATE users SET email = NULL, is_anonymous = true WHERE tenant_id = $1 AND id = $2", tenant, user);
    db::exec(tx, "INSERT INTO contacts (tenant_id, user_id, name, email) VALUES ($1, $2, 'Visitor', $3)", tenant, user, email);
}

TEST(Session, TellsTechniciansTheEmailThatAVisitorGave) {
    World world;
    const auto visitor = world.person("visitor", "client");
    database().block(give_contact, world.tenant, visitor.user, "answer@here.test");
    const auto mine = world.started(visitor);
    EXPECT_FALSE(mine.customer.email);
    const auto dana = world.person("dana", "technician");
    EXPECT_EQ(database().block(session, dana, mine.channel_id).customer.email, "answer@here.test");
}

}  // namespace
}  // namespace chatd::livechat::store

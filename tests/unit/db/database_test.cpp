#include "db/database.hpp"

#include <gtest/gtest.h>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <csignal>
#include <latch>
#include <pqxx/nontransaction>
#include <thread>

#include "chatd/error.hpp"
#include "db/connection.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "db/watcher.hpp"
#include "support/coroutine.hpp"
#include "support/line.hpp"
#include "support/postgres.hpp"

using namespace chatd;
using db::Tx;
using namespace boost::asio::experimental::awaitable_operators;

namespace {
db::DatabaseOptions options(int connections = 2) {
    db::DatabaseOptions out;
    out.url = test::database_url();
    out.connections = connections;
    return out;
}

db::DatabaseOptions impatient_by(const test::Line& line, std::chrono::milliseconds patience) {
    auto out = options();
    out.url = line.url();
    out.patience = patience;
    return out;
}

TeamId add_team(Tx& tx, TenantId tenant, const std::string& name) {
    return *db::maybe_value_as<TeamId>(db::exec(tx, "INSERT INTO teams (tenant_id, name) VALUES ($1, $2) RETURNING id", tenant, name));
}
std::vector<std::string> teams(Tx& tx, TenantId tenant) {
    return db::values_as<std::string>(db::exec(tx, "SELECT name FROM teams WHERE tenant_id = $1 ORDER BY name", tenant));
}
void add_and_fail(Tx& tx, TenantId tenant) {
    add_team(tx, tenant, "never");
    throw not_found("team", 9);
}
void swallow(Tx& tx, TenantId tenant) {
    try {
        add_team(tx, tenant, "same");
        add_team(tx, tenant, "same");
    } catch (const db::ConstraintViolation&) {
    }
}
std::thread::id where(Tx&) { return std::this_thread::get_id(); }
int backend(Tx& tx) { return *db::maybe_value_as<int>(db::exec(tx, "SELECT pg_backend_pid()")); }
void sleep_for(Tx& tx, double seconds) { db::exec(tx, "SELECT pg_sleep($1)", seconds); }
void rename_all(Tx& tx, TenantId tenant) { db::exec(tx, "UPDATE teams SET name = name || '!' WHERE tenant_id = $1", tenant); }
void hold(Tx&, std::latch* running, std::latch* go_on) {
    running->count_down();
    go_on->wait();
}
/// Two of these at once, with a and b the other way round, are a deadlock the first time.
void touch_both(Tx& tx, TenantId tenant, TeamId a, TeamId b, std::latch* both) {
    constexpr auto touch = "UPDATE teams SET settings = '{}' WHERE tenant_id = $1 AND id = $2";
    db::exec(tx, touch, tenant, a);
    if (!both->try_wait()) both->arrive_and_wait();
    db::exec(tx, touch, tenant, b);
}

template <class Call>
std::string code_of(Call call) {
    try {
        call();
        return "ok";
    } catch (const Error& error) {
        return std::string(facts(error.code).name);
    } catch (const db::ConstraintViolation& violation) {
        return violation.constraint;
    }
}
/// Asks until it is not `unavailable`.
std::string code_when_back(db::Database& database) {
    std::string code;
    do code = code_of([&] { database.block(backend); });
    while (code == "unavailable");
    return code;
}
}  // namespace

TEST(Database, RunsABodyElsewhereAndComesBack) {
    db::Database database(options());
    const auto tenant = test::new_tenant();
    auto story = [&]() -> Task<> {
        const auto here = std::this_thread::get_id();
        const auto there = co_await database.read(where);
        EXPECT_NE(there, here);
        EXPECT_EQ(std::this_thread::get_id(), here);
        co_await database.run(add_team, tenant, "Network");
        const auto found = co_await database.read(teams, tenant);
        EXPECT_EQ(found, std::vector<std::string>{"Network"});
        co_await database.write(rename_all, tenant);
        const auto answers = co_await database.ping();
        EXPECT_TRUE(answers);
    };
    test::run(story());
    EXPECT_EQ(database.block(teams, tenant), std::vector<std::string>{"Network!"});
}

TEST(Database, ABodyThatThrowsChangesNothingAndItsErrorArrives) {
    db::Database database(options());
    const auto tenant = test::new_tenant();
    EXPECT_EQ(code_of([&] { database.block(add_and_fail, tenant); }), "not_found");
    EXPECT_TRUE(database.block(teams, tenant).empty());
}

TEST(Database, AViolatedConstraintIsToldByName) {
    db::Database database(options());
    const auto tenant = test::new_tenant();
    database.block(add_team, tenant, "Network");
    EXPECT_EQ(code_of([&] { database.block(add_team, tenant, "Network"); }), "teams_name");
    EXPECT_EQ(code_of([&] { database.block(add_team, TenantId{999'999}, "Network"); }), "teams_tenant_id_fkey");
    // A value that looks like a line of the message changes nothing.
    const std::string sly = "x\nCONSTRAINT NAME:  other\n";
    database.block(add_team, tenant, sly);
    EXPECT_EQ(code_of([&] { database.block(add_team, tenant, sly); }), "teams_name");
}

TEST(Database, AFailureThatABodySwallowedIsNotCommitted) {
    db::Database database(options());
    const auto tenant = test::new_tenant();
    EXPECT_EQ(code_of([&] { database.block(swallow, tenant); }), "internal");
    EXPECT_TRUE(database.block(teams, tenant).empty());
}

TEST(Database, AStatementThatTakesTooLongIsATimeout) {
    auto quick = options();
    quick.statement_timeout = std::chrono::milliseconds(50);
    db::Database database(quick);
    EXPECT_EQ(code_of([&] { database.block(sleep_for, 5.0); }), "timeout");
}

TEST(Database, ALockThatIsHeldTooLongIsATimeout) {
    auto quick = options();
    quick.lock_timeout = std::chrono::milliseconds(50);
    db::Database database(quick);
    const auto tenant = test::new_tenant();
    database.block(add_team, tenant, "held");
    db::Connection other(test::database_url(), {});
    pqxx::nontransaction tx(other.raw());
    tx.exec("BEGIN");
    tx.exec_params("UPDATE teams SET name = 'x' WHERE tenant_id = $1", tenant.value);
    EXPECT_EQ(code_of([&] { database.block(rename_all, tenant); }), "timeout");
}

TEST(Database, PastItsLimitTheQueueRefuses) {
    auto small = options(1);
    small.queue_max = 1;
    db::Database database(small);
    std::latch running(1), go_on(1);
    std::thread first([&] { database.block(hold, &running, &go_on); });
    running.wait();
    auto refused = [&]() -> Task<std::string> {
        std::string code = "ok";
        try {
            co_await database.read(backend);
        } catch (const Error& error) {
            code = facts(error.code).name;
        }
        go_on.count_down();
        co_return code;
    };
    auto story = [&]() -> Task<> {
        auto both = co_await (database.read(backend) && refused());
        EXPECT_GT(std::get<0>(both), 0);
        EXPECT_EQ(std::get<1>(both), "unavailable");
    };
    test::run(story());
    first.join();
    EXPECT_EQ(database.gauges().refused.load(), 1u);
}

TEST(Database, DeadlocksAreRunAgain) {
    db::Database database(options(2));
    const auto tenant = test::new_tenant();
    const auto a = database.block(add_team, tenant, "a"), b = database.block(add_team, tenant, "b");
    std::latch both(2);
    std::thread other([&] { database.block(touch_both, tenant, a, b, &both); });
    database.block(touch_both, tenant, b, a, &both);
    other.join();
    EXPECT_GE(database.gauges().retried.load(), 1u);
}

TEST(Database, AConnectionLostBeforeCommitIsNotNoticed) {
    db::Database database(options(1));
    const auto tenant = test::new_tenant();
    const auto pid = database.block(backend);
    db::Connection other(test::database_url(), {});
    pqxx::nontransaction(other.raw()).exec("SELECT pg_terminate_backend(" + std::to_string(pid) + ", 5000)");
    database.block(add_team, tenant, "after");
    EXPECT_EQ(database.block(teams, tenant), std::vector<std::string>{"after"});
    EXPECT_NE(database.block(backend), pid);
}

TEST(Database, PostgresThatIsAwayIsUnavailableAndWorksWhenItIsBack) {
    test::TemporaryDirectory home;
    auto own = std::make_unique<db::Cluster>(test::throw_away(home.path));
    auto impatient = options(2);
    impatient.url = own->url();
    impatient.patience = std::chrono::milliseconds(100);
    db::Database database(impatient);
    EXPECT_EQ(code_of([&] { database.block(backend); }), "ok");
    own.reset();
    EXPECT_EQ(code_of([&] { database.block(backend); }), "unavailable");
    own = std::make_unique<db::Cluster>(test::throw_away(home.path));
    EXPECT_EQ(code_when_back(database), "ok");
}

TEST(Database, AServerThatGoesInTheMiddleOfConnectingIsUnavailable) {
    test::Line line(test::database_url());
    db::Database database(impatient_by(line, std::chrono::milliseconds(100)));
    for (int answers = 0; answers < 5; ++answers) {
        line.cut_after(answers);
        const auto tries = database.gauges().connects.load();
        while (database.gauges().connects < tries + 2) EXPECT_EQ(code_of([&] { database.block(backend); }), "unavailable") << answers;
    }
    line.cut_after(test::Line::for_ever);
    EXPECT_EQ(code_when_back(database), "ok");
}

TEST(Database, WhoeverFindsTheServerGoneIsToldInTimeEveryTime) {
    test::Line line(test::database_url());
    db::Database database(impatient_by(line, std::chrono::milliseconds(20)));
    for (int round = 0; round < 30; ++round) {
        line.cut_after(test::Line::for_ever);
        ASSERT_EQ(code_when_back(database), "ok");
        std::this_thread::sleep_for(db::Watcher::tick * 2);  // after a pause the watcher sleeps, and wakes together with the worker
        line.cut_after(0);
        ASSERT_EQ(code_of([&] { database.block(backend); }), "unavailable");
    }
}

/// A server that neither answers nor goes, like behind a network that swallows everything.
class Stopped {
public:
    explicit Stopped(pid_t pid) : pid_(pid) { kill(pid_, SIGSTOP); }
    ~Stopped() { kill(pid_, SIGCONT); }

private:
    pid_t pid_;
};

TEST(Database, AServerThatHangsIsLeftAndTheOthersAreServed) {
    auto impatient = options(1);
    impatient.answer_time = std::chrono::milliseconds(200);
    db::Database database(impatient);
    const auto pid = database.block(backend);
    const Stopped stopped(pid);
    EXPECT_EQ(code_of([&] { database.block(add_team, test::new_tenant(), std::string("on another")); }), "ok");
    EXPECT_NE(database.block(backend), pid);
}

TEST(Database, WhatWaitsWhileTheServerHangsIsUnavailableInTime) {
    auto impatient = options(1);
    impatient.patience = std::chrono::milliseconds(100);
    impatient.answer_time = std::chrono::hours(1);
    db::Database database(impatient);
    std::thread stuck;
    {
        const Stopped stopped(database.block(backend));
        stuck = std::thread([&] { code_of([&] { database.block(backend); }); });
        while (database.gauges().in_use == 0) std::this_thread::yield();
        EXPECT_EQ(code_of([&] { database.block(teams, TenantId{1}); }), "unavailable");
    }
    stuck.join();
    EXPECT_EQ(code_of([&] { database.block(backend); }), "ok");
}

TEST(Database, AServerWithoutDurableCommitsIsRefused) {
    const auto url = test::new_database();
    {
        db::Connection connection(url, {});
        pqxx::nontransaction tx(connection.raw());
        tx.exec("ALTER DATABASE " + tx.exec1("SELECT current_database()")[0].as<std::string>() + " SET synchronous_commit = off");
    }
    db::DatabaseOptions unsafe;
    unsafe.url = url;
    try {
        db::Database database(unsafe);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code, Code::internal);
        EXPECT_NE(error.message.find("synchronous_commit is off"), std::string::npos) << error.message;
    }
}

TEST(Database, AServerThatIsNotThereIsUnavailable) {
    db::DatabaseOptions nowhere;
    nowhere.url = "host=/nonexistent dbname=x";
    EXPECT_EQ(code_of([&] { db::Database database(nowhere); }), "unavailable");
    nowhere.url = "hosst=/nonexistent";
    EXPECT_EQ(code_of([&] { db::Database database(nowhere); }), "invalid");
}

TEST(Database, AfterItsStopEverythingIsUnavailable) {
    db::Database database(options(1));
    database.stop();
    EXPECT_EQ(code_of([&] { database.block(backend); }), "unavailable");
}

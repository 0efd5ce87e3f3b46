#include "db/migrations.hpp"

#include <gtest/gtest.h>

#include <array>
#include <future>
#include <pqxx/nontransaction>

#include "chatd/error.hpp"
#include "db/connection.hpp"
#include "support/postgres.hpp"

using namespace chatd;
using db::migrate;
using db::Migration;

namespace {
std::string ask(const std::string& url, const std::string& sql) {
    db::Connection connection(url, {});
    return pqxx::nontransaction(connection.raw()).exec1(sql)[0].c_str();
}
Error error_of(const std::string& url, std::span<const Migration> migrations, db::MigrateOptions options = {}) {
    try {
        migrate(url, migrations, options);
    } catch (const Error& error) {
        return error;
    }
    return Error(Code::internal, "no error");
}
constexpr Migration one{1, "0001_one", "CREATE TABLE one (x int);"};
constexpr Migration two{2, "0002_two", "CREATE TABLE two (x int); INSERT INTO two VALUES (2);"};
}  // namespace

TEST(Migrations, BringAnEmptyDatabaseUpAndThenHaveNothingToDo) {
    const auto url = test::new_database();
    const auto last = static_cast<int>(db::embedded_migrations().size());
    const auto first = migrate(url);
    EXPECT_EQ(first.from, 0);
    EXPECT_EQ(first.to, last);
    EXPECT_EQ(migrate(url).from, last);
    EXPECT_EQ(ask(url, "SELECT max(version) FROM schema_migrations"), std::to_string(last));
}

TEST(Migrations, AreAppliedOnceWhenNodesStartTogether) {
    const auto url = test::new_database();
    std::vector<std::future<db::Migrated>> nodes;
    for (int i = 0; i < 4; ++i) nodes.push_back(std::async(std::launch::async, [&] { return migrate(url); }));
    int worked = 0;
    for (auto& node : nodes) {
        const auto done = node.get();
        worked += done.from != done.to;
    }
    EXPECT_EQ(worked, 1);
}

TEST(Migrations, AnEditedFileIsRefused) {
    const auto url = test::new_database();
    migrate(url, std::array{one});
    const auto error = error_of(url, std::array{Migration{1, "0001_one", "CREATE TABLE one (x bigint);"}, two});
    EXPECT_EQ(error.code, Code::conflict);
    EXPECT_NE(error.message.find("0001_one was changed"), std::string::npos) << error.message;
    EXPECT_EQ(ask(url, "SELECT to_regclass('two') IS NULL"), "t");
}

TEST(Migrations, ADatabaseNewerThanTheBinaryIsRefused) {
    const auto url = test::new_database();
    migrate(url, std::array{one, two});
    const auto error = error_of(url, std::array{one});
    EXPECT_EQ(error.code, Code::conflict);
    EXPECT_NE(error.message.find("newer than this chatd"), std::string::npos) << error.message;
}

TEST(Migrations, OneThatFailsLeavesNothingOfItselfAndKeepsTheOnesBefore) {
    const auto url = test::new_database();
    const auto error = error_of(url, std::array{one, Migration{2, "0002_bad", "CREATE TABLE two (x int); SELECT 1 / 0;"}});
    EXPECT_NE(error.message.find("0002_bad failed"), std::string::npos) << error.message;
    EXPECT_EQ(ask(url, "SELECT max(version) FROM schema_migrations"), "1");
    EXPECT_EQ(ask(url, "SELECT to_regclass('two') IS NULL"), "t");
    EXPECT_EQ(migrate(url, std::array{one, two}).to, 2);
}

TEST(Migrations, DoNotQueueForEverBehindATableInUse) {
    const auto url = test::new_database();
    migrate(url, std::array{one});
    db::Connection user(url, {});
    pqxx::nontransaction tx(user.raw());
    tx.exec("BEGIN; LOCK TABLE one IN ACCESS EXCLUSIVE MODE");
    db::MigrateOptions options;
    options.lock_timeout = std::chrono::milliseconds(50);
    const std::array migrations{one, Migration{2, "0002_alter", "ALTER TABLE one ADD COLUMN y int;"}};
    EXPECT_EQ(error_of(url, migrations, options).code, Code::timeout);
}

TEST(Migrations, HaveTheChecksumThatShaGives) {
    EXPECT_EQ(db::checksum("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// Files on their way out, against a real PostgreSQL: what is nobody's for long enough, by a clock that may be set, and how a row goes.
#include <gtest/gtest.h>

#include <random>

#include "accounts/founding.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "deadlines/store.hpp"
#include "files/store.hpp"
#include "support/postgres.hpp"

namespace chatd::files::store {
namespace {

using std::chrono::hours;

db::Database& database() {
    static db::Database out([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        options.connections = 2;
        return options;
    }());
    return out;
}

void run_sql(db::Tx& tx, std::string sql, TenantId tenant) { db::exec(tx, sql, tenant); }
std::int64_t count(db::Tx& tx, TenantId tenant) {
    return db::column<std::int64_t>(db::exec(tx, "SELECT count(*) FROM attachments WHERE tenant_id = $1", tenant)[0][0]);
}

struct Leaves : testing::Test {
    TenantId tenant;
    UserId user;
    deadlines::ClockReference clock;

    void SetUp() override {
        const auto slug = "f" + std::to_string(std::random_device{}());
        tenant = database().block(accounts::add_tenant, accounts::NewTenant{slug, "Test"}).id;
        accounts::NewUser wanted;
        wanted.tenant = slug;
        wanted.email = "visa@test";
        wanted.name = "visa";
        wanted.role = "client";
        user = database().block(accounts::add_user, wanted).id;
    }
    void TearDown() override {
        sql("DELETE FROM attachments WHERE tenant_id = $1");
        sql("DELETE FROM clock_steps WHERE $1 > 0");
    }
    void sql(const char* text) { database().block(run_sql, std::string(text), tenant); }
    AttachmentId file(const std::string& key) {
        NewFile made;
        made.name = "a.txt";
        made.content_type = "text/plain";
        made.sha256 = std::string(32, 'x');
        made.storage_key = key;
        made.size = 1;
        return database().block(announce, tenant, user, made, std::nullopt);
    }
    std::vector<Leaving> expired(AttachmentId after = {}, int limit = 10) { return database().block(expire, clock, std::chrono::seconds(hours(24)), after, limit); }
};

TEST_F(Leaves, WhatNobodyTookForSoLong) {
    const auto old = file("aa/old");
    sql("UPDATE attachments SET created_at = now() - interval '25 hours', status = 'staged' WHERE tenant_id = $1");
    file("aa/new");
    const auto leaving = expired();
    ASSERT_EQ(leaving.size(), 1U);
    EXPECT_EQ(leaving[0].id, old);
    EXPECT_FALSE(database().block(find, old)) << "nobody is given what is on its way out";
}

TEST_F(Leaves, UntilItsBytesHaveGone) {
    const auto one = file("aa/one"), other = file("aa/other");
    sql("UPDATE attachments SET created_at = now() - interval '25 hours' WHERE tenant_id = $1");
    ASSERT_EQ(expired().size(), 2U);
    EXPECT_EQ(database().block(forget, std::vector{one}), 1);
    const auto again = expired();
    ASSERT_EQ(again.size(), 1U) << "what was not removed is found again";
    EXPECT_EQ(again[0].id, other);
}

TEST_F(Leaves, AFewAtATimeAndEachOnceInARound) {
    std::vector<AttachmentId> all{file("aa/1"), file("aa/2"), file("aa/3")};
    sql("UPDATE attachments SET created_at = now() - interval '25 hours' WHERE tenant_id = $1");
    const auto first = expired({}, 2);
    ASSERT_EQ(first.size(), 2U);
    const auto second = expired(first.back().id, 2);
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ((std::vector{first[0].id, first[1].id, second[0].id}), all);
}

TEST_F(Leaves, NothingBecauseTheClockWasSet) {
    file("aa/fresh");
    sql("UPDATE attachments SET created_at = now() - interval '25 hours' WHERE tenant_id = $1");
    database().block(deadlines::store::clock_has_stepped);
    EXPECT_TRUE(expired().empty()) << "a day has passed on the wall alone";
    sql("DELETE FROM clock_steps WHERE $1 > 0");
    auto another_day = database().block(deadlines::store::read_clock);
    another_day.wall.us -= std::chrono::microseconds(hours(24)).count();
    clock.take(another_day);
    EXPECT_TRUE(expired().empty()) << "nobody has seen the step yet";
    clock = {};
    EXPECT_EQ(expired().size(), 1U);
}

TEST_F(Leaves, OneThatDidNotComeToBeStagedAndNoOther) {
    const auto half = file("aa/half"), whole = file("aa/whole");
    database().block(stage, tenant, whole);
    EXPECT_EQ(database().block(unfinished, tenant, half).size(), 1U);
    EXPECT_TRUE(database().block(unfinished, tenant, whole).empty());
    EXPECT_EQ(database().block(forget, std::vector{half, whole}), 1);
    EXPECT_EQ(database().block(count, tenant), 1);
}

}  // namespace
}  // namespace chatd::files::store

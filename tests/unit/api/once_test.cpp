#include "api/once.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "api/api.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "support/postgres.hpp"

namespace chatd::api {
namespace {

const std::string key = "6c1f1f5e-7d0f-4a43-9b0e-2f5d3c8a9b10";

struct AddTeam {
    std::string name;
    static constexpr auto fields = describe(field(&AddTeam::name, "name", "How it is called."));
};
struct Team {
    TeamId id;
    std::string name;
    static constexpr auto fields = describe(field(&Team::id, "id", "The team."), field(&Team::name, "name", "How it is called."));
};

Team add_team(db::Tx& tx, TenantId tenant, std::string name) {
    auto team = db::maybe_row_as<Team>(db::exec(tx, "INSERT INTO teams (tenant_id, name) VALUES ($1, $2) RETURNING id, name", tenant, name));
    if (name == "refused") throw forbidden("Not that one.");
    return *team;
}
Team add_slowly(db::Tx& tx, TenantId tenant, std::string name) {
    auto team = add_team(tx, tenant, name + std::to_string(db::column<int>(db::exec(tx, "SELECT pg_backend_pid()")[0][0])));
    db::exec(tx, "SELECT pg_sleep(0.2)");
    return team;
}
std::int64_t count(db::Tx& tx, TenantId tenant, std::string what) {
    const auto teams = db::exec(tx, "SELECT count(*) FROM teams WHERE tenant_id = $1", tenant);
    const auto keys = db::exec(tx, "SELECT count(*) FROM idempotency_keys WHERE tenant_id = $1", tenant);
    return db::column<std::int64_t>(what == "teams" ? teams[0][0] : keys[0][0]);
}
void expire(db::Tx& tx, TenantId tenant) {
    db::exec(tx, "UPDATE idempotency_keys SET expires_at = now() - interval '1 second' WHERE tenant_id = $1", tenant);
}

void step_clock(db::Tx& tx) { db::exec(tx, "INSERT INTO clock_steps (stepped_at) VALUES (clock_timestamp())"); }
void forget_step(db::Tx& tx) { db::exec(tx, "DELETE FROM clock_steps"); }

db::Database& database() {
    static db::Database shared([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        options.connections = 4;
        return options;
    }());
    return shared;
}

/// A feature with an operation that is declared once(), one that forgets to run so, and one that says something else than it stores.
struct Teams {
    Team (*body)(db::Tx&, TenantId, std::string) = add_team;
    int told = 0;
    Task<Team> add(Call& call, AddTeam request) {
        auto team = co_await once(call, database(), body, call.caller().tenant, request.name);
        ++told;
        co_return team;
    }
    Task<Team> view(Call& call, AddTeam request) {
        const auto first = co_await effect_once(call, database(), body, call.caller().tenant, request.name);
        if (first) ++told;
        Team now;
        now.name = "as it is now";
        co_return now;
    }
    Task<Team> forget(Call& call, AddTeam request) { return database().run(body, call.caller().tenant, request.name); }
    Task<Team> differ(Call& call, AddTeam request) {
        auto team = co_await once(call, database(), body, call.caller().tenant, request.name);
        team.name = "another";
        co_return team;
    }
};

struct OnceTest : testing::Test {
    TenantId tenant = test::new_tenant();
    Teams teams;
    std::string reported;
    Api api{Api::Options{true, [](const Observation&) {}, [this](const Operation&, const Call&, std::string_view what) { reported = what; }}};

    void SetUp() override {
        const auto declare = [&](const char* name, auto verb) { api.operation(name, teams, verb).says("Words.").allow(signed_in).once().event(); };
        declare("team:add", &Teams::add);
        declare("team:view", &Teams::view);
        declare("team:forget", &Teams::forget);
        declare("team:differ", &Teams::differ);
        api.ready();
    }
    Reply call(const char* event, const std::string& name, std::optional<std::string> client_id = {}, UserId who = {7}, std::optional<std::string> header = {}) {
        Call call;
        Caller caller;
        caller.tenant = tenant;
        caller.user = who;
        call.sign_in(caller);
        call.idempotency_key = std::move(header);
        auto body = Json::object();
        body["name"] = name;
        if (client_id) body["client_id"] = *client_id;
        Reply out;
        boost::asio::io_context chat_thread;
        const auto keep = [&](std::exception_ptr failure, Reply reply) {
            ASSERT_FALSE(failure);
            out = std::move(reply);
        };
        boost::asio::co_spawn(chat_thread, api.call(call, *api.event(event).operation, body), keep);
        chat_thread.run();
        return out;
    }
    Code refused(const Reply& reply) { return reply.error ? reply.error->code : Code::internal; }
    std::int64_t stored(const char* what) { return database().block(count, tenant, std::string(what)); }
};

TEST_F(OnceTest, ARepetitionIsAnsweredTheSameAndHasNoEffect) {
    const auto first = call("team:add", "Network", key);
    ASSERT_FALSE(first.error);
    EXPECT_FALSE(first.replayed);
    const auto again = call("team:add", "Network", key);
    EXPECT_TRUE(again.replayed);
    EXPECT_EQ(again.data, first.data);
    EXPECT_EQ(stored("teams"), 1);
    EXPECT_EQ(teams.told, 1) << "what follows the commit is done once";
}

TEST_F(OnceTest, WithoutAKeyNothingIsKept) {
    EXPECT_FALSE(call("team:add", "One").error);
    EXPECT_FALSE(call("team:add", "Two").error);
    EXPECT_EQ(stored("teams"), 2);
    EXPECT_EQ(stored("keys"), 0);
}

TEST_F(OnceTest, AKeyIsOfOneRequestOfOneOperationOfOnePerson) {
    call("team:add", "Network", key);
    EXPECT_EQ(refused(call("team:add", "Printers", key)), Code::idempotency_conflict);
    EXPECT_EQ(refused(call("team:view", "Network", key)), Code::idempotency_conflict);
    EXPECT_FALSE(call("team:add", "Telephones", key, {8}).replayed);
    EXPECT_EQ(stored("teams"), 2);
}

TEST_F(OnceTest, ARefusedRequestKeepsNothingAndMayBeTriedAgain) {
    EXPECT_EQ(refused(call("team:add", "refused", key)), Code::forbidden);
    EXPECT_EQ(stored("teams"), 0);
    EXPECT_EQ(stored("keys"), 0);
    const auto other = call("team:add", "Network", key);
    EXPECT_FALSE(other.error);
    EXPECT_FALSE(other.replayed);
}

TEST_F(OnceTest, OfManyAtOnceOneHasTheEffectAndAllHaveItsAnswer) {
    teams.body = add_slowly;  // each would make a team of its own
    std::vector<Reply> replies(4);
    std::vector<std::thread> threads;
    for (auto& reply : replies) threads.emplace_back([&] { reply = call("team:add", "Network", key); });
    for (auto& thread : threads) thread.join();
    for (const auto& reply : replies) {
        EXPECT_FALSE(reply.error);
        EXPECT_EQ(reply.data, replies.front().data);
    }
    EXPECT_EQ(std::ranges::count_if(replies, [](const Reply& reply) { return !reply.replayed; }), 1);
    EXPECT_EQ(stored("teams"), 1);
}

TEST_F(OnceTest, AViewOfNowIsMadeAnew) {
    const auto first = call("team:view", "Network", key);
    const auto again = call("team:view", "Network", key);
    EXPECT_FALSE(first.replayed);
    EXPECT_TRUE(again.replayed);
    EXPECT_EQ(again.data, R"({"id":0,"name":"as it is now"})");
    EXPECT_EQ(stored("teams"), 1);
    EXPECT_EQ(teams.told, 1);
}

TEST_F(OnceTest, AKeyEndsAfterItsTime) {
    call("team:add", "Network", key);
    database().block(expire, tenant);
    const auto later = call("team:add", "Printers", key);
    EXPECT_FALSE(later.error);
    EXPECT_FALSE(later.replayed);
    EXPECT_TRUE(call("team:add", "Printers", key).replayed);
    EXPECT_EQ(stored("keys"), 1);
}

TEST_F(OnceTest, AKeyDoesNotEndBecauseTheClockWasSet) {
    const auto first = call("team:add", "Network", key);
    database().block(expire, tenant);
    database().block(step_clock);
    EXPECT_EQ(database().block(db::forget_expired_keys, 10), 0);
    const auto again = call("team:add", "Network", key);
    database().block(forget_step);
    EXPECT_TRUE(again.replayed);
    EXPECT_EQ(again.data, first.data);
    EXPECT_EQ(database().block(db::forget_expired_keys, 10), 1);
}

TEST_F(OnceTest, ExpiredKeysAreForgottenAFewAtATime) {
    for (int i = 0; i < 5; ++i) call("team:add", std::to_string(i), Uuid::random().text());
    database().block(expire, tenant);
    call("team:add", "fresh", key);
    EXPECT_EQ(database().block(db::forget_expired_keys, 3), 3);
    EXPECT_EQ(database().block(db::forget_expired_keys, 3), 2);
    EXPECT_EQ(stored("keys"), 1);
}

TEST_F(OnceTest, HeaderAndFieldAreOneKey) {
    const auto first = call("team:add", "Network", key);
    auto upper = key;
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(call("team:add", "Network", {}, {7}, upper).data, first.data);
    EXPECT_EQ(refused(call("team:add", "Network", key, {7}, "another")), Code::invalid);
    EXPECT_FALSE(call("team:add", "Printers", {}, {7}, "any-words!").replayed);
    EXPECT_TRUE(call("team:add", "Printers", {}, {7}, "any-words!").replayed);
}

TEST_F(OnceTest, AKeyThatIsNoneIsRefused) {
    for (const auto& wrong : {std::string(), std::string(256, 'x'), std::string("a b"), std::string("caf\xc3\xa9"), std::string("tab\t")})
        EXPECT_EQ(refused(call("team:add", "Network", {}, {7}, wrong)), Code::invalid) << wrong;
    EXPECT_EQ(refused(call("team:add", "Network", "seven")), Code::invalid);
    EXPECT_EQ(stored("teams"), 0);
}

TEST_F(OnceTest, AVerbThatForgetsItIsABug) {
    EXPECT_EQ(refused(call("team:forget", "Network")), Code::internal);
    EXPECT_EQ(reported, "is declared once(), but does not run its transaction by api::once");
    EXPECT_EQ(refused(call("team:differ", "Printers", key)), Code::internal);
    EXPECT_EQ(reported, "answers something else than what it has stored");
}

}  // namespace
}  // namespace chatd::api

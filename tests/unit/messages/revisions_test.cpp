// Edits, deletions and reactions against a real PostgreSQL: what stories can't wait for or do at once.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "accounts/founding.hpp"
#include "db/channel_log.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "messages/revisions_store.hpp"
#include "support/postgres.hpp"

namespace chatd::messages::store {
namespace {

constexpr auto edit_within = std::chrono::minutes(15);

db::Database& database() {
    static db::Database out([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        options.connections = 8;
        return options;
    }());
    return out;
}

ChannelId make_channel(db::Tx& tx, TenantId tenant) {
    return db::column<ChannelId>(db::exec(tx, "INSERT INTO chat_channels (tenant_id, kind) VALUES ($1, 'group') RETURNING id", tenant)[0][0]);
}
void add_member(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user) {
    db::exec(tx, "INSERT INTO channel_participants (tenant_id, channel_id, user_id, role) VALUES ($1, $2, $3, 'member')", tenant, channel, user);
}
MessageId post(db::Tx& tx, TenantId tenant, ChannelId channel, UserId sender, int minutes_ago) {
    const auto slot = db::next_slot(tx, tenant, channel);
    db::exec(tx, R"(
        INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, client_id, body_hash, created_at, content)
        VALUES ($1, $2, $3, $4, $5, gen_random_uuid(), 0, clock_timestamp() - make_interval(mins => $6), 'first'))",
             tenant, channel, slot.seq, slot.message_id, sender, minutes_ago);
    return slot.message_id;
}
std::int64_t count(db::Tx& tx, std::string sql, TenantId tenant, MessageId message) {
    return db::column<std::int64_t>(db::exec(tx, sql, tenant, message)[0][0]);
}

struct World {
    std::string slug = "t" + std::to_string(std::random_device{}());
    TenantId tenant;
    ChannelId channel;
    World() {
        tenant = database().block(accounts::add_tenant, accounts::NewTenant{slug, "Test"}).id;
        channel = database().block(make_channel, tenant);
    }
    Caller member(const std::string& name) {
        accounts::NewUser user;
        user.tenant = slug;
        user.email = name + "@test";
        user.name = name;
        user.role = "technician";
        Caller caller;
        caller.tenant = tenant;
        caller.user = database().block(accounts::add_user, user).id;
        caller.kind = UserKind::technician;
        caller.name = name;
        database().block(add_member, tenant, channel, caller.user);
        return caller;
    }
    MessageId posted(const Caller& by, int minutes_ago = 0) { return database().block(post, tenant, channel, by.user, minutes_ago); }
};

Edit edit_of(MessageId id, std::string content) { return {id, {}, std::move(content)}; }
React reaction(MessageId id, std::string emoji) { return {id, {}, std::move(emoji), false}; }

std::optional<Code> refused(const std::function<void()>& action) {
    try {
        action();
        return {};
    } catch (const Error& error) {
        return error.code;
    }
}

TEST(Edit, IsPossibleForAWhileOnly) {
    World world;
    const auto dana = world.member("dana");
    const auto fresh = world.posted(dana, 14), old = world.posted(dana, 16);
    EXPECT_TRUE(database().block(edit, dana, edit_of(fresh, "second"), edit_within).seq);
    EXPECT_EQ(refused([&] { database().block(edit, dana, edit_of(old, "second"), edit_within); }), Code::invalid_state);
    EXPECT_EQ(database().block(count, "SELECT count(*) FROM message_edits WHERE tenant_id = $1 AND message_id = $2", world.tenant, old), 0);
}

TEST(Edit, ByManyAtOnceKeepsEveryForm) {
    World world;
    const auto dana = world.member("dana");
    const auto message = world.posted(dana);
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] { database().block(edit, dana, edit_of(message, "form " + std::to_string(i)), edit_within); });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(database().block(count, "SELECT count(*) FROM message_edits WHERE tenant_id = $1 AND message_id = $2", world.tenant, message), 8);
    EXPECT_EQ(database().block(count, "SELECT count(DISTINCT seq) FROM channel_events WHERE tenant_id = $1 AND seq > 1 AND $2::bigint > 0", world.tenant, message), 8);
}

TEST(Delete, LeavesNoWordOfTheMessageButInItsHistory) {
    World world;
    const auto dana = world.member("dana");
    const auto message = world.posted(dana);
    database().block(edit, dana, edit_of(message, "swordfish"), edit_within);
    database().block(remove, dana, OnMessage{message, {}});
    EXPECT_EQ(database().block(count, "SELECT count(*) FROM channel_events WHERE tenant_id = $1 AND $2::bigint > 0 AND data::text LIKE '%swordfish%'", world.tenant, message), 0);
    EXPECT_EQ(database().block(count, "SELECT count(*) FROM chat_messages WHERE tenant_id = $1 AND id = $2 AND content <> ''", world.tenant, message), 0);
    EXPECT_EQ(database().block(count, "SELECT count(*) FROM message_edits WHERE tenant_id = $1 AND message_id = $2", world.tenant, message), 2);
}

TEST(Reaction, OfManyAtOnceIsCountedOnceEach) {
    World world;
    std::vector<Caller> people;
    for (int i = 0; i < 6; ++i) people.push_back(world.member("p" + std::to_string(i)));
    const auto message = world.posted(people[0]);
    std::vector<std::thread> threads;
    for (const auto& person : people)
        threads.emplace_back([&] {
            for (int i = 0; i < 3; ++i) database().block(react, person, reaction(message, "👍"));
        });
    for (auto& thread : threads) thread.join();
    const auto last = database().block(react, people[0], reaction(message, "🎉")).message;
    ASSERT_EQ(last.reactions.size(), 2u);
    EXPECT_EQ(last.reactions[0].count, 6);
    EXPECT_EQ(last.reactions[0].user_ids.size(), 6u);
}

TEST(Reaction, TakesSoManyEmojisAndNoMore) {
    World world;
    const auto dana = world.member("dana");
    const auto message = world.posted(dana);
    const auto picture = [](int i) { return std::string("\xF0\x9F\x98") + static_cast<char>(0x80 + i); };
    for (int i = 0; i < emojis_max; ++i) database().block(react, dana, reaction(message, picture(i)));
    EXPECT_EQ(refused([&] { database().block(react, dana, reaction(message, picture(emojis_max))); }), Code::conflict);
    EXPECT_EQ(database().block(count, "SELECT count(*) FROM message_reactions WHERE tenant_id = $1 AND message_id = $2", world.tenant, message), emojis_max);
}

}  // namespace
}  // namespace chatd::messages::store

// The index against a real PostgreSQL: whatever was said, edited and deleted, and in however many pages one looks, what is found is what is there.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "accounts/founding.hpp"
#include "db/channel_log.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "messages/revisions_store.hpp"
#include "messages/store.hpp"
#include "search/index_store.hpp"
#include "search/matches_store.hpp"
#include "search/prepare_store.hpp"
#include "search/store.hpp"
#include "support/postgres.hpp"

namespace chatd::search::store {
namespace {

db::Database& database() {
    static db::Database out([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        return options;
    }());
    return out;
}

ChannelId make_channel(db::Tx& tx, TenantId tenant, std::vector<UserId> members) {
    const auto channel = db::column<ChannelId>(db::exec(tx, "INSERT INTO chat_channels (tenant_id, kind) VALUES ($1, 'group') RETURNING id", tenant)[0][0]);
    db::exec(tx, "INSERT INTO channel_participants (tenant_id, channel_id, user_id, role) SELECT $1, $2, unnest($3::bigint[]), 'member'", tenant, channel, members);
    return channel;
}
MessageId say(db::Tx& tx, TenantId tenant, ChannelId channel, UserId sender, std::string content) {
    messages::Message message;
    message.channel_id = channel;
    message.sender.id = sender;
    message.client_id = Uuid::random();
    message.content = std::move(content);
    return messages::store::append(tx, tenant, message).id;
}
/// The vocabulary counted anew; rows that differ.
int miscounted(db::Tx& tx, TenantId tenant) {
    return db::column<int>(db::exec(tx, R"(
        SELECT count(*) FROM (SELECT kind, word, documents FROM search_words WHERE tenant_id = $1) kept
          FULL JOIN (SELECT kind, word, count(*) AS documents FROM search_documents, unnest(tsvector_to_array(words) || ''::text) AS word
                      WHERE tenant_id = $1 GROUP BY kind, word) counted USING (kind, word)
         WHERE kept.documents IS DISTINCT FROM counted.documents)", tenant)[0][0]);
}

struct World {
    std::string slug = "t" + std::to_string(std::random_device{}());
    TenantId tenant = database().block(accounts::add_tenant, accounts::NewTenant{slug, "Test"}).id;
    Caller person(const std::string& name) {
        accounts::NewUser user;
        user.tenant = slug;
        user.email = name + "@test";
        user.name = name;
        user.role = "technician";
        const auto made = database().block(accounts::add_user, user);
        Caller caller;
        caller.tenant = tenant;
        caller.user = made.id;
        caller.kind = UserKind::technician;
        caller.name = name;
        return caller;
    }
    /// As the worker does it, until nothing is behind.
    void index() {
        for (auto channels = database().block(behind, TenantId(), ChannelId(), 200); !channels.empty();) channels = database().block(follow, channels, 7);
        while (database().block(catch_up, 3) > 0) {}
    }
};

struct Said {
    MessageId id;
    ChannelId channel;
    std::string content;
};

bool has_word(const std::string& content, const std::string& q, Match match) {
    std::istringstream words(content);
    for (std::string word; words >> word;) {
        const auto at = word.find(q);
        if (match == Match::word ? word == q : match == Match::prefix ? at == 0 : at != word.npos) return true;
    }
    return false;
}

TEST(Search, FindsWhatIsThereInHoweverManyPages) {
    World world;
    const auto ada = world.person("ada"), bob = world.person("bob");
    const auto both = database().block(make_channel, world.tenant, std::vector{ada.user, bob.user});
    const auto hers = database().block(make_channel, world.tenant, std::vector{ada.user});
    const std::vector<std::string> words{"print", "printer", "sprint", "laser", "blaser", "network", "net", "slow"};
    std::mt19937 random(7);
    const auto one_of = [&](const auto& list) { return list[random() % list.size()]; };
    const auto text = [&] { return one_of(words) + " " + one_of(words) + " " + one_of(words); };
    std::vector<Said> said;
    for (int i = 0; i < 120; ++i) {
        const auto channel = random() % 3 == 0 ? hers : both;
        auto content = text();
        said.push_back({database().block(say, world.tenant, channel, ada.user, content), channel, content});
        if (i % 40 == 39) world.index();
        auto& old = said[random() % said.size()];
        if (random() % 4 != 0 || old.content.empty()) continue;
        if (random() % 2 == 0) {
            old.content = text();
            database().block(messages::store::edit, ada, messages::Edit{old.id, {}, old.content}, std::chrono::seconds(900));
        } else {
            old.content.clear();
            database().block(messages::store::remove, ada, messages::OnMessage{old.id, {}});
        }
    }
    world.index();
    EXPECT_EQ(database().block(miscounted, world.tenant), 0);
    for (const auto& reader : {ada, bob})
        for (const auto match : {Match::word, Match::prefix, Match::substring})
            for (const std::string q : {"print", "net", "laser", "slow", "lase", "twor"})
                for (const auto sort : {Order::newest, Order::relevance}) {
                    std::vector<MessageId> expected, found;
                    for (auto it = said.rbegin(); it != said.rend(); ++it)
                        if ((it->channel == both || reader.user == ada.user) && has_word(it->content, q, match)) expected.push_back(it->id);
                    SearchMessages request;
                    request.q = q;
                    request.match = match;
                    request.sort = sort;
                    request.limit = 7;
                    do {
                        const auto page = database().block(messages, reader, request, std::chrono::milliseconds(5'000));
                        for (const auto& hit : page.data) found.push_back(hit.message.id);
                        request.cursor = page.next_cursor;
                        EXPECT_TRUE(page.data.size() == 7 || !page.next_cursor);
                    } while (request.cursor);
                    if (sort == Order::relevance) std::ranges::sort(found, std::greater());
                    EXPECT_EQ(found, expected) << q << ' ' << name_of(match) << ' ' << name_of(sort);
                }
}

TEST(Search, WhatIsGoneLeavesNoWordBehind) {
    World world;
    const auto ada = world.person("ada");
    const auto channel = database().block(make_channel, world.tenant, std::vector{ada.user});
    const auto said = database().block(say, world.tenant, channel, ada.user, std::string("the password is swordfish"));
    world.index();
    database().block(messages::store::remove, ada, messages::OnMessage{said, {}});
    world.index();
    EXPECT_EQ(database().block(miscounted, world.tenant), 0);
    const auto left = +[](db::Tx& tx, TenantId tenant) {
        return db::column<int>(db::exec(tx, "SELECT (SELECT count(*) FROM search_words WHERE tenant_id = $1) + (SELECT count(*) FROM search_documents WHERE tenant_id = $1)", tenant)[0][0]);
    };
    EXPECT_EQ(database().block(left, world.tenant), 0);
}

TEST(Search, AsksBeforeTheWorkerHasBeenThere) {
    World world;
    const auto ada = world.person("ada");
    const auto channel = database().block(make_channel, world.tenant, std::vector{ada.user});
    const auto said = database().block(say, world.tenant, channel, ada.user, std::string("swordfish"));
    world.index();
    database().block(messages::store::edit, ada, messages::Edit{said, {}, "trout"}, std::chrono::seconds(900));
    SearchMessages request;
    request.q = "swordfish";
    EXPECT_TRUE(database().block(messages, ada, request, std::chrono::milliseconds(5'000)).data.empty());
}

/// Chats about a printer that are over, newer than all before.
bool add_chats(db::Tx& tx, TenantId tenant, UserId customer, std::string status, int count) {
    db::exec(tx, R"(
        WITH made AS (SELECT nextval(pg_get_serial_sequence('chat_channels', 'id')) AS live, nextval(pg_get_serial_sequence('chat_channels', 'id')) AS backstage
                        FROM generate_series(1, $4::int)),
             rooms AS (INSERT INTO chat_channels (tenant_id, id, kind, status, session_id)
                       SELECT $1::bigint, live, 'live', 'closed', live FROM made UNION ALL SELECT $1, backstage, 'backstage', 'closed', live FROM made)
        INSERT INTO live_chat_sessions (tenant_id, channel_id, backstage_id, customer_id, status, subject, source, ended_at)
        SELECT $1::bigint, live, backstage, $2, $3, 'Printer', 'api', now() FROM made)", tenant, customer, status, count);
    return true;
}

TEST(Search, FindsChatsInAStateHoweverManyNewerOnesAreInOthers) {
    World world;
    const auto ada = world.person("ada"), customer = world.person("visa");
    database().block(add_chats, world.tenant, customer.user, std::string("closed"), 2);
    database().block(add_chats, world.tenant, customer.user, std::string("abandoned"), Matches::pool + 10);
    world.index();
    SearchSessions request;
    request.q = "printer";
    request.status = {livechat::Status::closed};
    for (const auto sort : {Order::newest, Order::relevance}) {
        request.sort = sort;
        const auto found = database().block(sessions, ada, request, std::chrono::milliseconds(5'000));
        EXPECT_EQ(found.data.size(), 2u) << name_of(sort);
        EXPECT_FALSE(found.next_cursor);
    }
    request.status = {};
    EXPECT_EQ(database().block(sessions, ada, request, std::chrono::milliseconds(5'000)).data.size(), 20u);
}

TEST(Search, CostsNothingWhereThereIsNothingToReadAndEndsInTimeElsewhere) {
    World world;
    const auto ada = world.person("ada");
    auto visa = world.person("visa");
    visa.kind = UserKind::client;
    SearchMessages request;
    request.q = "one two three four five six seven eight nine ten eleven twelve";
    request.match = Match::substring;
    const std::chrono::milliseconds no_time(0);
    EXPECT_TRUE(database().block(messages, visa, request, no_time).data.empty());
    EXPECT_THROW(database().block(messages, ada, request, no_time), Error);
}

TEST(Search, SaysWhatTheDatabaseLacks) {
    EXPECT_FALSE(prepare(test::database_url()));
    EXPECT_FALSE(prepare(test::database_url())) << "it may be asked at each start";
}

}  // namespace
}  // namespace chatd::search::store

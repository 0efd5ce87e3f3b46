// Chats and their tickets against a real PostgreSQL: one ticket a chat, one transcript a closing, each logged once, whatever races.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "accounts/founding.hpp"
#include "db/database.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "livechat/conversion_store.hpp"
#include "support/postgres.hpp"
#include "tickets/transcripts_store.hpp"

namespace chatd::livechat::store {
namespace {

using testing::HasSubstr;
using testing::Not;

db::Database& database() {
    static db::Database out([] {
        db::DatabaseOptions options;
        options.url = test::database_url();
        options.connections = 8;
        return options;
    }());
    return out;
}

std::vector<std::string> texts(db::Tx& tx, std::string sql, TenantId tenant) { return db::values_as<std::string>(db::exec(tx, sql, tenant)); }
std::vector<std::int64_t> numbers(db::Tx& tx, std::string sql, TenantId tenant) { return db::values_as<std::int64_t>(db::exec(tx, sql, tenant)); }

/// A tenant with a client, a technician, and a chat of both.
struct World {
    std::string slug = "t" + std::to_string(std::random_device{}());
    TenantId tenant;
    Actor visa, dana;
    ChannelId chat;
    World() {
        accounts::NewTenant wanted{slug, "Test"};
        tenant = database().block(accounts::add_tenant, wanted).id;
        visa = person("visa", "client");
        dana = person("dana", "technician");
        chat = accepted();
    }
    Actor person(const std::string& name, const std::string& role) {
        accounts::NewUser user;
        user.tenant = slug;
        user.email = name + "@test";
        user.name = name;
        user.role = role;
        const auto made = database().block(accounts::add_user, user);
        return {tenant, made.id, name, role != "client", false};
    }
    ChannelId accepted() {
        const auto made = database().block(start, visa, ChatConfigId(), Start(), std::nullopt).session.channel_id;
        database().block(accept, dana, Taking{made, dana.user, {}, false});
        return made;
    }
    records::store::Author author() const {
        records::store::Author out;
        out.tenant = tenant;
        out.user = dana.user;
        out.operation = "test";
        return out;
    }
    Linked converted(tickets::TranscriptForms forms = {}) {
        ConvertToTicket request;
        request.channel_id = chat;
        return database().block(convert, dana, author(), request, forms, Then::goes_on);
    }
    void ended() { database().block(end, dana, chat); }
    std::vector<tickets::store::Due> due() {
        std::vector<tickets::store::Due> out;
        for (const auto id : database().block(numbers, std::string("SELECT id FROM transcripts WHERE tenant_id = $1 AND made_at IS NULL"), tenant))
            out.push_back({tenant, {id}});
        return out;
    }
    std::vector<std::string> updates() { return database().block(texts, std::string("SELECT content FROM ticket_updates WHERE tenant_id = $1 ORDER BY id"), tenant); }
};

void at_once(int count, const std::function<void()>& act) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back(act);
    for (auto& thread : threads) thread.join();
}

}  // namespace

TEST(Conversion, OfOneChatByManyAtOnceGivesOneTicket) {
    World world;
    std::mutex lock;
    std::set<std::int64_t> tickets;
    int events = 0;
    at_once(6, [&] {
        const auto linked = world.converted();
        const std::lock_guard held(lock);
        tickets.insert(linked.ticket.id.value);
        events += linked.change.seq != 0;
    });
    EXPECT_EQ(tickets.size(), 1u);
    EXPECT_EQ(events, 1);
    EXPECT_EQ(database().block(numbers, std::string("SELECT number FROM tickets WHERE tenant_id = $1"), world.tenant), std::vector<std::int64_t>{1});
    EXPECT_EQ(world.updates().size(), 1u);
}

TEST(Conversion, ThatIsRefusedTakesNoNumber) {
    World world;
    ConvertToTicket request;
    request.channel_id = world.chat;
    request.board_id = BoardId{999'999'999};
    EXPECT_THROW(database().block(convert, world.dana, world.author(), request, tickets::TranscriptForms(), Then::goes_on), Error);
    EXPECT_EQ(world.converted().ticket.number, 1);
}

TEST(Conversion, HasTheFormsThatAreConfigured) {
    const auto made = [](bool description, bool update, bool file, bool link) {
        World world;
        const auto ticket = world.converted({description, update, file, link, 65'536}).ticket;
        const auto updates = world.updates();
        const auto files = database().block(numbers, std::string("SELECT id FROM ticket_updates WHERE tenant_id = $1 AND has_files"), world.tenant);
        return std::tuple(ticket.description, updates.empty() ? std::string("none") : updates.front(), files.size());
    };
    constexpr auto line = "* dana has joined the chat.";
    const auto [described, none, no_files] = made(true, false, false, false);
    EXPECT_THAT(described, HasSubstr(line));
    EXPECT_THAT(described, HasSubstr("Client: visa <visa@test>"));
    EXPECT_EQ(none, "none");
    const auto [bare, update, still_none] = made(false, true, false, false);
    EXPECT_THAT(bare, Not(HasSubstr(line)));
    EXPECT_THAT(bare, HasSubstr("Client: visa <visa@test>"));
    EXPECT_THAT(update, HasSubstr(line));
    EXPECT_THAT(update, Not(HasSubstr("/api/")));
    EXPECT_EQ(no_files + still_none, 0u);
    const auto [plain, file, one] = made(false, false, true, false);
    EXPECT_THAT(file, HasSubstr("Live chat"));
    EXPECT_THAT(file, Not(HasSubstr(line)));
    EXPECT_EQ(one, 1u);
    const auto [text, link, zero] = made(false, false, false, true);
    EXPECT_THAT(link, HasSubstr("/transcript?transcript_id="));
    EXPECT_EQ(zero, 0u);
}

TEST(Transcript, OfAClosingIsThereOnceAndLoggedOnceWhoeverMakesIt) {
    World world;
    world.converted();
    world.ended();
    const auto due = world.due();
    ASSERT_EQ(due.size(), 1u);
    at_once(6, [&] { database().block(tickets::store::make, due.front(), tickets::TranscriptForms()); });
    EXPECT_EQ(world.due().size(), 0u);
    const auto updates = world.updates();
    ASSERT_EQ(updates.size(), 2u);
    EXPECT_THAT(updates.back(), HasSubstr("* dana ended the chat."));
}

TEST(Transcript, IsMadeByWhoeverGivesTheChatATicketFirst) {
    World world;
    world.ended();
    const auto due = world.due();
    ASSERT_EQ(due.size(), 1u);
    at_once(6, [&] {
        static std::atomic<int> turn = 0;
        if (turn++ % 2) world.converted();
        else database().block(tickets::store::make, due.front(), tickets::TranscriptForms());
    });
    EXPECT_EQ(world.updates().size(), 1u);
}

TEST(Transcript, ThatCannotBeMadeIsPutOff) {
    World world;
    world.ended();
    const auto due = world.due();
    ASSERT_EQ(due.size(), 1u);
    database().block(tickets::store::put_off, due.front());
    EXPECT_EQ(database().block(numbers, std::string("SELECT tries FROM transcripts WHERE tenant_id = $1 AND due_at > now()"), world.tenant), std::vector<std::int64_t>{1});
}

TEST(Transcript, BelongsToOneClosing) {
    World world;
    world.ended();
    const auto again = [](db::Tx& tx, TenantId tenant) {
        db::exec(tx, "INSERT INTO transcripts (tenant_id, channel_id, kind, up_to_seq, notes_up_to_seq) SELECT tenant_id, channel_id, kind, up_to_seq, 0 FROM transcripts WHERE tenant_id = $1", tenant);
        return true;
    };
    EXPECT_THROW(database().block(+again, world.tenant), db::ConstraintViolation);
}

}  // namespace chatd::livechat::store

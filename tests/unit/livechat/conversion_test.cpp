// Chats and their tickets against a real PostgreSQL: one ticket a chat, one transcript a closing, each logged once, whatever races.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <future>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "accounts/founding.hpp"
#include "db/channel_log.hpp"
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

/// Keeps the chat's lock until it is told to let go.
bool keep_locked(db::Tx& tx, TenantId tenant, ChannelId chat, std::promise<void>* held, std::shared_future<void> let_go) {
    db::lock_channels(tx, tenant, {chat});
    held->set_value();
    let_go.wait();
    return true;
}

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

TEST(Transcript, ThatCannotBeMadeInTimeHoldsUpNoOther) {
    World stuck, other;
    stuck.ended();
    other.ended();
    std::promise<void> held, let_go;
    const auto let = let_go.get_future().share();
    std::thread holder([&] { database().block(keep_locked, stuck.tenant, stuck.chat, &held, let); });
    held.get_future().wait();
    db::DatabaseOptions options;
    options.url = test::database_url();
    options.lock_timeout = std::chrono::milliseconds(100);
    {
        db::Database impatient(options);
        boost::asio::io_context chat_thread;
        Nursery nursery(chat_thread, [](std::exception_ptr) {});
        CpuPool cpu(1);
        tickets::Transcripts transcripts(chat_thread, nursery, impatient, cpu, {});
        transcripts.start();
        while (!other.due().empty() && chat_thread.run_one_for(std::chrono::seconds(20))) {}
        EXPECT_TRUE(other.due().empty());
        EXPECT_EQ(stuck.due().size(), 1u);
        transcripts.stop();
        chat_thread.run();
    }
    let_go.set_value();
    holder.join();
}

TEST(Transcript, OfAChatThatIsTooLongHasItsBeginningAndSaysSo) {
    World world;
    const auto talk = [](db::Tx& tx, TenantId tenant, ChannelId chat, UserId client, int count, int bytes) {
        db::exec(tx, R"(
            WITH head AS (UPDATE chat_channels SET last_seq = last_seq + $4::int WHERE tenant_id = $1 AND id = $2 RETURNING last_seq - $4::int AS seq)
            INSERT INTO chat_messages (tenant_id, channel_id, seq, id, sender_id, body_hash, created_at, type, content)
            SELECT $1, $2, head.seq + n, nextval('message_ids'), $3, 0, clock_timestamp(), 'text', n || ' ' || repeat('x', $5::int)
              FROM head, generate_series(1, $4::int) n)", tenant, chat, client, count, bytes);
        return true;
    };
    const auto read = [](db::Tx& tx, TenantId tenant, ChannelId chat) {
        return tickets::store::read_transcript(tx, tenant, tickets::store::extent_of(tx, tenant, chat));
    };
    database().block(+talk, world.tenant, world.chat, world.visa.user, 100, 10);
    EXPECT_FALSE(database().block(+read, world.tenant, world.chat).is_cut);
    database().block(+talk, world.tenant, world.chat, world.visa.user, 200, 60'000);
    const auto bytes = database().block(+read, world.tenant, world.chat);
    EXPECT_TRUE(bytes.is_cut);
    EXPECT_GT(bytes.messages.size(), 200u);
    EXPECT_LE(tickets::as_text(bytes, 0).size(), static_cast<std::size_t>(tickets::transcript_bytes_max) + 100'000);
    EXPECT_THAT(tickets::as_text(bytes, 0), HasSubstr("What was said after this is left out"));

    World talkative;
    database().block(+talk, talkative.tenant, talkative.chat, talkative.visa.user, 10'050, 10);
    const auto many = database().block(+read, talkative.tenant, talkative.chat);
    EXPECT_TRUE(many.is_cut);
    EXPECT_EQ(many.messages.size(), static_cast<std::size_t>(tickets::transcript_messages_max));
    EXPECT_LT(many.messages.front().seq, 10);
}

// The chat is of the ticket's board as it is when both are there, whoever comes first.
TEST(TicketChat, IsOnTheBoardThatItsTicketIsMovedToMeanwhile) {
    World world;
    const auto prepared = [](db::Tx& tx, TenantId tenant) {
        db::exec(tx, "INSERT INTO boards (tenant_id, name) VALUES ($1, 'from'), ($1, 'to')", tenant);
        db::exec(tx, "INSERT INTO tickets (tenant_id, title, board_id) SELECT $1, 'Printer', id FROM boards WHERE tenant_id = $1 AND name = 'from'", tenant);
        return true;
    };
    const auto move = [](db::Tx& tx, TenantId tenant, std::promise<void>* moved, std::atomic<bool>* given) {
        db::exec(tx, "UPDATE tickets SET board_id = (SELECT id FROM boards WHERE tenant_id = $1 AND name = 'to') WHERE tenant_id = $1", tenant);
        moved->set_value();
        bool waits = false;
        while (!waits && !*given) waits = db::column<bool>(db::exec(tx, "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))")[0][0]);
        return waits;
    };
    const auto give = [](db::Tx& tx, TenantId tenant, ChannelId chat) {
        db::exec(tx, "UPDATE live_chat_sessions SET ticket_id = (SELECT id FROM tickets WHERE tenant_id = $1) WHERE tenant_id = $1 AND channel_id = $2", tenant, chat);
        return true;
    };
    database().block(+prepared, world.tenant);
    std::promise<void> moved;
    std::atomic<bool> given = false;
    std::thread mover([&] { database().block(+move, world.tenant, &moved, &given); });
    moved.get_future().wait();
    database().block(+give, world.tenant, world.chat);
    given = true;
    mover.join();
    EXPECT_EQ(database().block(texts, std::string("SELECT b.name FROM live_chat_sessions s JOIN boards b ON b.tenant_id = $1 AND b.id = s.board_id WHERE s.tenant_id = $1"), world.tenant),
              std::vector<std::string>{"to"});
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

#include "db/journal.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>

#include "chatd/error.hpp"
#include "db/channel_log.hpp"
#include "db/exec.hpp"
#include "journal_world.hpp"
#include "support/coroutine.hpp"

using namespace chatd;
using db::Journal;
using db::JournalCode;
using db::JournalInput;
using db::JournalOutcome;
using test::World;

namespace {
db::JournalOptions options() {
    db::JournalOptions out;
    out.url = test::database_url();
    return out;
}

struct Told {
    std::string code;  ///< of the outcome, or of the Error
    JournalOutcome outcome;
};
std::string name(JournalCode code) {
    constexpr std::array names{"stored", "replayed", "conflict", "closed", "not_member", "not_found"};
    return names[static_cast<std::size_t>(code)];
}
Task<> append_to(Journal& journal, JournalInput input, std::vector<Told>& told) {
    Told mine;
    try {
        mine.outcome = co_await journal.append(std::move(input));
        mine.code = name(mine.outcome.code);
    } catch (const Error& error) {
        mine.code = facts(error.code).name;
    }
    told.push_back(std::move(mine));
}
/// All at once; what they were told, in the order in which they were told it.
std::vector<Told> append_all(Journal& journal, std::vector<JournalInput> inputs) {
    boost::asio::io_context io(1);
    std::vector<Told> told;
    for (auto& input : inputs) boost::asio::co_spawn(io, append_to(journal, std::move(input), told), boost::asio::detached);
    io.run();
    return told;
}
Told append_one(Journal& journal, JournalInput input) { return append_all(journal, {std::move(input)}).at(0); }
std::size_t count(const std::vector<Told>& told, std::string_view code) {
    return static_cast<std::size_t>(std::count_if(told.begin(), told.end(), [&](const auto& each) { return each.code == code; }));
}
/// Another client that holds the lock of a channel, until it goes.
class Holder {
public:
    Holder(World& world, std::size_t channel) {
        tx_.exec("BEGIN");
        tx_.exec("SELECT FROM chat_channels WHERE tenant_id = " + world.id() + " AND id = " + std::to_string(world.channels[channel].value) + " FOR UPDATE");
    }
    void let_go() { tx_.exec("COMMIT"); }

private:
    db::Connection connection_{test::database_url(), {}};
    pqxx::nontransaction tx_{connection_.raw()};
};
}  // namespace

TEST(Journal, NumbersWhatItStoresWithoutGaps) {
    World world(1, 1);
    Journal journal(options());
    for (int i = 1; i <= 3; ++i) {
        const auto told = append_one(journal, world.says("hello"));
        EXPECT_EQ(told.code, "stored");
        EXPECT_EQ(told.outcome.seq, i);
        EXPECT_EQ(told.outcome.kind, "group");
        EXPECT_FALSE(told.outcome.session_id);
        EXPECT_GT(told.outcome.created_at.us, 0);
    }
    EXPECT_EQ(world.with_gaps(), 0);
}

TEST(Journal, TheSameKeyAgainIsAnsweredWithWhatWasStored) {
    World world(1, 1);
    Journal journal(options());
    const auto input = world.says("once");
    const auto first = append_one(journal, input), again = append_one(journal, input);
    EXPECT_EQ(again.code, "replayed");
    EXPECT_EQ(again.outcome.seq, first.outcome.seq);
    EXPECT_EQ(again.outcome.id, first.outcome.id);
    EXPECT_EQ(again.outcome.created_at, first.outcome.created_at);
    EXPECT_EQ(world.stored(), 1);
}

TEST(Journal, TheSameKeyWithAnotherBodyIsAConflict) {
    World world(1, 1);
    Journal journal(options());
    auto input = world.says("one");
    append_one(journal, input);
    input.body_hash = db::body_hash("two");
    EXPECT_EQ(append_one(journal, input).code, "conflict");
    EXPECT_EQ(world.stored(), 1);
}

TEST(Journal, ClosedChannelsFormerMembersAndForeignChannelsAreRefused) {
    World world(2, 2), other(1, 1);
    Journal journal(options());
    world.run("UPDATE chat_channels SET status = 'closed' WHERE tenant_id = " + world.id() + " AND id = " + std::to_string(world.channels[1].value));
    world.run("UPDATE channel_participants SET left_at = now() WHERE tenant_id = " + world.id() + " AND user_id = " + std::to_string(world.users[1].value));
    auto foreign = world.says("to another tenant's channel");
    foreign.channel = other.channels[0];
    auto stranger = world.says("by a stranger");
    stranger.sender = other.users[0];
    EXPECT_EQ(append_one(journal, world.says("late", 0, 1)).code, "closed");
    EXPECT_EQ(append_one(journal, world.says("removed", 1, 0)).code, "not_member");
    EXPECT_EQ(append_one(journal, foreign).code, "not_found");
    EXPECT_EQ(append_one(journal, stranger).code, "not_member");
    EXPECT_EQ(world.stored() + other.stored(), 0);
    EXPECT_EQ(append_one(journal, world.says("in order")).outcome.seq, 1);
}

TEST(Journal, CopiesInOneBatchAreStoredOnceAndAllAreTold) {
    World world(1, 1);
    Journal journal(options());
    const auto input = world.says("impatient");
    const auto told = append_all(journal, std::vector<JournalInput>(50, input));
    EXPECT_EQ(count(told, "stored"), 1u);
    EXPECT_EQ(count(told, "replayed"), 49u);
    for (const auto& each : told) EXPECT_EQ(each.outcome.seq, 1);
    EXPECT_EQ(world.stored(), 1);
}

TEST(Journal, AnotherBodyAmongCopiesIsTheOneThatIsRefused) {
    World world(1, 1);
    Journal journal(options());
    auto input = world.says("right");
    auto odd = input;
    odd.body_hash = 1;
    const auto told = append_all(journal, {input, odd, input, odd});
    EXPECT_EQ(count(told, "stored"), 1u);
    EXPECT_EQ(count(told, "replayed"), 1u);
    EXPECT_EQ(count(told, "conflict"), 2u);
}

TEST(Journal, WaitersAreResumedInTheOrderOfSeq) {
    World world(4, 1);
    Journal journal(options());
    std::vector<JournalInput> inputs;
    for (std::size_t i = 0; i < 400; ++i) inputs.push_back(world.says(std::to_string(i), i % 4));
    const auto told = append_all(journal, inputs);
    for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i].outcome.seq, static_cast<std::int64_t>(i) + 1);
    EXPECT_LT(journal.gauges().batches.load(), 100u);
}

TEST(Journal, KeepsEverythingThatASenderSaid) {
    World world(2, 1);
    Journal journal(options());
    auto input = world.says("see *this*, it's \"quoted\" \\ and {braced}");
    input.type = "file";
    input.reply_to = MessageId{7};
    input.mentions = {world.users[0], world.users[1]};
    input.attachments = R"([{"id": 1}])";
    input.metadata = R"({"a": null})";
    input.notify = true;
    EXPECT_EQ(append_one(journal, input).code, "stored");
    EXPECT_EQ(world.number("SELECT count(*) FROM chat_messages WHERE tenant_id = " + world.id() +
                           R"( AND content = 'see *this*, it''s "quoted" \ and {braced}' AND type = 'file' AND reply_to = 7 AND cardinality(mentions) = 2)"
                           R"( AND attachments = '[{"id": 1}]' AND metadata = '{"a": null}')"),
              1);
    EXPECT_EQ(world.number("SELECT count(*) FROM outbox WHERE topic = 'message' AND seq = 1 AND tenant_id = " + world.id()), 1);
}

TEST(Journal, ABadInputIsRefusedAloneAndTheOthersAreStored) {
    World world(1, 3);
    Journal journal(options());
    std::vector<JournalInput> inputs;
    for (std::size_t i = 0; i < 60; ++i) inputs.push_back(world.says("good", 0, i % 3));
    inputs[20].content = std::string("nul\0inside", 10);
    inputs[21].content = "\xff\xfe";
    inputs[40].attachments = "{not json";
    inputs[41].type = "no_such_type";
    const auto told = append_all(journal, inputs);
    EXPECT_EQ(count(told, "stored"), 56u);
    EXPECT_EQ(count(told, "invalid"), 3u);
    EXPECT_EQ(count(told, "internal"), 1u);
    EXPECT_EQ(world.stored(), 56);
    EXPECT_EQ(world.with_gaps(), 0);
    EXPECT_EQ(journal.gauges().isolated.load(), 4u);
}

TEST(Journal, AChannelThatSomebodyHoldsDoesNotKeepTheOthersWaiting) {
    World world(1, 2);
    Journal journal(options());
    Holder holder(world, 0);
    const auto told = append_all(journal, {world.says("held", 0, 0), world.says("free", 0, 1)});
    EXPECT_EQ(told.at(0).code, "stored");
    EXPECT_EQ(told.at(0).outcome.seq, 1);
    EXPECT_EQ(told.at(1).code, "unavailable");
    EXPECT_EQ(world.stored(), 1);
    holder.let_go();
    EXPECT_EQ(append_one(journal, world.says("now", 0, 0)).code, "stored");
}

TEST(Journal, PastItsLimitsTheQueueRefuses) {
    World world(1, 2);
    auto small = options();
    small.queue_max = 2;
    small.queue_bytes_max = 10'000;
    Journal journal(small);
    auto large = world.says(std::string(10'000, 'x'));
    EXPECT_EQ(append_one(journal, large).code, "unavailable");
    std::vector<JournalInput> many;
    for (int i = 0; i < 200; ++i) many.push_back(world.says("crowd"));
    Holder holder(world, 0);  // so that nothing leaves the queue but one batch
    const auto told = append_all(journal, many);
    EXPECT_EQ(count(told, "unavailable"), 200u);
    EXPECT_EQ(world.stored(), 0);
}

TEST(Journal, WhileAConnectionIsGoneTheBatchIsRunAgain) {
    World world(1, 1);
    Journal journal(options());
    append_one(journal, world.says("before"));
    world.run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()");
    EXPECT_EQ(append_one(journal, world.says("after")).code, "stored");
    EXPECT_EQ(world.with_gaps(), 0);
}

TEST(Journal, WhilePostgresHangsSendersAreToldInTimeAndTheirRetriesFindWhatWasStored) {
    World world(1, 1);
    auto impatient = options();
    impatient.patience = std::chrono::milliseconds(100);
    impatient.answer_time = std::chrono::milliseconds(400);
    Journal journal(impatient);
    append_one(journal, world.says("before"));
    const auto pid = static_cast<pid_t>(world.number("SELECT pid FROM pg_stat_activity WHERE query LIKE '%journal_append%' AND pid <> pg_backend_pid() AND datname = current_database()"));
    kill(pid, SIGSTOP);
    const auto doubtful = world.says("in doubt");
    EXPECT_EQ(append_one(journal, doubtful).code, "unavailable");
    EXPECT_EQ(append_one(journal, world.says("not even tried")).code, "unavailable");
    kill(pid, SIGCONT);  // cut off or not, it goes on with what it has
    std::string code;
    do code = append_one(journal, doubtful).code;
    while (code == "unavailable");
    EXPECT_TRUE(code == "stored" || code == "replayed") << code;
    EXPECT_EQ(append_one(journal, doubtful).code, "replayed");
    EXPECT_EQ(world.with_gaps(), 0);
}

TEST(Journal, WhilePostgresIsAwayTheAnswerIsUnavailableAndNothingIsStoredLater) {
    test::TemporaryDirectory home;
    const auto place = test::throw_away(home.path);
    auto own = std::make_unique<db::Cluster>(place);
    auto impatient = options();
    impatient.url = own->url();
    impatient.patience = std::chrono::milliseconds(100);
    World world(1, 1);  // of the other cluster: its ids do not matter here
    Journal journal(impatient);
    own.reset();
    EXPECT_EQ(append_one(journal, world.says("lost?")).code, "unavailable");
    own = std::make_unique<db::Cluster>(place);
    std::string code;
    do code = append_one(journal, world.says("anybody there?")).code;
    while (code == "unavailable");
    EXPECT_EQ(code, "internal");  // it answers: there is no journal in an empty database
}

TEST(Journal, AfterItsStopNothingIsTakenAndWhatWaitedIsStored) {
    World world(1, 1);
    Journal journal(options());
    boost::asio::io_context io(1);
    std::vector<Told> told;
    for (int i = 0; i < 20; ++i) boost::asio::co_spawn(io, append_to(journal, world.says("last words"), told), boost::asio::detached);
    io.poll();
    journal.stop();
    io.run();
    EXPECT_EQ(count(told, "stored"), 20u);
    EXPECT_EQ(append_one(journal, world.says("too late")).code, "unavailable");
}

TEST(ChannelLog, ChangesTakeTheirNumbersFromTheSameCounter) {
    World world(1, 1);
    Journal journal(options());
    db::DatabaseOptions pool;
    pool.url = test::database_url();
    db::Database database(pool);
    auto change = +[](db::Tx& tx, TenantId tenant, ChannelId channel, UserId actor) {
        const auto slot = db::next_slot(tx, tenant, channel);
        db::insert_event(tx, tenant, channel, slot, actor, "chat:message_updated", "{}");
        const auto told = db::next_slot(tx, tenant, channel);
        db::insert_system_event(tx, tenant, channel, told, "T has joined.", R"({"code": "joined", "params": {}})", R"({"event": "chat:x", "data": {}})");
        return told.seq;
    };
    EXPECT_EQ(append_one(journal, world.says("first")).outcome.seq, 1);
    EXPECT_EQ(database.block(change, world.tenant, world.channels[0], world.users[0]), 3);
    EXPECT_EQ(append_one(journal, world.says("fourth")).outcome.seq, 4);
    EXPECT_EQ(world.with_gaps(), 0);
    EXPECT_EQ(world.inversions(), 0);
    auto nowhere = +[](db::Tx& tx, TenantId tenant) { return db::next_seq(tx, tenant, ChannelId{999'999'999}); };
    EXPECT_THROW(database.block(nowhere, world.tenant), Error);
}

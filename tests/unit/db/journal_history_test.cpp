// Two journals, many senders, copies and conflicting bodies, channels that close, members that leave, connections cut and postmasters
// killed: then everything that was told is compared with what is stored.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <csignal>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "chatd/error.hpp"
#include "db/channel_log.hpp"
#include "db/exec.hpp"
#include "db/rows.hpp"
#include "journal_world.hpp"

using namespace chatd;
using db::Journal;
using db::JournalCode;
using db::JournalInput;
using db::JournalOutcome;
using test::World;

namespace {
constexpr std::size_t talkers = 24, turns = 80, channel_count = 20;

/// One input and what its sender was told in the end. Unknown answers in between were followed by the same input again.
struct Op {
    JournalInput input;
    std::optional<JournalOutcome> told{};
};
using Plan = std::vector<Op>;

struct Progress {
    void step() {
        ++steps;
        steps.notify_all();
    }
    void wait_for(int wanted) {
        for (int now = steps; now < wanted; now = steps) steps.wait(now);
    }
    std::atomic<int> steps{0};
};

Task<> talk(Journal& journal, Plan& plan, Progress& progress) {
    for (auto& op : plan) {
        while (!op.told) {
            try {
                op.told = co_await journal.append(op.input);
            } catch (const Error& error) {
                if (!facts(error.code).retryable) throw;
            }
        }
        progress.step();
    }
}
void converse(Journal& journal, std::vector<Plan>& plans, Progress& progress) {
    boost::asio::io_context io(1);
    std::exception_ptr failure;
    for (auto& plan : plans)
        boost::asio::co_spawn(io, talk(journal, plan, progress), [&](std::exception_ptr thrown) { failure = thrown ? thrown : failure; });
    io.run();
    if (failure) std::rethrow_exception(failure);
}

void close(db::Tx& tx, TenantId tenant, ChannelId channel) {
    const auto slot = db::next_slot(tx, tenant, channel);
    db::exec(tx, "UPDATE chat_channels SET status = 'closed' WHERE tenant_id = $1 AND id = $2", tenant, channel);
    db::insert_event(tx, tenant, channel, slot, std::nullopt, "closed", "{}");
}
void remove(db::Tx& tx, TenantId tenant, ChannelId channel, UserId user) {
    const auto slot = db::next_slot(tx, tenant, channel);
    db::exec(tx, "UPDATE channel_participants SET left_at = now() WHERE tenant_id = $1 AND channel_id = $2 AND user_id = $3", tenant, channel, user);
    db::insert_event(tx, tenant, channel, slot, user, "removed", "{}");
}

template <class Change>
void until_known(Change change) {
    for (;;) {
        try {
            return change();
        } catch (const Error& error) {
            if (!facts(error.code).retryable) throw;
        }
    }
}

/// The same talker of both journals sometimes says the same under the same key, or another thing.
std::array<std::vector<Plan>, 2> make_plans(const World& world) {
    std::mt19937 random(20261121);
    auto chance = [&](int percent) { return std::uniform_int_distribution(1, 100)(random) <= percent; };
    auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    std::array<std::vector<Plan>, 2> plans;
    for (std::size_t talker = 0; talker < talkers; ++talker) {
        Plan here, there;
        for (std::size_t turn = 0; turn < turns; ++turn) {
            const auto input = world.says("body " + std::to_string(turn), talker, below(channel_count));
            here.push_back({input});
            auto answer = chance(20) ? input : world.says("other " + std::to_string(turn), talker, below(channel_count));
            if (answer.client_id == input.client_id && chance(30)) answer.body_hash = db::body_hash(answer.content = "odd");
            there.push_back({answer});
            if (chance(5)) here.push_back({input});
        }
        plans[0].push_back(std::move(here));
        plans[1].push_back(std::move(there));
    }
    return plans;
}

struct Stored {
    ChannelId channel;
    std::int64_t seq;
    MessageId id;
    UserId sender;
    std::int64_t hash;
};
std::map<std::string, Stored> stored_by_key(const World& world) {
    db::Connection connection(test::database_url(), {});
    pqxx::nontransaction tx(connection.raw());
    std::map<std::string, Stored> out;
    for (const auto& row : db::exec(tx, "SELECT client_id, channel_id, seq, id, sender_id, body_hash FROM chat_messages WHERE tenant_id = $1", world.tenant)) {
        const Stored stored{db::column<ChannelId>(row[1]), db::column<std::int64_t>(row[2]), db::column<MessageId>(row[3]), db::column<UserId>(row[4]),
                            db::column<std::int64_t>(row[5])};
        EXPECT_TRUE(out.emplace(db::column<std::string>(row[0]), stored).second) << "a key is stored twice";
    }
    return out;
}

/// Returns what is wrong with one answer, or nothing.
std::string wrong(const Op& op, const Stored* stored) {
    const auto code = op.told->code;
    const bool good = code == JournalCode::stored || code == JournalCode::replayed;
    if (good && !stored) return "acknowledged and not stored";
    if (good && (stored->seq != op.told->seq || stored->id != op.told->id)) return "acknowledged at another place";
    if (good && stored->hash != op.input.body_hash) return "acknowledged with another body";
    if (code == JournalCode::conflict && (!stored || stored->hash == op.input.body_hash)) return "a false conflict";
    if ((code == JournalCode::closed || code == JournalCode::not_member) && stored) return "refused and stored";
    return {};
}
}  // namespace

TEST(JournalHistory, SurvivesKillsCutsAndRacesWithoutALieToAnybody) {
    World world(talkers, channel_count);
    auto plans = make_plans(world);
    db::JournalOptions options;
    options.url = test::database_url();
    options.patience = std::chrono::milliseconds(500);
    Journal one(options), two(options);
    Progress progress;
    std::jthread first([&] { converse(one, plans[0], progress); }), second([&] { converse(two, plans[1], progress); });

    db::DatabaseOptions pool;
    pool.url = test::database_url();
    pool.patience = std::chrono::milliseconds(20'000);
    db::Database database(pool);
    auto cut = +[](db::Tx& tx) {
        db::exec(tx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%journal_append%' AND pid <> pg_backend_pid()");
    };
    const int total = static_cast<int>(talkers * turns * 2);
    for (int round = 1; round <= 8; ++round) {
        progress.wait_for(total * round / 10);
        if (round % 4 == 0) kill(test::cluster().pid(), SIGKILL);
        else until_known([&] { database.block(cut); });
        const auto at = static_cast<std::size_t>(round);
        until_known([&] { database.block(close, world.tenant, world.channels[at]); });
        until_known([&] { database.block(remove, world.tenant, world.channels[at + 10], world.users[at]); });
    }
    first.join();
    second.join();

    const auto stored = stored_by_key(world);
    std::set<std::string> sent;
    std::map<std::string, int> first_told;
    std::map<JournalCode, int> counts;
    for (const auto& side : plans) {
        for (const auto& plan : side) {
            for (const auto& op : plan) {
                const auto key = op.input.client_id.text();
                sent.insert(key);
                ++counts[op.told->code];
                first_told[key] += op.told->code == JournalCode::stored;
                const auto found = stored.find(key);
                EXPECT_EQ(wrong(op, found == stored.end() ? nullptr : &found->second), "");
            }
        }
    }
    for (const auto& [key, times] : first_told) EXPECT_LE(times, 1) << "told `stored` twice";
    for (const auto& [key, row] : stored) EXPECT_TRUE(sent.contains(key)) << "stored and never sent";
    EXPECT_EQ(world.with_gaps(), 0);
    EXPECT_EQ(world.inversions(), 0);
    EXPECT_EQ(world.number("SELECT count(*) FROM chat_messages m JOIN channel_events e USING (tenant_id, channel_id) WHERE tenant_id = " + world.id() +
                           " AND m.seq > e.seq AND (e.kind = 'closed' OR (e.kind = 'removed' AND e.actor_id = m.sender_id))"),
              0)
        << "stored after a close or a removal";
    for (auto code : {JournalCode::stored, JournalCode::replayed, JournalCode::conflict, JournalCode::closed, JournalCode::not_member})
        EXPECT_GT(counts[code], 0) << "nothing of code " << static_cast<int>(code) << " happened: the test tests too little";
    EXPECT_GE(one.gauges().connects.load() + two.gauges().connects.load(), 4u);
}

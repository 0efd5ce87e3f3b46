// The plan of the journal's statement, made while all tables are empty: a generic plan is kept, so the wrong index then is the wrong
// index for long (ten times the CPU). Read by auto_explain, which sees the statements inside the function.
#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "db/connection.hpp"
#include "db/journal_writer.hpp"
#include "db/migrations.hpp"
#include "support/postgres.hpp"

using namespace chatd;

namespace {
class Notices : public pqxx::errorhandler {
public:
    using errorhandler::errorhandler;
    bool operator()(const char text[]) noexcept override {
        all += text;
        return false;
    }
    std::string all;
};
}  // namespace

TEST(JournalPlan, ProbesTheRightIndexesOnAnEmptyDatabase) {
    const auto url = test::new_database();
    db::migrate(url);
    pqxx::connection connection(db::complete_url(url));
    Notices notices(connection);
    pqxx::nontransaction tx(connection);
    tx.exec(std::string(db::JournalWriter::settings));
    tx.exec("LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET client_min_messages = log");
    tx.exec("SELECT * FROM journal_append('{1}', '{1}', '{1}', ARRAY[gen_random_uuid()], '{1}', '{text}', '{hello}', '{null}', '{null}', '{null}', '{null}',"
            " '{false}')");
    const auto& plan = notices.all;
    ASSERT_NE(plan.find("chat_channels_pkey"), std::string::npos) << plan;
    EXPECT_NE(plan.find("using chat_messages_once"), std::string::npos) << plan;
    EXPECT_NE(plan.find("using channel_participants_pkey"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("chat_messages_id"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("channel_participants_user"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("Seq Scan"), std::string::npos) << plan;
    EXPECT_EQ(plan.find("Hash Join"), std::string::npos) << plan;
}

#include "db/rows.hpp"

#include <gtest/gtest.h>

#include <pqxx/nontransaction>

#include "chatd/error.hpp"
#include "db/connection.hpp"
#include "db/exec.hpp"
#include "support/postgres.hpp"

using namespace chatd;

namespace {
enum class Mood : std::uint8_t { calm, cross };
constexpr auto names_of(Mood) { return std::array<std::string_view, 2>{"calm", "cross"}; }

struct Inner {
    std::string a;
    int b = 0;
    static constexpr auto fields = describe(field(&Inner::a, "a", "A."), field(&Inner::b, "b", "B."));
};
struct Wide {
    UserId id;
    std::string name;
    std::optional<std::string> note;
    Mood mood{};
    Time at;
    std::vector<std::string> tags;
    std::vector<UserId> friends;
    JsonObject metadata;
    Inner inner;
    std::optional<Uuid> key;
    bool good = false;
    static constexpr auto fields =
        describe(field(&Wide::id, "id", ""), field(&Wide::name, "name", ""), field(&Wide::note, "note", ""), field(&Wide::mood, "mood", ""),
                 field(&Wide::at, "at", ""), field(&Wide::tags, "tags", ""), field(&Wide::friends, "friends", ""), field(&Wide::metadata, "metadata", ""),
                 field(&Wide::inner, "inner", ""), field(&Wide::key, "key", ""), field(&Wide::good, "good", ""));
};

class Rows : public testing::Test {
protected:
    template <class T, class Value>
    T echo(std::string_view sql, const Value& value) {
        return db::maybe_value_as<T>(db::exec(tx, sql, value)).value();
    }
    db::Connection connection{test::database_url(), {}};
    pqxx::nontransaction tx{connection.raw()};
};
}  // namespace

TEST_F(Rows, BecomeStructsByTheNamesOfTheirFields) {
    const auto rows = db::exec(tx,
                               "SELECT true AS good, 7 AS id, 'Ömer' AS name, NULL AS note, 'cross' AS mood, timestamptz '2026-11-21 07:09:33.028+00' AS at,"
                               " '{a,\"b, c\"}'::text[] AS tags, '{1,2}'::bigint[] AS friends, '{\"k\": 1}'::jsonb AS metadata,"
                               " '{\"a\": \"x\", \"b\": 2}'::jsonb AS inner, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid AS key, 1 AS extra");
    const auto wide = db::maybe_row_as<Wide>(rows).value();
    EXPECT_EQ(wide.id, UserId{7});
    EXPECT_EQ(wide.name, "Ömer");
    EXPECT_FALSE(wide.note);
    EXPECT_EQ(wide.mood, Mood::cross);
    EXPECT_EQ(wide.at.text(), "2026-11-21T07:09:33.028Z");
    EXPECT_EQ(wide.tags, (std::vector<std::string>{"a", "b, c"}));
    EXPECT_EQ(wide.friends, (std::vector{UserId{1}, UserId{2}}));
    EXPECT_EQ(wide.metadata.text, "{\"k\": 1}");
    EXPECT_EQ(wide.inner.b, 2);
    EXPECT_EQ(wide.key->text(), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
    EXPECT_TRUE(wide.good);
    EXPECT_EQ(db::rows_as<Wide>(rows).size(), 1u);
}

TEST_F(Rows, AMissingColumnOrNullIsABugThatIsNamed) {
    auto message = [&](std::string_view sql) -> std::string {
        try {
            db::maybe_row_as<Inner>(db::exec(tx, sql));
            return "";
        } catch (const Error& error) {
            EXPECT_EQ(error.code, Code::internal);
            return error.message;
        }
    };
    EXPECT_EQ(message("SELECT 'x' AS a"), "The statement returns no column b.");
    EXPECT_EQ(message("SELECT NULL AS a, 1 AS b"), "Column a was expected to hold a value, not NULL.");
    EXPECT_EQ(message("SELECT 'x' AS a, 'y' AS b"), "Column b was expected to hold an integer.");
    EXPECT_EQ(message("SELECT 'x' AS a, 99999999999 AS b"), "Column b was expected to hold a smaller number.");
    EXPECT_EQ(message("SELECT 'x' AS a, 1 AS b"), "");
}

TEST_F(Rows, ArraysComeBackAsTheyWereSent) {
    using Texts = std::vector<std::string>;
    using Numbers = std::vector<std::int64_t>;
    const Texts texts{"", "plain", "a,b", "{x}", "\"quoted\"", "back\\slash", "NULL", " space ", "new\nline", "Grüße"};
    EXPECT_EQ(echo<Texts>("SELECT $1::text[]", texts), texts);
    EXPECT_EQ(echo<Texts>("SELECT $1::text[]", Texts{}), Texts{});
    const Numbers numbers{0, -1, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()};
    EXPECT_EQ(echo<Numbers>("SELECT $1::bigint[]", numbers), numbers);
    const std::vector ids{UserId{3}, UserId{4}};
    EXPECT_EQ(echo<std::vector<UserId>>("SELECT $1::bigint[]", ids), ids);
    const std::vector uuids{Uuid::random()};
    EXPECT_EQ(echo<Texts>("SELECT $1::uuid[]", uuids), Texts{uuids[0].text()});
}

TEST_F(Rows, ParametersKeepTheirValues) {
    for (std::int64_t us : {0L, 1L, -1L, 951'782'400'000'000L, 1'795'244'973'028'244L, -11'644'473'600'000'000L})
        EXPECT_EQ(echo<Time>("SELECT $1::timestamptz", Time{us}), Time{us});
    EXPECT_EQ(echo<std::optional<int>>("SELECT $1::int", std::optional<int>()), std::optional<int>());
    EXPECT_EQ(echo<Mood>("SELECT $1::text", Mood::cross), Mood::cross);
    EXPECT_EQ(echo<bool>("SELECT $1::boolean", true), true);
    EXPECT_EQ(echo<int>("SELECT length($1::bytea)", db::Bytes{std::string("\0\1\xff'\\", 5)}), 5);
    EXPECT_EQ(echo<std::string>("SELECT $1::text", "'; DROP TABLE users; --"), "'; DROP TABLE users; --");
}

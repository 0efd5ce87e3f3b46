// The SQL of records is made of names of declarations alone; what a request says travels as parameters.
#include "records/statements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace chatd::records {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct Lock {
    std::string mode;
    std::optional<std::string> secret;
    static constexpr auto fields = describe(field(&Lock::mode, "mode", ""), field(&Lock::secret, "secret", "").write_only());
};
struct Shelf {
    Id<Shelf> id;
    std::string name;
    int width = 80;
    std::optional<Time> built_at;
    std::optional<std::string> code;
    std::vector<std::string> labels;
    Lock lock;
    Time created_at, updated_at;
    static constexpr auto fields = describe(
        field(&Shelf::id, "id", "").read_only(), field(&Shelf::name, "name", "", length(1, 10)), field(&Shelf::width, "width", "", range(1, 100)).defaults(),
        field(&Shelf::built_at, "built_at", ""), field(&Shelf::code, "code", "", length(4, 100)).write_only(), field(&Shelf::labels, "labels", "").defaults(),
        field(&Shelf::lock, "lock", "").defaults(), field(&Shelf::created_at, "created_at", "").read_only(), field(&Shelf::updated_at, "updated_at", "").read_only());
};

Kind shelves() {
    return kind<Shelf>("shelves", "shelf")
        .searched_in({"name"}).filtered_by({"width"}).fixed({"width"}).stored_as("code", "code_hash").spreads("lock")
        .links({"labels", "shelf_labels", "shelf_id", {"label"}}).held_by("books", "shelf_id").within_scope("organization", "organization_id");
}

std::vector<std::string> names(const StructInfo& info) {
    std::vector<std::string> out;
    for (const auto& field : info.fields) out.emplace_back(field.name);
    return out;
}

std::string refused(const Kind& kind, const char* body, bool whole) {
    try {
        kind.canonical(Json::parse(body), whole);
        return "taken";
    } catch (const Error& error) {
        return std::string(facts(error.code).name) + " " + error.errors.front().field;
    }
}

}  // namespace

TEST(Kind, RequestsHaveExactlyTheFieldsThatMayBeSet) {
    const auto kind = shelves();
    EXPECT_THAT(names(kind.created), ElementsAre("name", "width", "built_at", "code", "labels", "lock"));
    EXPECT_THAT(names(kind.changed), ElementsAre("id", "name", "built_at", "code", "labels", "lock"));
    EXPECT_THAT(names(kind.identified), ElementsAre("id"));
    EXPECT_THAT(names(kind.listed), ElementsAre("q", "sort", "limit", "cursor", "width"));
}

TEST(Kind, WhatIsGivenIsReadInOneSpelling) {
    const auto kind = shelves();
    const auto made = kind.canonical(Json::parse(R"({"name": "A", "built_at": "2026-01-01T00:00:00Z"})"), true);
    EXPECT_EQ(made.dump(), R"({"built_at":"2026-01-01T00:00:00.000Z","code":null,"labels":[],"lock":{"mode":"","secret":null},"name":"A","width":80})");
    const auto changed = kind.canonical(Json::parse(R"({"built_at": null, "lock": {"mode": "x"}})"), false);
    EXPECT_EQ(changed.dump(), R"({"built_at":null,"lock":{"mode":"x"}})") << "absent stays absent, also inside";
    EXPECT_EQ(by_column(kind, changed).dump(), R"({"built_at":null,"lock_mode":"x"})");
}

TEST(Kind, WhatIsWrongIsNamed) {
    const auto kind = shelves();
    EXPECT_EQ(refused(kind, "{}", true), "invalid name");
    EXPECT_EQ(refused(kind, R"({"name": "more than ten bytes"})", true), "invalid name");
    EXPECT_EQ(refused(kind, R"({"name": null})", false), "invalid name");
    EXPECT_EQ(refused(kind, R"({"name": "A", "colour": 1})", true), "unknown_field colour");
    EXPECT_EQ(refused(kind, R"({"width": 90})", false), "unknown_field width") << "it is fixed";
    EXPECT_EQ(refused(kind, R"({"created_at": "2026-01-01T00:00:00Z"})", false), "unknown_field created_at");
    EXPECT_EQ(refused(kind, "{}", false), "taken");
}

TEST(Kind, ADeclarationThatNamesNoFieldDoesNotStart) { EXPECT_THROW(shelves().filtered_by({"colour"}), std::logic_error); }

TEST(Statements, SecretsAreWrittenAndNeverRead) {
    const auto kind = shelves();
    EXPECT_THAT(insert(kind), HasSubstr("code_hash"));
    EXPECT_THAT(insert(kind), HasSubstr("lock_secret"));
    for (const auto& sql : {select_one(kind), lock_one(kind), select_page(kind, Sort::name, {})}) {
        EXPECT_THAT(sql, Not(HasSubstr("code")));
        EXPECT_THAT(sql, Not(HasSubstr("secret")));
    }
}

TEST(Statements, EachHasTheTenantsWallAndTheScope) {
    const auto kind = shelves();
    for (const auto& sql : {select_one(kind), lock_one(kind), select_by_external_id(kind), select_page(kind, Sort::changed, {"width"})}) {
        EXPECT_THAT(sql, HasSubstr("t.tenant_id = $1::bigint"));
        EXPECT_THAT(sql, HasSubstr("a.object_id = t.organization_id"));
    }
    for (const auto& sql : {update(kind), remove(kind)}) EXPECT_THAT(sql, HasSubstr("t.tenant_id = $1::bigint"));
    EXPECT_THAT(count_holders(kind), HasSubstr("h.tenant_id = $1::bigint AND h.shelf_id = $3::bigint"));
    EXPECT_THAT(unlink(kind.linked.front()), HasSubstr("l.tenant_id = $1::bigint AND l.shelf_id = $3::bigint"));
}

TEST(Statements, AListIsOrderedByTheIdInTheEnd) {
    const auto kind = shelves();
    EXPECT_THAT(select_page(kind, Sort::name, {}), HasSubstr("ORDER BY lower(t.name), t.id LIMIT"));
    EXPECT_THAT(select_page(kind, Sort::newest, {}), HasSubstr("ORDER BY t.id DESC LIMIT"));
    EXPECT_THAT(select_page(kind, Sort::oldest, {}), HasSubstr("ORDER BY t.id LIMIT"));
    EXPECT_THAT(select_page(kind, Sort::name, {"width"}), HasSubstr("t.width = f.width"));
    EXPECT_THAT(select_page(kind, Sort::name, {}), Not(HasSubstr("f.width")));
}

TEST(Statements, WhoSeesARecordIsWithinAllItsScopes) {
    const auto kind = shelves().within_scope("board", "board_id").seen_if("may_see($1, $2, t.id)").authored_in("maker_id");
    const auto sql = select_one(kind);
    for (const auto* part : {"a.object_id = t.organization_id))", " AND (NOT EXISTS (", "a.kind = 'board'", "a.object_id = t.board_id))", " AND may_see($1, $2, t.id) AND "})
        EXPECT_THAT(sql, HasSubstr(part));
    EXPECT_THAT(insert(kind), HasSubstr("(tenant_id, maker_id, "));
    EXPECT_THAT(insert(kind), HasSubstr("SELECT $1::bigint, $2::bigint, r."));
}

}  // namespace chatd::records

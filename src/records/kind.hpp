// A kind of record that administrators edit (organizations, teams, chat configs …), said once: a described struct, its table, who may
// read and write it, what lists are filtered and searched by, what holds it. From one Kind come five REST operations with exact
// documents (records/records.hpp) and their SQL (records/statements.hpp). Made at start-up, then constant; any thread may read it.
//
//     return records::kind<Board>("boards", "board")
//         .read_by(api::staff).written_by(api::needs(Permission::config_manage))
//         .searched_in({"name", "external_id"}).filtered_by({"external_id"});
//
// The struct has `id`, is named by `name`, and has `created_at` and `updated_at`; its table has a column for each field unless the
// kind says otherwise. Names of the declaration become SQL; values of requests never do.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/operation.hpp"
#include "chatd/caller.hpp"
#include "db/database.hpp"

namespace chatd::records {

/// The order of a list. `name` is the kind's naming field.
enum class Sort : std::uint8_t { name, newest, oldest, changed };
constexpr auto names_of(Sort) { return std::array<std::string_view, 4>{"name", "newest", "oldest", "changed"}; }

/// What every list takes, beside the filters of its kind.
struct Paging {
    std::string q;
    Sort sort = Sort::name;
    int limit = 50;
    std::optional<std::string> cursor;
    static constexpr auto fields = describe(
        field(&Paging::q, "q", "Only records that contain this text, in any case.", length(0, 200)).defaults(),
        field(&Paging::sort, "sort", "The order: by name, by creation, or by the last change.").defaults(),
        field(&Paging::limit, "limit", "How many at most.", range(1, 200)).defaults(),
        field(&Paging::cursor, "cursor", "The `next_cursor` of the answer before.", length(1, 1024)));
};
template <class Record>
struct Page {
    std::vector<Record> data;
    std::optional<std::string> next_cursor;
    static constexpr auto fields = describe(field(&Page::data, "data", "The records."),
                                            field(&Page::next_cursor, "next_cursor", "Names the next page; null on the last one."));
};

/// A list-valued field whose items are rows of another table: the values of one column, or objects of several (the first is their key).
struct Link {
    std::string field, table, owner;
    std::vector<std::string> columns;
    std::string only_where = {}, is = {};  ///< a column that has one value in all rows of this link
};
/// Rows of `table` whose `column` names the record forbid to delete it.
struct Holder {
    std::string table, column;
};
/// The access scope that a record is in: `column` names an object of that kind.
struct Scope {
    std::string kind, column;
};
enum class Change : std::uint8_t { created, updated, deleted };
constexpr auto names_of(Change) { return std::array<std::string_view, 3>{"created", "updated", "deleted"}; }

/// A change that has been written and is not yet committed.
struct Written {
    TenantId tenant;
    UserId by;                ///< who changes it
    Permissions permissions;  ///< theirs
    std::int64_t row;
    Change change;
    const Json& before;  ///< the whole record as it was; null when it is made
    const Json& values;  ///< what was given, prepared; the whole record when it is deleted
    bool sets(std::string_view field) const;
    /// It sets the field to something else; whatever is set of a secret is.
    bool changes(std::string_view field) const;
    /// The one value of SQL over the tenant $1 and the row $2.
    bool holds(db::Tx& tx, std::string_view sql) const;
};

class Kind {
public:
    using Judge = std::function<void(const void* record)>;
    using Uphold = void (*)(db::Tx& tx, const Written& written);
    using Prepare = std::function<Task<Json>(Json values)>;
    using Follow = std::function<Task<>(TenantId tenant, std::int64_t row)>;

    Kind(std::string name, std::string noun, const StructInfo& record, StructInfo page, std::shared_ptr<void> (*blank)());

    Kind& read_by(api::Access access) { return read = access, *this; }
    Kind& written_by(api::Access access) { return write = access, *this; }
    Kind& named_by(std::string field) { return naming = std::move(field), *this; }
    Kind& searched_in(std::vector<std::string> fields) { return searched = std::move(fields), *this; }
    Kind& filtered_by(std::vector<std::string_view> fields);
    /// The table, where it has another name than the kind.
    Kind& in_table(std::string other) { return table = std::move(other), *this; }
    /// The column behind `id`, where it is not `id`.
    Kind& identified_by(std::string column) { return key = column, stored_as("id", std::move(column)); }
    /// The column that a field is written to, where it has another name (what `prepared_by` makes of a password).
    Kind& stored_as(std::string field, std::string column) { return renamed[std::move(field)] = std::move(column), *this; }
    /// Given when it is made and never changed.
    Kind& fixed(std::vector<std::string_view> fields);
    /// What is read for a field in place of a column; `t` is the table. Of read-only fields.
    Kind& computes(std::string field, std::string expression) { return expressions[std::move(field)] = std::move(expression), *this; }
    Kind& links(Link link) { return linked.push_back(std::move(link)), *this; }
    /// A nested struct whose fields are columns `field_name`.
    Kind& spreads(std::string field) { return spread.push_back(std::move(field)), *this; }
    Kind& held_by(std::string where, std::string column) { return holders.push_back({std::move(where), std::move(column)}), *this; }
    /// Callers whose access scope is limited in that kind of object see only records whose `column` names one of theirs. Said of several
    /// kinds of objects, all hold.
    Kind& within_scope(std::string object_kind, std::string column) { return scopes.push_back({std::move(object_kind), std::move(column)}), *this; }
    /// Callers see only records for which this holds: SQL over the tenant $1, the caller $2 and the row t.
    Kind& seen_if(std::string condition) { return sight = std::move(condition), *this; }
    /// The column that says who made it.
    Kind& authored_in(std::string column) { return author = std::move(column), *this; }
    /// Only rows of the table for which this holds are records of this kind.
    Kind& only_where(std::string condition) { return restriction = std::move(condition), *this; }
    /// Judges a record as it would be, whole; throws `invalid`.
    template <class Record>
    Kind& judged_by(void (*judged)(const Record&)) {
        judge = [judged](const void* record) { judged(*static_cast<const Record*>(record)); };
        return *this;
    }
    /// Runs in the transaction of each change, after it; throws what forbids it.
    Kind& upheld_by(Uphold function) { return uphold = function, *this; }
    /// What is stored in place of what was sent (a password becomes its hash).
    Kind& prepared_by(Prepare function) { return prepare = std::move(function), *this; }
    /// After each commit, before the answer: what is kept in memory is read again.
    Kind& followed_by(Follow function) { return follow = std::move(function), *this; }
    /// Host platforms keep these in step by `external_id` (PUT /api/sync/{name}).
    Kind& synced() { return is_synced = true, *this; }

    /// Reads what was given of a record, throwing all that is wrong, and returns it in one spelling: ids are numbers, times have
    /// milliseconds. With `whole`, what was not given has its default.
    Json canonical(const Json& body, bool whole) const;
    /// What a platform may give again of a record that is there: no secrets, nothing that is fixed.
    Json changeable(Json body) const;
    /// The same of a list's filters.
    Json canonical_filters(const Json& body) const;
    /// The `id` of a request that has nothing else, as text.
    std::string key_in(const Json& body) const;
    /// Throws what the kind's judge says of a record, whole.
    void judge_record(const Json& whole) const;
    bool stored_elsewhere(std::string_view field) const;
    std::string column_of(const std::string& field) const;

    std::string name, noun, table, key = "id", naming = "name", restriction, sight, author;
    api::Access read, write;
    std::vector<std::string> searched, filters, spread, unchanging;
    std::map<std::string, std::string> expressions, renamed;
    std::vector<Link> linked;
    std::vector<Holder> holders;
    std::vector<Scope> scopes;
    Judge judge;
    Uphold uphold = nullptr;
    Prepare prepare;
    Follow follow;
    bool is_synced = false;

    const StructInfo* record;                                       ///< all fields
    StructInfo page, listed, identified, created, changed, batch;  ///< of the operations
    StructInfo given, likeness;                             ///< what a change may set, and what a list is filtered by: nothing is required

private:
    Json spelled(const Json& body, const StructInfo& expected, bool whole) const;

    std::shared_ptr<void> (*blank_)();
};

template <Described Record>
Kind kind(std::string name, std::string noun) {
    auto page = struct_of<Page<Record>>();
    page.name = struct_of<Record>().name + "List";
    return Kind(std::move(name), std::move(noun), struct_of<Record>(), std::move(page),
                +[]() -> std::shared_ptr<void> { return std::make_shared<Record>(); });
}

}  // namespace chatd::records

// The SQL of a kind of record, made of names of its declaration alone. Pure. In every statement $1 is the tenant and $2 the caller.
#pragma once
#include <string>
#include <vector>

#include "records/kind.hpp"

namespace chatd::records {

/// Answers rows of `row` (the table's id), `key` (the `id` of the API), `record` (JSON) and `version` (its ETag); $3 is the key.
std::string select_one(const Kind& kind);
/// The same, and locks it.
std::string lock_one(const Kind& kind);
/// $3 is the external id; answers the key of that record.
std::string select_by_external_id(const Kind& kind);
/// $3 are the filters' values as a JSON object, of which `given` are there, $4 the searched text, $5 and $6 the place after which the
/// page begins (or null), $7 the limit. Answers select_one's columns and `place`.
std::string select_page(const Kind& kind, Sort sort, const std::vector<std::string>& given);
/// $3 are the values as a JSON object; answers the key.
std::string insert(const Kind& kind);
/// $3 is the row, $4 the values that change; the others stay.
std::string update(const Kind& kind);
/// $3 is the row.
std::string remove(const Kind& kind);
/// $3 is the row; answers one JSON object, table → number of rows that hold it. Empty if nothing can.
std::string count_holders(const Kind& kind);
/// $3 is the row, $4 the list of rows as JSON objects; the first deletes those that are not in the list, the second adds or changes.
std::string unlink(const Link& link);
std::string link(const Link& link);

/// The values of a request by column.
Json by_column(const Kind& kind, const Json& values);
/// The items of a linked field as rows.
Json rows_of(const Link& link, const Json& items);

}  // namespace chatd::records

// Records in the database: one transaction for each change, with its line in the audit log. Blocking; for the database's threads.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/database.hpp"
#include "records/kind.hpp"

namespace chatd::records::store {

/// Who asks, and by which operation: for walls, scopes and the audit log.
struct Author {
    TenantId tenant;
    UserId user;
    Permissions permissions;
    std::string operation, remote, request_id;
};
struct Stored {
    std::int64_t row = 0;
    std::string key, record;   ///< the `id` of the API as text, and the record's JSON
    std::string version;       ///< changes with each change
    bool is_changed = true;    ///< false: an update that changed nothing
    const std::string& reply() const { return record; }
};
/// Where a page begins: after that record.
struct Place {
    std::string by;
    std::int64_t row;
};
struct Query {
    Sort sort = Sort::name;
    int limit = 50;
    std::string q, filters = "{}";
    std::vector<std::string> filtered;
    std::optional<Place> after;
};
struct Listed {
    std::vector<std::string> records;
    std::optional<Place> next;
};

/// Throws `not_found`, also for a record of another tenant or outside the caller's scope.
Stored get(db::Tx& tx, const Kind* kind, Author author, std::string key);
Listed list(db::Tx& tx, const Kind* kind, Author author, Query query);
/// `values` is canonical. Throws `conflict` for what must be unique, `invalid` for a reference that leads nowhere.
Stored create(db::Tx& tx, const Kind* kind, Author author, std::string values);
/// `version` empty: whatever it is. Throws `not_found`, `conflict` (another version, uniqueness), `invalid`.
Stored update(db::Tx& tx, const Kind* kind, Author author, std::string key, std::string values, std::string version);
/// Throws `not_found`, `conflict` with what still refers to it. What is left of it is `{}`, without a version.
Stored remove(db::Tx& tx, const Kind* kind, Author author, std::string key, std::string version);
/// The key of the record with that external id.
std::optional<std::string> find_external(db::Tx& tx, const Kind* kind, Author author, std::string external_id);

}  // namespace chatd::records::store

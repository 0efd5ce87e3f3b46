// Migrations: the numbered, forward-only SQL files of migrations/, embedded into the binary, and the one function that applies them.
// Used at start-up and by `chatd migrate`; blocks; any thread.
#pragma once
#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace chatd::db {

struct Migration {
    int version;            ///< 1, 2, 3 … without gaps
    std::string_view name;  ///< the file's name without ".sql"
    std::string_view sql;   ///< run in one transaction, together with its row in schema_migrations
};
/// All that this binary knows, ascending.
std::span<const Migration> embedded_migrations();

struct MigrateOptions {
    std::chrono::milliseconds wait{60'000};        ///< for another node that is migrating
    std::chrono::milliseconds lock_timeout{5'000};  ///< for each lock that a migration takes on a table in use
};
struct Migrated {
    int from, to;  ///< versions; equal when there was nothing to do
};

/// Brings the database at `url` up to the last of `migrations`. Each is a transaction of its own: after a failure the ones before it stay.
/// Throws Error: `conflict` when an applied file differs from ours or the database is newer than this binary,
/// `timeout` when a lock could not be had, `unavailable` without a connection, `internal` when SQL failed.
Migrated migrate(const std::string& url, std::span<const Migration> migrations = embedded_migrations(), MigrateOptions options = {});

/// Lower-case hex SHA-256 of a migration's text, as stored.
std::string checksum(std::string_view sql);

}  // namespace chatd::db

#include "db/migrations.hpp"

#include <map>
#include <pqxx/nontransaction>
#include <pqxx/result_iterator.hxx>
#include <pqxx/transaction>

#include "chatd/crypto.hpp"
#include "chatd/error.hpp"
#include "db/connection.hpp"
#include "db/failure.hpp"

namespace chatd::db {
namespace {
/// Any number that nobody else takes: "chatd" in ASCII.
constexpr auto advisory_lock = "426835862628";

struct Applied {
    std::string name, checksum;
};

std::map<int, Applied> applied(pqxx::transaction_base& tx) {
    std::map<int, Applied> out;
    for (const auto& row : tx.exec("SELECT version, name, checksum FROM schema_migrations ORDER BY version"))
        out[row[0].as<int>()] = {row[1].as<std::string>(), row[2].as<std::string>()};
    return out;
}

/// Throws unless what is applied is a beginning of what we have.
void compare(const std::map<int, Applied>& done, std::span<const Migration> ours) {
    for (const auto& [version, migration] : done) {
        if (version > static_cast<int>(ours.size()))
            throw Error(Code::conflict, "The database is newer than this chatd: it has migration " + migration.name + ", this binary ends at " +
                                            (ours.empty() ? "none" : std::string(ours.back().name)) + ". Use the later release.");
        const auto& own = ours[static_cast<std::size_t>(version) - 1];
        if (migration.checksum != checksum(own.sql))
            throw Error(Code::conflict, "Migration " + std::string(own.name) + " was changed after it had been applied to this database as " +
                                            migration.name + ". Applied migrations are never edited; add a new one.");
    }
}

void apply(pqxx::connection& connection, const Migration& migration) {
    try {
        pqxx::work tx(connection);
        tx.exec(std::string(migration.sql));
        tx.exec_params("INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)", migration.version,
                       std::string(migration.name), checksum(migration.sql));
        tx.commit();
    } catch (const pqxx::sql_error& failure) {
        const std::string what = failure.what();
        const auto code = failure.sqlstate() == "55P03" ? Code::timeout : Code::internal;
        std::throw_with_nested(Error(code, "Migration " + std::string(migration.name) + " failed: " + what.substr(0, what.find('\n'))));
    }
}
}  // namespace

std::string checksum(std::string_view sql) {
    return to_hex(sha256(sql));
}

Migrated migrate(const std::string& url, std::span<const Migration> migrations, MigrateOptions options) {
    for (std::size_t i = 0; i < migrations.size(); ++i)
        if (migrations[i].version != static_cast<int>(i) + 1)
            throw Error(Code::internal, "Migration " + std::string(migrations[i].name) + " is out of order: " + std::to_string(i + 1) + " was expected.");
    Connection connection(url, {options.wait, std::chrono::milliseconds(0)});
    try {
        {
            // Held by the session until it ends; another node that starts at the same time waits here, and then finds nothing to do.
            pqxx::nontransaction tx(connection.raw());
            tx.exec("SELECT pg_advisory_lock(" + std::string(advisory_lock) + ")");
            tx.exec("SET lock_timeout = " + std::to_string(options.lock_timeout.count()));
            tx.exec("CREATE TABLE IF NOT EXISTS schema_migrations (version integer PRIMARY KEY, name text NOT NULL,"
                    " checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())");
        }
        std::map<int, Applied> done;
        {
            pqxx::nontransaction tx(connection.raw());
            done = applied(tx);
        }
        compare(done, migrations);
        for (const auto& migration : migrations.subspan(done.size())) apply(connection.raw(), migration);
        return {static_cast<int>(done.size()), static_cast<int>(migrations.size())};
    } catch (const pqxx::failure&) {
        rethrow_translated();
    }
}

}  // namespace chatd::db

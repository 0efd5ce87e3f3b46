#include "support/postgres.hpp"

#include <atomic>
#include <iostream>
#include <pqxx/nontransaction>
#include <stdexcept>

#include "db/connection.hpp"
#include "db/migrations.hpp"

namespace chatd::test {
namespace fs = std::filesystem;
namespace {
fs::path make_directory() {
    auto path = (fs::temp_directory_path() / "chatd-test-XXXXXX").string();
    if (!mkdtemp(path.data())) throw std::runtime_error("no temporary directory");
    fs::permissions(path, fs::perms::owner_all | fs::perms::others_exec);
    return path;
}
struct Shared {
    TemporaryDirectory directory;
    db::Cluster cluster{throw_away(directory.path, [](std::string_view line) { std::cerr << "[cluster] " << line << '\n'; })};
};
Shared& shared() {
    static Shared shared;
    return shared;
}
}  // namespace

TemporaryDirectory::TemporaryDirectory() : path(make_directory()) {}
TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
}

db::ClusterOptions throw_away(const fs::path& directory, std::function<void(std::string_view)> log) {
    db::ClusterOptions options;
    options.directory = directory;
    options.log = std::move(log);
    options.throw_away = true;
    return options;
}

db::Cluster& cluster() { return shared().cluster; }

const std::string& database_url() {
    static const std::string url = [] {
        auto made = new_database();
        db::migrate(made);
        return made;
    }();
    return url;
}

std::string new_database() {
    static std::atomic<int> count{0};
    const auto name = "test" + std::to_string(++count);
    db::Connection connection(cluster().url(), {});
    pqxx::nontransaction(connection.raw()).exec("CREATE DATABASE " + name);
    auto url = cluster().url();
    return url.replace(url.find("dbname=postgres"), std::string::npos, "dbname=" + name);
}

TenantId new_tenant() {
    static std::atomic<int> count{0};
    db::Connection connection(database_url(), {});
    pqxx::nontransaction tx(connection.raw());
    const auto id = tx.exec1("INSERT INTO tenants (slug, name) VALUES ('t" + std::to_string(++count) + "', 'Test') RETURNING id")[0].as<std::int64_t>();
    tx.exec("SELECT seed_tenant(" + std::to_string(id) + ")");
    return {id};
}

}  // namespace chatd::test

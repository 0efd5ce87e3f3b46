// A private PostgreSQL for the tests of one binary: started on first use, stopped at the end. Tests are apart by tenant, or by database.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "chatd/ids.hpp"
#include "db/cluster.hpp"

namespace chatd::test {

/// A directory under the system's temporary one, removed with all that is in it.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path path;
};

/// Options of a cluster that nobody will miss.
db::ClusterOptions throw_away(const std::filesystem::path& directory, std::function<void(std::string_view)> log = {});
/// The cluster that all tests of this process share.
db::Cluster& cluster();
/// A database in it with all migrations.
const std::string& database_url();
/// Another database in it, empty.
std::string new_database();
/// A tenant with its built-in roles, in database_url().
TenantId new_tenant();

}  // namespace chatd::test

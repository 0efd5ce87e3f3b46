// Where the data is: the daemon's own PostgreSQL in the data directory, or the operator's by URL. Blocking; main thread.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "chatd/config.hpp"
#include "db/cluster.hpp"

namespace chatd::app {

/// The data directory belongs to one daemon at a time.
class DataDirectory {
public:
    /// Makes it if missing, and takes it. Throws Error `internal` when another daemon has it.
    explicit DataDirectory(std::filesystem::path path);
    ~DataDirectory();
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }
    /// Whether a daemon has it now.
    static bool taken(const std::filesystem::path& path);

private:
    std::filesystem::path path_;
    int lock_ = -1;
};

/// Started when it is made, stopped when it goes.
class Storage {
public:
    /// Applies the migrations that are missing.
    explicit Storage(const Config& config);
    /// For commands beside a running daemon: uses its PostgreSQL, and stops none that it did not start.
    static Storage beside_daemon(const Config& config);

    const std::string& url() const { return url_; }
    /// What the database should have and works without: a sentence for the operator, or nothing.
    const std::string& lacks() const { return lacks_; }
    void stop() { if (cluster_) cluster_->stop(); }

private:
    Storage() = default;
    std::unique_ptr<db::Cluster> cluster_;
    std::string url_, lacks_;
};

}  // namespace chatd::app

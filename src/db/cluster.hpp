// A private PostgreSQL in a directory of the daemon: made when there is none, started, watched and restarted, stopped with the daemon.
// It listens on a Unix socket in a directory that only its user (and root) can enter, and nowhere else; as root it runs as `postgres`.
// Owns one thread, which starts PostgreSQL and lives as long as it: PostgreSQL gets SIGINT when that thread is gone, however the daemon ends.
#pragma once
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace chatd::db {

struct ClusterOptions {
    std::filesystem::path directory;  ///< its own, e.g. <data_dir>/postgres; made if missing
    std::filesystem::path binaries;   ///< where `postgres` and `initdb` are; empty: the fitting ones under /usr/lib/postgresql
    std::function<void(std::string_view line)> log;  ///< what happened, in a line; may be called from the cluster's thread
    std::chrono::seconds start_max{60};              ///< recovery after a crash included
    std::chrono::seconds stop_max{20};               ///< for a fast shutdown; then an immediate one
    bool throw_away = false;                         ///< for tests: initdb does not wait for the disk
};

/// The URL of the server that another process of this machine runs in `directory` (ClusterOptions::directory); nothing if none does.
std::optional<std::string> running_cluster(const std::filesystem::path& directory);

class Cluster {
public:
    /// Blocks until it takes connections. A server that is left over from a daemon that died is adopted.
    /// Throws Error `internal` with what to do about it.
    explicit Cluster(ClusterOptions options);
    ~Cluster();  ///< stops it
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    /// For Database and migrate(); the same for the life of the cluster, through restarts of PostgreSQL.
    const std::string& url() const;
    /// Of the postmaster; 0 while it is down.
    pid_t pid() const;
    /// SIGINT, and SIGQUIT if that takes too long. Idempotent.
    void stop();

private:
    class Supervisor;
    std::unique_ptr<Supervisor> supervisor_;
};

}  // namespace chatd::db

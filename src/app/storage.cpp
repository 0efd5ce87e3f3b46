#include "app/storage.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>

#include "chatd/log.hpp"
#include "db/migrations.hpp"
#include "search/prepare_store.hpp"

namespace chatd::app {

namespace fs = std::filesystem;

namespace {

fs::path lock_of(const fs::path& directory) { return directory / "lock"; }

fs::path cluster_directory(const Config& config) { return fs::path(config.data_dir) / "postgres"; }

std::unique_ptr<db::Cluster> start_cluster(const Config& config) {
    db::ClusterOptions options;
    options.directory = cluster_directory(config);
    options.log = [](std::string_view line) { log::info("postgres", {{"event", line}}); };
    return std::make_unique<db::Cluster>(std::move(options));
}

}  // namespace

DataDirectory::DataDirectory(fs::path path) : path_(std::move(path)) {
    fs::create_directories(path_);
    lock_ = ::open(lock_of(path_).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0) throw Error(Code::internal, lock_of(path_).string() + ": " + std::strerror(errno));
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock_);
        throw Error(Code::internal, "Another chatd uses " + path_.string() + ".");
    }
}
DataDirectory::~DataDirectory() { ::close(lock_); }

bool DataDirectory::taken(const fs::path& path) {
    const int lock = ::open(lock_of(path).c_str(), O_RDWR | O_CLOEXEC);
    if (lock < 0) return false;
    const bool taken = ::flock(lock, LOCK_EX | LOCK_NB) != 0;
    ::close(lock);
    return taken;
}

Storage::Storage(const Config& config) {
    if (config.database.url) {
        url_ = config.database.url->value;
    } else {
        cluster_ = start_cluster(config);
        url_ = cluster_->url();
    }
    db::migrate(url_);
    if (const auto refused = search::prepare(url_))
        lacks_ = "Parts of words are searched for without an index, which takes longer: let a superuser of the database run CREATE EXTENSION pg_trgm (" + *refused + ").";
}

Storage Storage::beside_daemon(const Config& config) {
    if (config.database.url || !DataDirectory::taken(config.data_dir)) return Storage(config);
    const auto url = db::running_cluster(cluster_directory(config));
    if (!url) throw Error(Code::unavailable, "A chatd runs in " + config.data_dir + ", but its PostgreSQL does not.");
    Storage out;
    out.url_ = *url;
    return out;
}

}  // namespace chatd::app

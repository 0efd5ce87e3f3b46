#include "db/cluster.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <future>
#include <thread>
#include <utility>

#include "chatd/error.hpp"
#include "db/child.hpp"
#include "db/postgres_files.hpp"

namespace chatd::db {
namespace fs = std::filesystem;
namespace {
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
constexpr auto port = "5432";  // only a part of the socket's name
constexpr auto poll_every = 10ms;
constexpr auto left_over_max = 10s;  ///< backends of a killed postmaster live on for a moment
constexpr std::uintmax_t log_bytes_max = 10 << 20;

[[noreturn]] void fail(const std::string& what) { throw Error(Code::internal, what); }

void give_to(const fs::path& path, const std::optional<User>& user) {
    if (user && chown(path.c_str(), user->uid, user->gid) != 0) fail(path.string() + " cannot be given to user " + user->name + ": " + std::strerror(errno));
}
/// A file descriptor that is closed.
struct Descriptor {
    explicit Descriptor(int fd) : fd(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd(std::exchange(other.fd, -1)) {}
    ~Descriptor() {
        if (fd >= 0) close(fd);
    }
    int fd;
};
std::string url_of(const std::string& socket_directory) {
    return "host='" + socket_directory + "' port=" + port + " user=chatd dbname=postgres";
}

bool socket_fits(const fs::path& directory) {
    return directory.string().size() + std::strlen("/.s.PGSQL.") + std::strlen(port) < sizeof(sockaddr_un::sun_path);
}
}  // namespace

/// Everything but the constructor runs on its thread, which is the postmaster's parent.
class Cluster::Supervisor {
public:
    explicit Supervisor(ClusterOptions options) : options_(std::move(options)), data_(options_.directory / "data"), log_path_(options_.directory / "postgres.log"),
                                                  user_(unprivileged_user()), stop_event_(eventfd(0, EFD_CLOEXEC)) {
        std::promise<void> ready;
        auto started = ready.get_future();
        thread_ = std::thread([this, ready = std::move(ready)]() mutable { run(std::move(ready)); });
        try {
            started.get();
        } catch (...) {
            thread_.join();
            throw;
        }
    }
    ~Supervisor() { stop(); }

    void stop() {
        const std::uint64_t one = 1;
        (void)!write(stop_event_.fd, &one, sizeof one);
        if (thread_.joinable()) thread_.join();
    }
    const std::string& url() const { return url_; }
    pid_t pid() const { return pid_; }

private:
    void run(std::promise<void> ready) {
        try {
            prepare();
            bring_up();
        } catch (...) {
            return ready.set_exception(std::current_exception());
        }
        ready.set_value();
        while (!wait_for_end_or_stop()) restart();
        shut_down();
        remove_socket_directory();
    }

    void say(const std::string& line) const {
        if (options_.log) options_.log(line);
    }

    // ---- before the start

    void prepare() {
        fs::create_directories(options_.directory);
        options_.directory = fs::canonical(options_.directory);
        data_ = options_.directory / "data";
        log_path_ = options_.directory / "postgres.log";
        if (options_.binaries.empty()) options_.binaries = find_binaries(data_);
        if (user_) fs::permissions(options_.directory, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
        if (fs::exists(log_path_) && fs::file_size(log_path_) > log_bytes_max) fs::rename(log_path_, log_path_.string() + ".old");
        if (!fs::exists(data_ / "PG_VERSION")) make();
        struct stat facts {};
        if (stat(data_.c_str(), &facts) == 0 && facts.st_uid != (user_ ? user_->uid : geteuid()))
            fail(data_.string() + " belongs to another user (number " + std::to_string(facts.st_uid) + "): start chatd as the user that made it.");
    }

    /// Into another directory, renamed when it is whole: a crash in between leaves nothing that looks like a cluster.
    void make() {
        if (fs::exists(data_) && !fs::is_empty(data_)) fail(data_.string() + " is not empty and no PostgreSQL cluster: move it away.");
        const auto fresh = options_.directory / "data.new";
        fs::remove_all(fresh);
        fs::create_directory(fresh);
        give_to(fresh, user_);
        const auto log = open_log();
        const auto offset = fs::file_size(log_path_);
        std::vector<std::string> arguments{options_.binaries / "initdb", "-D", seen_from_inside(fresh), "-U", "chatd", "-A", "trust", "-E", "UTF8",
                                           "--locale=C.UTF-8", "--lc-messages=C", "--lc-collate=C", "--no-instructions"};
        if (options_.throw_away) arguments.push_back("--no-sync");
        auto initdb = Child::start({std::move(arguments), fresh, user_, log.fd, SIGTERM});
        if (!initdb.ended_within(options_.start_max)) {
            initdb.signal(SIGKILL);
            initdb.ended_within(5s);
            fail("initdb did not end; see " + log_path_.string());
        }
        if (!initdb.succeeded()) fail("initdb " + initdb.exit_text() + ": " + why_failed(log_path_, offset));
        fs::remove(data_);
        fs::rename(fresh, data_);
        say("made a PostgreSQL cluster in " + data_.string());
    }

    /// The name by which PostgreSQL finds `directory`: its path, or, where its user cannot get there (the home of root),
    /// that of the descriptor it was started with, which needs no way.
    std::string seen_from_inside(const fs::path& directory) const {
        if (!user_ || reachable(directory, *user_)) return directory.string();
        return "/proc/self/fd/" + std::to_string(directory_descriptor);
    }

    Descriptor open_log() const {
        Descriptor log(open(log_path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640));
        if (log.fd < 0) fail(log_path_.string() + " cannot be written: " + std::strerror(errno));
        return log;
    }

    /// Inside our directory where that is short enough and can be reached; else under /tmp, with a link that tells where.
    void choose_socket_directory() {
        const auto inside = options_.directory / "socket";
        remove_socket_directory();  // of a daemon that was killed
        if (socket_fits(inside)) {
            fs::create_directory(inside);
            give_to(inside, user_);
            fs::permissions(inside, fs::perms::owner_all);
            if (!user_ || reachable(inside, *user_)) return listen_in(inside.string());
            fs::remove(inside);
        }
        std::string made = (fs::temp_directory_path() / "chatd-XXXXXX").string();
        if (!mkdtemp(made.data())) fail("No directory for a socket: " + std::string(std::strerror(errno)));
        give_to(made, user_);
        fs::create_directory_symlink(made, inside);
        listen_in(made);
    }
    void remove_socket_directory() const {
        const auto inside = options_.directory / "socket";
        std::error_code ignored;
        if (fs::is_symlink(inside, ignored)) {
            const auto made = fs::read_symlink(inside, ignored);
            if (made.parent_path() == fs::temp_directory_path() && made.filename().string().starts_with("chatd-")) fs::remove_all(made, ignored);
        }
        fs::remove_all(inside, ignored);
    }
    void listen_in(std::string directory) {
        socket_directory_ = std::move(directory);
        url_ = url_of(socket_directory_);
    }
    // ---- start, watch, stop

    void bring_up() {
        const auto give_up = Clock::now() + options_.start_max;
        if (adopt(give_up)) return;
        choose_socket_directory();
        disown_postmaster_file(data_);
        const auto no_more_tries = Clock::now() + left_over_max;
        for (;;) {
            const auto offset = start();
            if (await_ready(give_up)) return;
            const auto why = why_failed(log_path_, offset);
            const bool left_over = why.find("still in use") != std::string::npos || why.find("postmaster.pid") != std::string::npos ||
                                   why.find("might be running") != std::string::npos || why.find("already in use") != std::string::npos;
            if (!left_over || Clock::now() > no_more_tries) fail("PostgreSQL " + postmaster_->exit_text() + ": " + why);
            if (stopped_within(100ms)) fail("PostgreSQL was stopped while it started.");
        }
    }

    /// A server that outlived its daemon has got SIGINT already and is mostly on its way out: then its end is awaited.
    bool adopt(Clock::time_point give_up) {
        auto file = read_postmaster_file(data_);
        if (!file || !serves(file->pid, data_)) return false;
        auto orphan = Child::adopt(file->pid);
        if (!orphan) return false;
        say("found a PostgreSQL running in " + data_.string());
        postmaster_.emplace(std::move(*orphan));
        while (!file || file->socket_directory.empty()) {  // in its first moments
            if (postmaster_->ended_within(poll_every)) return false;
            if (Clock::now() > give_up) fail("The PostgreSQL that runs in " + data_.string() + " does not say where.");
            file = read_postmaster_file(data_);
        }
        listen_in(file->socket_directory);
        if (await_ready(give_up)) {
            say("adopted it");
            return true;
        }
        return false;
    }

    /// A directory under /tmp may have been tidied away while PostgreSQL ran.
    void ensure_socket_directory() const {
        if (mkdir(socket_directory_.c_str(), S_IRWXU) == 0) give_to(socket_directory_, user_);
        else if (errno != EEXIST) fail(socket_directory_ + " cannot be made: " + std::strerror(errno));
    }

    std::uintmax_t start() {
        ensure_socket_directory();
        const auto log = open_log();
        const auto offset = fs::file_size(log_path_);
        std::vector<std::string> arguments{options_.binaries / "postgres", "-D", seen_from_inside(data_)};
        for (const std::string setting :
             {"listen_addresses=", "unix_socket_permissions=0700", "shared_buffers=128MB", "max_wal_size=2GB", "checkpoint_timeout=15min", "max_connections=50",
              "jit=off", "random_page_cost=1.1", "effective_io_concurrency=100", "wal_compression=lz4", "log_min_messages=warning", "log_checkpoints=off",
              "log_line_prefix=%m [%p] ", "lc_messages=C", "timezone=UTC", "log_timezone=UTC", "logging_collector=off", "cluster_name=chatd"}) {
            arguments.push_back("-c");
            arguments.push_back(setting);
        }
        arguments.insert(arguments.end(), {"-c", "unix_socket_directories=" + socket_directory_, "-p", port});
        postmaster_.emplace(Child::start({std::move(arguments), data_, user_, log.fd, SIGINT}));
        pid_ = postmaster_->pid();
        return offset;
    }

    /// False when it ended. Throws when it takes too long.
    bool await_ready(Clock::time_point give_up) {
        for (;;) {
            if (postmaster_->ended_within(poll_every)) return pid_ = 0, false;
            const auto file = read_postmaster_file(data_);
            if (file && file->pid == postmaster_->pid() && file->status == "ready" && PQping(url_.c_str()) == PQPING_OK) {
                pid_ = postmaster_->pid();
                return true;
            }
            if (Clock::now() < give_up && !stopped_within(0ms)) continue;
            shut_down();
            fail("PostgreSQL did not become ready in " + std::to_string(options_.start_max.count()) + " s; see " + log_path_.string());
        }
    }

    /// True: stop was asked for. False: the postmaster has ended.
    bool wait_for_end_or_stop() {
        pollfd entries[2]{{stop_event_.fd, POLLIN, 0}, {postmaster_->descriptor(), POLLIN, 0}};
        while (poll(entries, 2, -1) < 0 && errno == EINTR) {}
        if (entries[0].revents) return true;
        postmaster_->ended();
        pid_ = 0;
        say("PostgreSQL " + postmaster_->exit_text() + "; it is started again");
        return false;
    }

    void restart() {
        for (auto backoff = 100ms; !stopped_within(0ms); backoff = std::min(backoff * 2, std::chrono::milliseconds(5s))) {
            try {
                const auto offset = start();
                if (await_ready(Clock::now() + options_.start_max)) return say("PostgreSQL is back");
                say("PostgreSQL " + postmaster_->exit_text() + ": " + why_failed(log_path_, offset));
            } catch (const std::exception& failure) {
                say(failure.what());
            }
            if (stopped_within(backoff)) return;
        }
    }

    void shut_down() {
        if (!postmaster_ || postmaster_->ended()) return;
        postmaster_->signal(SIGINT);
        if (!postmaster_->ended_within(options_.stop_max)) {
            say("PostgreSQL did not stop in time; it is stopped at once and recovers at the next start");
            postmaster_->signal(SIGQUIT);
            if (!postmaster_->ended_within(10s)) postmaster_->signal(SIGKILL);
            postmaster_->ended_within(5s);
        }
        pid_ = 0;
    }

    bool stopped_within(std::chrono::milliseconds wait) {
        pollfd entry{stop_event_.fd, POLLIN, 0};
        return poll(&entry, 1, static_cast<int>(wait.count())) > 0;
    }

    ClusterOptions options_;
    fs::path data_, log_path_;
    const std::optional<User> user_;
    Descriptor stop_event_;
    std::string socket_directory_, url_;
    std::optional<Child> postmaster_;
    std::atomic<pid_t> pid_{0};
    std::thread thread_;
};

std::optional<std::string> running_cluster(const fs::path& directory) {
    const auto data = fs::absolute(directory / "data");
    const auto file = read_postmaster_file(data);
    if (!file || file->socket_directory.empty() || !serves(file->pid, data)) return {};
    return url_of(file->socket_directory);
}

Cluster::Cluster(ClusterOptions options) : supervisor_(std::make_unique<Supervisor>(std::move(options))) {}
Cluster::~Cluster() = default;
const std::string& Cluster::url() const { return supervisor_->url(); }
pid_t Cluster::pid() const { return supervisor_->pid(); }
void Cluster::stop() { supervisor_->stop(); }

}  // namespace chatd::db

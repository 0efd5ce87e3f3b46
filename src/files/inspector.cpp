#include "files/inspector.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <utility>

#include "chatd/error.hpp"
#include "chatd/log.hpp"
#include "files/links.hpp"

namespace chatd::files {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t told_max = 4096;
constexpr int above_its_own = 10;  // descriptors of ours, out of the way of the child's 0 to 4

class Descriptor {
public:
    explicit Descriptor(int from) : fd_(::fcntl(from, F_DUPFD_CLOEXEC, above_its_own)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }
    int get() const { return fd_; }
    void close() {
        if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    }

private:
    int fd_;
};

Error cannot_start(int why) {
    log::error("files cannot be inspected", {{"why", std::strerror(why)}});
    return unavailable("Files cannot be looked at right now.");
}

/// Its standard output, until it ends, is late, or says too much; then it has ended.
std::string run(const fs::path& program, std::array<std::string, 3> arguments, const fs::path& input, int stripped, int thumbnail, std::chrono::milliseconds time) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw cannot_start(errno);
    Descriptor out(ends[0]), in(ends[1]);
    ::close(ends[0]);
    ::close(ends[1]);
    const Descriptor first(stripped), second(thumbnail);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, input.c_str(), O_RDONLY, 0);  // ours may be written to
    posix_spawn_file_actions_adddup2(&actions, in.get(), 1);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, first.get(), 3);
    posix_spawn_file_actions_adddup2(&actions, second.get(), 4);
    posix_spawn_file_actions_addclosefrom_np(&actions, 5);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

    auto name = program.string();
    std::array<char*, 5> argv{name.data(), arguments[0].data(), arguments[1].data(), arguments[2].data(), nullptr};
    std::string locale = "LC_ALL=C.UTF-8";
    std::array<char*, 2> environment{locale.data(), nullptr};
    pid_t pid = 0;
    const int failed = ::posix_spawn(&pid, name.c_str(), &actions, &attributes, argv.data(), environment.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) throw cannot_start(failed);
    in.close();

    std::string told;
    const auto until = std::chrono::steady_clock::now() + time;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
        pollfd watched{out.get(), POLLIN, 0};
        const int ready = left > 0 ? ::poll(&watched, 1, static_cast<int>(left)) : 0;
        if (ready < 0 && errno == EINTR) continue;
        std::array<char, 512> buffer;
        const auto got = ready > 0 ? ::read(out.get(), buffer.data(), buffer.size()) : 0;
        if (got <= 0) break;
        told.append(buffer.data(), static_cast<std::size_t>(got));
        if (told.size() > told_max) break;
    }
    ::kill(pid, SIGKILL);  // it has ended, or shall
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return told;
}

}  // namespace

fs::path inspector_program() {
    std::error_code ignored;
    const auto folder = fs::read_symlink("/proc/self/exe", ignored).parent_path();
    for (const auto& candidate : {folder / "chatd-inspect", folder / "../libexec/chatd/chatd-inspect"})
        if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    return {};
}

Inspection inspect(const Inspector& inspector, const Incoming& incoming, const StagedFile& file, bool strip) {
    const auto stripped = incoming.make(), thumbnail = incoming.make();
    const auto told = run(inspector.program, {std::to_string(inspector.pixels_max), std::to_string(inspector.thumbnail_edge), strip ? "1" : "0"}, file.path(),
                          stripped->descriptor(), thumbnail->descriptor(), inspector.time);
    Inspection out;
    bool done = false;
    std::istringstream lines(told);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string word;
        words >> word;
        if (word == "full") throw Error(Code::storage_full, "There is no room for files right now.");
        if (word == "type") words >> out.type;
        if (word == "pixels") out.too_many_pixels = done = true;
        if (word == "size") words >> out.width.emplace() >> out.height.emplace();
        if (word == "stripped" && stripped->measure() > 0) out.stripped = stripped;
        if (word == "thumbnail" && thumbnail->measure() > 0) out.thumbnail = thumbnail;
        if (word == "done") done = true;
    }
    if (done) return out;
    log::warning("a file ended its inspector", {{"type", out.type}, {"bytes", file.bytes()}});
    if (out.type.empty() || (strip && shown_in_place(out.type) && !out.stripped)) throw unavailable("The file could not be looked at.");
    return out;
}

}  // namespace chatd::files

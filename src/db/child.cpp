#include "db/child.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "chatd/error.hpp"

namespace chatd::db {
namespace {
/// Between fork and exec only what is safe there: the daemon has other threads.
[[noreturn]] void become(char* const* arguments, char* const* environment, const char* directory, const User* user, int log, int death_signal,
                         pid_t parent, int report) {
    auto give_up = [report] {
        const int why = errno;
        (void)!write(report, &why, sizeof why);
        _exit(127);
    };
    setsid();  // Ctrl-C in a terminal is for the daemon, which then stops us in order
    for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    // Out of the way first: a daemon without stdin has low numbers free.
    auto moved = [](int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, directory_descriptor + 1); };
    report = moved(report);
    log = moved(log);
    const int inside = moved(open(directory, O_PATH | O_DIRECTORY));
    const int nothing = moved(open("/dev/null", O_RDONLY));
    if (report < 0 || log < 0 || inside < 0 || nothing < 0) give_up();
    if (dup2(nothing, 0) < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0 || dup2(inside, directory_descriptor) < 0 || chdir("/") != 0) give_up();
    if (user && (setgroups(0, nullptr) != 0 || setgid(user->gid) != 0 || setuid(user->uid) != 0)) give_up();
    // After the change of user, which clears it. The parent may have died before: then nobody would send it.
    if (prctl(PR_SET_PDEATHSIG, death_signal) != 0) give_up();
    if (getppid() != parent) _exit(126);
    constexpr unsigned close_range_cloexec = 1U << 2;  // linux/close_range.h
    syscall(SYS_close_range, static_cast<unsigned>(directory_descriptor) + 1, ~0U, close_range_cloexec);
    execve(arguments[0], arguments, environment);
    give_up();
    __builtin_unreachable();
}

std::string exit_text_of(int status) {
    if (WIFSIGNALED(status)) return "was ended by signal " + std::to_string(WTERMSIG(status));
    return "ended with code " + std::to_string(WEXITSTATUS(status));
}
}  // namespace

std::optional<User> unprivileged_user() {
    if (geteuid() != 0) return {};
    for (const char* name : {"postgres", "nobody"}) {
        passwd entry{}, *found = nullptr;
        std::array<char, 4096> buffer{};
        if (getpwnam_r(name, &entry, buffer.data(), buffer.size(), &found) == 0 && found) return User{found->pw_uid, found->pw_gid, name};
    }
    throw Error(Code::internal, "PostgreSQL does not run as root, and there is neither a user postgres nor nobody.");
}

Child Child::start(const Program& program) {
    std::vector<char*> arguments;
    for (const auto& argument : program.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    std::array<std::string, 4> variables{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC", "HOME=/"};
    std::vector<char*> environment;
    for (auto& variable : variables) environment.push_back(variable.data());
    environment.push_back(nullptr);
    const auto directory = program.directory.string();

    int report[2];
    if (pipe2(report, O_CLOEXEC) != 0) throw Error(Code::internal, std::string("No pipe: ") + std::strerror(errno));
    const auto parent = getpid();
    const auto pid = fork();
    if (pid == 0)
        become(arguments.data(), environment.data(), directory.c_str(), program.user ? &*program.user : nullptr, program.log, program.death_signal,
               parent, report[1]);
    close(report[1]);
    int why = pid < 0 ? errno : 0;
    if (pid > 0)
        while (read(report[0], &why, sizeof why) < 0 && errno == EINTR) {}
    close(report[0]);
    if (why != 0) {
        if (pid > 0) waitpid(pid, nullptr, 0);
        throw Error(Code::internal, program.arguments[0] + " cannot be started: " + std::strerror(why));
    }
    return Child(pid, true);
}

std::optional<Child> Child::adopt(pid_t pid) {
    Child child(pid, false);
    if (child.descriptor_ < 0) return {};
    return child;
}

Child::Child(pid_t pid, bool ours) : pid_(pid), ours_(ours), descriptor_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0U))) {
    if (descriptor_ >= 0) fcntl(descriptor_, F_SETFD, FD_CLOEXEC);
}
Child::Child(Child&& other) noexcept
    : pid_(other.pid_), ours_(other.ours_), over_(other.over_), succeeded_(other.succeeded_), descriptor_(std::exchange(other.descriptor_, -1)),
      exit_text_(std::move(other.exit_text_)) {}
Child& Child::operator=(Child&& other) noexcept {
    std::swap(pid_, other.pid_);
    std::swap(ours_, other.ours_);
    std::swap(over_, other.over_);
    std::swap(succeeded_, other.succeeded_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(exit_text_, other.exit_text_);
    return *this;
}
Child::~Child() {
    if (descriptor_ >= 0) close(descriptor_);
}

bool Child::ended_within(std::chrono::milliseconds wait) {
    if (over_) return true;
    pollfd entry{descriptor_, POLLIN, 0};
    if (poll(&entry, 1, static_cast<int>(wait.count())) <= 0) return false;
    over_ = true;
    exit_text_ = "ended";
    if (int status = 0; ours_ && waitpid(pid_, &status, 0) == pid_) {
        exit_text_ = exit_text_of(status);
        succeeded_ = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    return true;
}

void Child::signal(int number) const {
    // By descriptor: the number may have been given to another program by now.
    if (!over_) syscall(SYS_pidfd_send_signal, descriptor_, number, nullptr, 0U);
}

bool reachable(const std::filesystem::path& directory, const User& user) {
    const auto path = directory.string();
    const auto pid = fork();
    if (pid == 0) {
        const bool entered = setgroups(0, nullptr) == 0 && setgid(user.gid) == 0 && setuid(user.uid) == 0 && access(path.c_str(), X_OK) == 0;
        _exit(entered ? 0 : 1);
    }
    int status = 1;
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace chatd::db

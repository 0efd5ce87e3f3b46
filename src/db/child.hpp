// Child programs: started with nothing inherited but a log, as an unprivileged user when the daemon is root, and ended with their parent.
// Linux. The caller's thread must outlive the child: the death signal is sent when that thread ends.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chatd::db {

struct User {
    uid_t uid;
    gid_t gid;
    std::string name;
};
/// Whom to become: nobody else unless this is root; then `postgres`, or `nobody` where there is no such user.
std::optional<User> unprivileged_user();

inline constexpr int directory_descriptor = 3;

struct Program {
    std::vector<std::string> arguments;  ///< the first is the path of the executable
    std::filesystem::path directory;     ///< open as directory_descriptor before the user is changed, so the user need not be able to reach it
    std::optional<User> user;
    int log;           ///< becomes stdout and stderr
    int death_signal;  ///< sent to it when the thread that started it ends
};

/// One running program, ours or adopted. Not copied; does not end the program when it goes.
class Child {
public:
    /// Throws Error `internal` when it cannot be executed.
    static Child start(const Program& program);
    /// A program that somebody else started. Empty when it does not run.
    static std::optional<Child> adopt(pid_t pid);
    Child(Child&& other) noexcept;
    Child& operator=(Child&& other) noexcept;
    ~Child();

    pid_t pid() const { return pid_; }
    /// Readable once the program has ended.
    int descriptor() const { return descriptor_; }
    /// True once it has ended; then exit_text() tells how.
    bool ended_within(std::chrono::milliseconds wait);
    bool ended() { return ended_within(std::chrono::milliseconds(0)); }
    const std::string& exit_text() const { return exit_text_; }
    bool succeeded() const { return succeeded_; }
    void signal(int number) const;

private:
    Child(pid_t pid, bool ours);
    pid_t pid_;
    bool ours_, over_ = false, succeeded_ = false;
    int descriptor_;
    std::string exit_text_;
};

/// True when `user` can enter `directory`.
bool reachable(const std::filesystem::path& directory, const User& user);

}  // namespace chatd::db

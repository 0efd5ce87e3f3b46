#include "db/postgres_files.hpp"

#include <unistd.h>

#include <charconv>
#include <fstream>
#include <vector>

#include "chatd/error.hpp"

namespace chatd::db {
namespace fs = std::filesystem;
namespace {
constexpr int oldest_version = 15;

std::optional<int> number(const std::string& text) {
    int value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end == text.data()) return {};
    return value;
}
std::string first_line(const fs::path& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}
}  // namespace

fs::path find_binaries(const fs::path& data) {
    const auto wanted = number(first_line(data / "PG_VERSION"));
    fs::path best;
    int best_version = 0;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        const auto version = number(entry.path().filename().string());
        if (!version || *version < oldest_version || *version <= best_version || (wanted && *version != *wanted)) continue;
        if (!fs::exists(entry.path() / "bin/postgres", ignored) || !fs::exists(entry.path() / "bin/initdb", ignored)) continue;
        best = entry.path() / "bin";
        best_version = *version;
    }
    if (!best.empty()) return best;
    const auto name = wanted ? "PostgreSQL " + std::to_string(*wanted) : "PostgreSQL 15 or later";
    throw Error(Code::internal, name + " was not found under /usr/lib/postgresql: install it (apt-get install postgresql-" +
                                    std::to_string(wanted.value_or(oldest_version)) + "), or set database.url to a server of yours.");
}

std::optional<PostmasterFile> read_postmaster_file(const fs::path& data) {
    std::ifstream file(data / "postmaster.pid");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    if (lines.empty()) return {};
    const auto pid = number(lines[0]);
    if (!pid || *pid <= 0) return {};
    auto status = lines.size() > 7 ? lines[7] : std::string();
    while (!status.empty() && status.back() == ' ') status.pop_back();
    return PostmasterFile{*pid, lines.size() > 4 ? lines[4] : std::string(), status};
}

bool serves(pid_t pid, const fs::path& data) {
    const auto proc = fs::path("/proc") / std::to_string(pid);
    std::error_code failure;
    const auto executable = fs::read_symlink(proc / "exe", failure).filename().string();
    if (failure || !executable.starts_with("postgres")) return false;
    return fs::equivalent(proc / "cwd", data, failure) && !failure;
}

void disown_postmaster_file(const fs::path& data) {
    const auto path = data / "postmaster.pid";
    std::ifstream old(path);
    std::string first, rest;
    if (!std::getline(old, first)) return;
    std::getline(old, rest, '\0');
    old.close();
    std::ofstream(path, std::ios::trunc) << getpid() << '\n' << rest;
}

std::string why_failed(const fs::path& log, std::uintmax_t offset) {
    std::ifstream file(log);
    file.seekg(static_cast<std::streamoff>(offset));
    std::string found, last;
    for (std::string line; std::getline(file, line);) {
        if (line.find("FATAL") != std::string::npos || line.find("PANIC") != std::string::npos || line.find("rror:") != std::string::npos ||
            line.find("HINT") != std::string::npos)
            found += (found.empty() ? "" : " ") + line;
        if (!line.empty()) last = line;
    }
    return found.empty() ? last : found;
}

}  // namespace chatd::db

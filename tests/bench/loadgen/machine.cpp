#include "machine.hpp"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace chatd::bench {
namespace {

struct Times {
    pid_t parent = 0;
    double own = 0, ended_children = 0;
};

double ticks_per_s() { return static_cast<double>(::sysconf(_SC_CLK_TCK)); }

std::optional<Times> times_of(const std::string& pid) {
    std::ifstream file("/proc/" + pid + "/stat");
    std::string line;
    if (!std::getline(file, line)) return {};
    const auto name_end = line.rfind(')');
    if (name_end == std::string::npos) return {};
    std::istringstream fields(line.substr(name_end + 2));
    std::string skipped;
    Times times;
    double user = 0, system = 0, children_user = 0, children_system = 0;
    fields >> skipped >> times.parent;
    for (int i = 0; i < 9; ++i) fields >> skipped;
    fields >> user >> system >> children_user >> children_system;
    times.own = (user + system) / ticks_per_s();
    times.ended_children = (children_user + children_system) / ticks_per_s();
    return times;
}

bool is_number(const std::string& text) { return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); }); }

double whole_machine() {
    std::ifstream file("/proc/stat");
    std::string name;
    double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, interrupts = 0, soft = 0;
    file >> name >> user >> nice >> system >> idle >> waiting >> interrupts >> soft;
    return (user + nice + system + interrupts + soft) / ticks_per_s();
}

}  // namespace

Cpu cpu(pid_t daemon, pid_t postgres) {
    Cpu now;
    timespec own{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
    now.own = static_cast<double>(own.tv_sec) + static_cast<double>(own.tv_nsec) / 1e9;
    now.all = whole_machine();
    if (daemon > 0)
        if (const auto times = times_of(std::to_string(daemon))) now.daemon = times->own;
    if (postgres <= 0) return now;
    if (const auto times = times_of(std::to_string(postgres))) now.postgres = times->own + times->ended_children;
    for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
        const auto pid = entry.path().filename().string();
        if (!is_number(pid)) continue;
        const auto times = times_of(pid);
        if (times && times->parent == postgres) now.postgres += times->own;
    }
    return now;
}

double resident_kib(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6));
    return 0;
}

}  // namespace chatd::bench

#include "app/descriptors.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdint>

#include "chatd/log.hpp"

namespace chatd::app {
namespace {
/// For PostgreSQL's connections, twice over while they are made anew, listeners, timers, files of the browser apps, uploads, keys.
constexpr std::int64_t reserved = 96;
}  // namespace

int room_for_connections(int wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
        getrlimit(RLIMIT_NOFILE, &limit);
    }
    const auto files = limit.rlim_cur == RLIM_INFINITY ? INT64_MAX : static_cast<std::int64_t>(limit.rlim_cur);
    const auto room = static_cast<int>(std::clamp<std::int64_t>(files - reserved, 16, wanted));
    if (room < wanted)
        log::warning("fewer connections than limits.connections fit into the limit of open files", {{"open_files", files}, {"connections", room}});
    else log::info("limit of open files", {{"open_files", files}, {"connections", room}});
    return room;
}

}  // namespace chatd::app

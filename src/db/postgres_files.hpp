// What a PostgreSQL installation and a data directory look like on disk.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chatd::db {

/// The newest installation that can serve `data` (of its version, if there is a cluster in it). Throws Error `internal` when there is none.
std::filesystem::path find_binaries(const std::filesystem::path& data);

/// postmaster.pid: who serves a data directory.
struct PostmasterFile {
    pid_t pid;
    std::string socket_directory;
    std::string status;  ///< starting, ready, stopping, standby; empty in its first moments
};
std::optional<PostmasterFile> read_postmaster_file(const std::filesystem::path& data);
/// True when that process is a PostgreSQL whose working directory is `data`, and not one that has the same number by chance.
bool serves(pid_t pid, const std::filesystem::path& data);

/// A postmaster.pid that is left over names a process that nobody serves the directory with, but whose number somebody else may have by now
/// (in a container, a thread of this daemon). PostgreSQL would take that for a running server; given its parent's number it does not, and
/// still looks for backends that live on. Call it when nobody serves(), from the process that starts PostgreSQL.
void disown_postmaster_file(const std::filesystem::path& data);

/// The lines of a log from `offset` on that tell why a start failed, or the last one.
std::string why_failed(const std::filesystem::path& log, std::uintmax_t offset);

}  // namespace chatd::db

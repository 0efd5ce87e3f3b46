// Asks a clamd whether a file has a virus: its INSTREAM command, over a Unix socket or TCP on a numeric address. Blocking; for the threads
// of files.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "files/storage.hpp"

namespace chatd::files {

struct Clamd {
    std::string socket;  ///< a path, or `127.0.0.1:3310`
    std::chrono::milliseconds time = std::chrono::seconds(20);  ///< for all of a scan
};

/// The virus's name, or nothing. Throws `unavailable` when there is no answer in its time that can be understood.
std::optional<std::string> virus_in(const Clamd& clamd, const StagedFile& file);

}  // namespace chatd::files

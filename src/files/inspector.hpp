// What a file is, found out by a process of its own (src/inspect/), which has little memory and little time and can do nothing else: what
// kills it costs a thumbnail. Blocking; for the threads of files.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "files/incoming.hpp"

namespace chatd::files {

struct Inspection {
    std::string type;  ///< by content
    std::optional<int> width, height;
    bool too_many_pixels = false;
    std::shared_ptr<StagedFile> stripped;   ///< the picture without its metadata, where that was asked for and could be done
    std::shared_ptr<StagedFile> thumbnail;  ///< a JPEG
};

struct Inspector {
    std::filesystem::path program;
    long long pixels_max = 0;
    int thumbnail_edge = 320;
    std::chrono::milliseconds time = std::chrono::seconds(20);
};

/// Beside the daemon's own binary, else where packages put it. Empty if it is not there.
std::filesystem::path inspector_program();

/// Throws `unavailable` when no process can be started, or it ended before it had told what is needed of the file: its type, and of a picture
/// that is to be stripped whether it could be. Throws `storage_full` when there is no room for what it makes.
Inspection inspect(const Inspector& inspector, const Incoming& incoming, const StagedFile& file, bool strip);

}  // namespace chatd::files

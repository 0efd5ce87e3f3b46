// The browser apps' files, read from one folder and kept in memory while they are unchanged. No path leads out of the folder, and
// none to a dot file. One of these for each I/O thread, so that it needs no lock.
#pragma once
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace chatd::net {

struct StaticFile {
    std::shared_ptr<const std::string> content;
    std::string_view content_type;
    std::string etag;
    bool gzip = false;       ///< the content is the `.gz` sibling
    bool has_gzip = false;   ///< there is one, so caches must tell by Accept-Encoding
    bool immutable = false;  ///< below /assets/: the name changes with the content
};

class StaticFiles {
public:
    /// An empty `root` has no files.
    explicit StaticFiles(std::string root) : root_(std::move(root)) {}
    /// `/` is index.html; `/name` is name, name.html or name/index.html. `path` is decoded.
    std::optional<StaticFile> find(std::string_view path, bool accepts_gzip);

private:
    struct Entry {
        std::int64_t changed_ns = 0;
        std::int64_t bytes = 0;
        std::shared_ptr<const std::string> content;
        std::string etag;
    };
    const Entry* load(const std::string& file);

    std::string root_;
    std::unordered_map<std::string, Entry> cache_;
    std::int64_t cached_bytes_ = 0;
};

/// By the file's extension; application/octet-stream if unknown.
std::string_view content_type_of(std::string_view file);
/// True for a path that may name a file: absolute, no empty, dotted or `..` segment, no backslash.
bool safe_path(std::string_view path);

}  // namespace chatd::net

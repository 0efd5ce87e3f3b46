#include "net/static_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <utility>
#include <vector>

namespace chatd::net {
namespace {

constexpr std::int64_t file_bytes_max = 64 * 1024 * 1024;
constexpr std::int64_t cache_bytes_max = 64 * 1024 * 1024;

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

std::string hexadecimal(std::int64_t number) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (auto left = static_cast<std::uint64_t>(number); left != 0 || out.empty(); left >>= 4) out.insert(out.begin(), digits[left & 15U]);
    return out;
}

}  // namespace

std::string_view content_type_of(std::string_view file) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 20> types{{
        {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"}, {".json", "application/json"}, {".map", "application/json"}, {".svg", "image/svg+xml"},
        {".png", "image/png"}, {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".gif", "image/gif"}, {".webp", "image/webp"},
        {".ico", "image/x-icon"}, {".woff2", "font/woff2"}, {".woff", "font/woff"}, {".txt", "text/plain; charset=utf-8"},
        {".webmanifest", "application/manifest+json"}, {".wasm", "application/wasm"}, {".mp3", "audio/mpeg"}, {".md", "text/markdown; charset=utf-8"},
    }};
    for (const auto& [extension, type] : types)
        if (file.ends_with(extension)) return type;
    return "application/octet-stream";
}

bool safe_path(std::string_view path) {
    if (!path.starts_with('/') || path.find('\\') != std::string_view::npos || path.find('\0') != std::string_view::npos) return false;
    while (!path.empty()) {
        path.remove_prefix(1);
        auto end = path.find('/');
        auto segment = path.substr(0, end);
        bool last = end == std::string_view::npos;
        if (segment.starts_with('.') || (segment.empty() && !last)) return false;
        if (last) return true;
        path.remove_prefix(end);
    }
    return true;
}

const StaticFiles::Entry* StaticFiles::load(const std::string& file) {
    Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    struct stat found {};
    if (opened.fd < 0 || ::fstat(opened.fd, &found) != 0 || !S_ISREG(found.st_mode) || found.st_size > file_bytes_max) return nullptr;
    auto changed_ns = std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec;
    auto& entry = cache_[file];
    if (entry.content && entry.changed_ns == changed_ns && entry.bytes == found.st_size) return &entry;
    auto content = std::make_shared<std::string>(static_cast<std::size_t>(found.st_size), '\0');
    std::size_t have = 0;
    while (have < content->size()) {
        auto got = ::read(opened.fd, content->data() + have, content->size() - have);
        if (got <= 0) break;
        have += static_cast<std::size_t>(got);
    }
    content->resize(have);
    cached_bytes_ += found.st_size - entry.bytes;
    entry = {changed_ns, found.st_size, std::move(content), '"' + hexadecimal(changed_ns) + '-' + hexadecimal(found.st_size) + '"'};
    if (cached_bytes_ > cache_bytes_max) {
        auto kept = std::move(entry);
        cache_.clear();
        cached_bytes_ = kept.bytes;
        return &(cache_[file] = std::move(kept));
    }
    return &entry;
}

std::optional<StaticFile> StaticFiles::find(std::string_view path, bool accepts_gzip) {
    if (root_.empty() || !safe_path(path)) return std::nullopt;
    auto base = root_ + std::string(path);
    // `/console/` is the page `/console`, unless there is a folder of that name with a page of its own.
    std::vector<std::string> candidates{base, base + ".html", base + "/index.html"};
    if (base.ends_with('/')) candidates = {base + "index.html", base.substr(0, base.size() - 1) + ".html"};
    if (path == "/") candidates.pop_back();
    for (const auto& file : candidates) {
        auto* plain = load(file);
        if (!plain) {
            cache_.erase(file);
            continue;
        }
        StaticFile out{plain->content, content_type_of(file), plain->etag, false, false, path.find("/assets/") != std::string_view::npos};
        struct stat ignored {};
        out.has_gzip = ::stat((file + ".gz").c_str(), &ignored) == 0;
        if (out.has_gzip && accepts_gzip) {
            if (auto* packed = load(file + ".gz")) {
                out.content = packed->content;
                out.gzip = true;
                out.etag.insert(out.etag.size() - 1, "-gz");
            }
        }
        return out;
    }
    return std::nullopt;
}

}  // namespace chatd::net

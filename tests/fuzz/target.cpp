// Any text as a request's target, and as the path of a static file: a target that is written again is read again, and no path leads out of
// the folder or to a hidden file.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>

#include "chatd/error.hpp"
#include "chatd/json.hpp"
#include "net/static_files.hpp"
#include "net/target.hpp"
#include "require.hpp"

using namespace chatd;
using namespace chatd::net;
using fuzz::require;
namespace fs = std::filesystem;

namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (char c : text) {
        constexpr std::string_view digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
}

/// A folder with public files, and secrets beside and hidden in it.
struct Site {
    fs::path folder = fs::temp_directory_path() / ("chatd-fuzz-" + std::to_string(::getpid()));
    Site() {
        fs::create_directories(folder / "site/assets");
        for (const auto* name : {"site/index.html", "site/portal.html", "site/a b.js", "site/assets/x.css", "site/assets/index.html"}) put(name, "public");
        for (const auto* name : {"secret", "site.html", "site/.env"}) put(name, "secret");
    }
    ~Site() { fs::remove_all(folder); }
    void put(const std::string& name, std::string_view text) const { std::ofstream(folder / name) << text; }
};

std::optional<Target> target_of(std::string_view text) {
    try {
        return parse_target(text);
    } catch (const chatd::Error& error) {
        require(error.code == chatd::Code::invalid && error.errors.size() == 1, "what is no text is named");
        return {};
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static const Site site;
    static StaticFiles files((site.folder / "site").string());
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    if (const auto target = target_of(text)) {
        require(target->path.starts_with('/') && valid_utf8(target->path) && target->path.find('\0') == std::string::npos, "a path is text");
        auto written = "/" + escaped(std::string_view(target->path).substr(1)) + "?";
        for (const auto& [name, value] : target->query) {
            require(valid_utf8(name) && valid_utf8(value) && query_value(target->query, name).data(), "a query is text");
            written += escaped(name) + "=" + escaped(value) + "&";
        }
        const auto again = target_of(written);
        require(again && again->path == target->path, "a path that is written is read again");
        if (!target->query.empty() && !target->query[0].first.empty()) require(again->query == target->query, "a query that is written is read again");
        if (const auto file = files.find(target->path, true)) require(*file->content == "public", "no path leads out of the folder");
    }
    if (const auto file = files.find(text, false)) require(*file->content == "public", "no path leads out of the folder");
    if (own_origin(text, "a.test")) require(text == "http://a.test" || text == "https://a.test", "an own origin is ours");
    require(!own_origin(text, ""), "no host, no origin");
    return 0;
}

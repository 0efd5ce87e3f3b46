// Any bytes as a form's boundary and body: what comes in pieces is what comes at once, content is passed on and never kept, and a body that
// is written from what was read reads the same.
#include <cstdint>

#include "chatd/error.hpp"
#include "net/header_values.hpp"
#include "net/multipart.hpp"
#include "require.hpp"

using namespace chatd;
using namespace chatd::net;
using fuzz::require;

namespace {

struct Read {
    std::vector<std::pair<Part, std::string>> parts;
    std::string refused;  ///< the code's name, if it was
};

Read read(std::string_view boundary, std::string_view body, std::size_t step) {
    static const MultipartLimits limits{200, 4};
    Read out;
    MultipartParser parser(boundary, limits);
    try {
        bool open = false;
        while (!body.empty()) {
            auto piece = body.substr(0, step);
            body.remove_prefix(piece.size());
            for (;;) {
                const auto item = parser.next(piece);
                if (item.kind == MultipartParser::Kind::more) break;
                if (item.kind == MultipartParser::Kind::part) out.parts.emplace_back(parser.part(), "");
                if (item.kind == MultipartParser::Kind::content) {
                    require(open && !item.content.empty(), "content is in a part");
                    out.parts.back().second += item.content;
                }
                if (item.kind == MultipartParser::Kind::part) open = true;
                if (item.kind == MultipartParser::Kind::part_end) open = false;
                if (item.kind == MultipartParser::Kind::end) require(!open, "parts end before the form");
            }
            require(piece.empty(), "all of a piece is taken");
        }
        parser.finish();
    } catch (const Error& error) {
        require(error.code == Code::invalid || error.code == Code::too_large, "a refusal is the client's fault");
        out.refused = facts(error.code).name;
    }
    require(out.parts.size() <= limits.parts, "no more parts than the limit");
    return out;
}

bool same(const Read& a, const Read& b) {
    if (a.refused != b.refused || a.parts.size() != b.parts.size()) return false;
    for (std::size_t i = 0; i < a.parts.size(); ++i) {
        const auto& [part, content] = a.parts[i];
        const auto& [other, other_content] = b.parts[i];
        if (part.name != other.name || part.filename != other.filename || part.content_type != other.content_type || content != other_content) return false;
    }
    return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    const auto line = input.substr(0, input.find('\n'));
    const auto boundary = boundary_of(line);
    if (!boundary) return 0;
    const auto body = input.substr(std::min(size, line.size() + 1));
    const auto whole = read(*boundary, body, body.size() + 1);
    for (std::size_t step : {std::size_t(1), 1 + size % 11}) require(same(whole, read(*boundary, body, step)), "pieces are read as the whole");
    for (const auto& [part, content] : whole.parts)
        if (part.filename) require(!safe_filename(*part.filename).empty(), "a file has a name");
    if (!whole.refused.empty()) return 0;

    std::string again;
    for (const auto& [part, content] : whole.parts) again += "--" + *boundary + "\r\nContent-Disposition: form-data; name=n\r\n\r\n" + content + "\r\n";
    const auto second = read(*boundary, again + "--" + *boundary + "--", 7);
    require(second.parts.size() == whole.parts.size(), "parts written again are read again");
    for (std::size_t i = 0; i < whole.parts.size(); ++i) require(second.parts[i].second == whole.parts[i].second, "content written again is read again");
    return 0;
}

// Any bytes, cut in two places: the parser never reads outside, and the cut changes nothing of what it finds.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "chatd/json.hpp"
#include "net/frames.hpp"

using namespace chatd::net;

namespace {
using Seen = std::vector<std::pair<int, std::string>>;
void feed(FrameParser& parser, std::string piece, Seen& seen) {
    std::span<char> input(piece);
    for (;;) {
        auto item = parser.next(input);
        if (item.kind == FrameParser::Kind::more) break;
        if (item.kind == FrameParser::Kind::text && !chatd::valid_utf8(item.payload)) std::abort();
        seen.emplace_back(static_cast<int>(item.kind) * 10000 + item.code, item.payload);
    }
    if (!input.empty()) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string wire(reinterpret_cast<const char*>(bytes), size);
    FrameLimits limits{.message_bytes = 300, .fragments = 5};
    Seen whole, cut;
    FrameParser one(limits), two(limits);
    feed(one, wire, whole);
    auto at = size == 0 ? 0 : bytes[0] % size;
    feed(two, wire.substr(0, at), cut);
    feed(two, wire.substr(at), cut);
    if (whole != cut) std::abort();
    return 0;
}

// Any text as the value of each header that is read: what is understood is within bounds, what is written is read again.
#include <algorithm>
#include <cstdint>

#include "chatd/json.hpp"
#include "net/header_values.hpp"
#include "net/http_message.hpp"
#include "net/multipart.hpp"
#include "net/target.hpp"
#include "require.hpp"

using namespace chatd;
using namespace chatd::net;
using fuzz::require;

namespace {

void filenames(std::string_view text) {
    const auto safe = safe_filename(text);
    require(!safe.empty() && safe.size() <= 200 && valid_utf8(safe), "a safe name is one");
    require(safe.find_first_of("/\\\r\n") == safe.npos && safe.front() != '.' && safe.find('\0') == safe.npos, "a safe name leads nowhere");
    require(safe_filename(safe) == safe, "a safe name is safe");
    const auto header = attachment_disposition(text);
    require(std::ranges::all_of(header, [](char c) { return c >= 0x20 && c < 0x7F; }), "a header that is written is plain");
    const auto read = parse_disposition(header);
    require(read && read->type == "attachment" && read->filename == safe, "a name that is written is read again");
    if (const auto said = parse_disposition(text); said && said->filename) require(valid_utf8(*said->filename), "a name is text");
    if (const auto boundary = boundary_of(text)) require(!boundary->empty() && boundary->size() <= 70, "a boundary is one");
}

void ranges(std::string_view text, std::uint64_t bytes) {
    const auto range = wanted_range(text, bytes);
    if (range.kind == ByteRange::Kind::part) require(range.first <= range.last && range.last < bytes, "a range is inside the file");
    const auto again = "bytes=" + std::to_string(range.first) + '-' + std::to_string(range.last);
    if (range.kind != ByteRange::Kind::part) return;
    const auto read = wanted_range(again, bytes);
    require(read.first == range.first && read.last == range.last, "a range that is written is read again");
}

void addresses(std::string_view text) {
    static const TrustedProxies nobody({}), proxies({"10.0.0.0/8", "192.0.2.1", "fd00::/8"});
    require(nobody.client("10.0.0.1", text) == "10.0.0.1", "nobody is believed who is not trusted");
    require(proxies.client("198.51.100.7", text) == "198.51.100.7", "nobody is believed who is not trusted");
    const auto client = proxies.client("10.0.0.1", text);
    boost::system::error_code failed;
    boost::asio::ip::make_address(client, failed);
    require(!failed, "a client has an address");
    require(proxies.client("10.0.0.1", client) == client || client == "10.0.0.1", "the address that was found is found again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    filenames(text);
    ranges(text, size < 3 ? size : 1'000'000);
    addresses(text);
    takes_gzip(text);
    require(tag_matches("*", text) && (text.empty() || !tag_matches("", text)), "tags match as they should");
    if (text.find_first_of(", \t") == text.npos && !text.starts_with("W/") && !text.empty()) require(tag_matches(text, text), "a tag matches itself");
    if (good_request_id(text)) require(head_text({}, {"now", text}).find(text) != std::string::npos, "a good request id is sent back");
    // A header of ours that somebody else's text gets into breaks no line.
    const auto head = head_text({200, std::string(text), {{"X-Echo", std::string(text)}, {std::string(text), "x"}}, {}}, {"now", "id"});
    require(head.ends_with("\r\n\r\n") && head.find("\r\n\r\n") == head.size() - 4, "a head has one end");
    require(std::ranges::count(head, '\n') <= 9, "no header is injected");
    const auto with_quote = parse_parameters(text);
    if (with_quote) require(with_quote->all.size() <= size, "parameters come from the text");
    return 0;
}

// Any text as each value that is written as text: durations, sizes, rates, endpoints, UUIDs, times, base64url, a reaction. What is understood is
// within its bounds, and is written again so that it reads the same.
#include <cstdint>

#include "chatd/config.hpp"
#include "chatd/crypto.hpp"
#include "chatd/ids.hpp"
#include "chatd/quantities.hpp"
#include "messages/emoji.hpp"
#include "require.hpp"

using namespace chatd;
using fuzz::require;

namespace {

constexpr auto a_hundred_years = std::chrono::hours(24 * 366 * 100);
constexpr std::size_t tebibyte = std::size_t(1) << 40;

void quantities(std::string_view text) {
    if (const auto duration = parse_duration(text)) {
        require(duration->count() >= 0 && *duration <= a_hundred_years, "a duration is within its bounds");
        require(parse_duration(duration_text(*duration)) == duration, "a duration is read again");
    }
    if (const auto size = parse_byte_size(text)) {
        require(size->bytes <= tebibyte, "a size is within its bounds");
        require(parse_byte_size(byte_size_text(*size)) == size, "a size is read again");
    }
    if (const auto rate = parse_rate(text)) {
        require(rate->count > 0 && rate->burst > 0 && rate->period.count() > 0, "a rate lets something through, at times");
        require(parse_rate(rate_text(*rate)) == rate, "a rate is read again");
    }
}

void names(std::string_view text) {
    if (const auto uuid = Uuid::parse(text)) require(Uuid::parse(uuid->text()) == uuid, "a UUID is read again");
    if (const auto time = Time::parse(text)) {
        const auto again = Time::parse(time->text());  // in whole milliseconds
        require(again && again->us <= time->us && time->us - again->us < 1000, "a time is read again");
    }
    if (const auto bytes = from_base64url(text)) require(from_base64url(base64url(*bytes)) == bytes, "base64url is read again");
    if (messages::is_emoji(text)) require(text.size() <= messages::emoji_bytes_max && !text.empty(), "a reaction is short");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    quantities(text);
    names(text);
    return 0;
}

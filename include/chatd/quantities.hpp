// Quantities as an operator writes them: durations (`30s`, `15m`, `24h`, `30d`, `250ms`), sizes (`16KiB`, `1MiB`), rates (`10/s burst 20`),
// thread counts (`auto` or a number) and secrets, which are read and never written. Described types, so configuration structs hold them as members.
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "chatd/describe.hpp"
#include "chatd/rate_limit.hpp"

namespace chatd {

struct ByteSize {
    std::size_t bytes = 0;
    auto operator<=>(const ByteSize&) const = default;
};
constexpr ByteSize kib(std::size_t count) { return {count * 1024}; }
constexpr ByteSize mib(std::size_t count) { return {count * 1024 * 1024}; }

/// `auto` is -1.
struct ThreadCount {
    int count = -1;
    auto operator<=>(const ThreadCount&) const = default;
};

/// Read like a string; written as "(hidden)", so that no dump, log or document shows it.
struct Secret {
    std::string value;
    bool operator==(const Secret&) const = default;
};

/// Nothing if the text is none. Durations are whole, at most 100 years; sizes at most 1 TiB.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
std::optional<ByteSize> parse_byte_size(std::string_view text);
std::optional<Rate> parse_rate(std::string_view text);
/// In the largest unit that is exact; they read back the same.
std::string duration_text(std::chrono::milliseconds duration);
std::string byte_size_text(ByteSize size);
std::string rate_text(const Rate& rate);

#define CHATD_WIRE(TYPE, KIND)                          \
    template <>                                         \
    struct Wire<TYPE> : WireBase {                      \
        static constexpr Kind kind = Kind::KIND;        \
        static void read(const Json&, TYPE&, Reading&); \
        static void write(std::string&, const TYPE&);   \
        static void schema(SchemaBook&, Json&);         \
        static bool measure(const TYPE&, double&);      \
    };
CHATD_WIRE(std::chrono::milliseconds, number)
CHATD_WIRE(ByteSize, number)
CHATD_WIRE(Rate, any)
CHATD_WIRE(ThreadCount, number)
CHATD_WIRE(Secret, string)
#undef CHATD_WIRE

}  // namespace chatd

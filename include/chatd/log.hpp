// The log: one JSON object a line on standard error, with `ts` (UTC, microseconds), `level`, `msg` and named fields.
//
//     log::info("signed in", {{"user_id", user.id}, {"request_id", request.id}});
//
// Any thread may log. A line is made by the caller and written by one thread of the log's own through a bounded queue: a sink that
// stalls never holds up a caller; the oldest lines are dropped and counted. Before start() and after stop() lines are written directly.
//
// What is logged: ids, codes, counts, durations. Never the text of a message, a token, a password, a cookie, an address of email or a
// telephone number. Values are cut at value_bytes_max, and control characters (also those that fool a terminal) are escaped.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "chatd/ids.hpp"

namespace chatd::log {

enum class Level : std::uint8_t { debug, info, warning, error, off };
constexpr auto names_of(Level) { return std::array<std::string_view, 5>{"debug", "info", "warning", "error", "off"}; }
/// `json` for machines, `text` for people at a terminal.
enum class Format : std::uint8_t { json, text };
constexpr auto names_of(Format) { return std::array<std::string_view, 2>{"json", "text"}; }

inline constexpr std::size_t value_bytes_max = 512;
inline constexpr std::size_t queue_lines_max = 8192;

struct Value {
    std::variant<bool, std::int64_t, double, std::string_view> of;

    Value(bool value) : of(value) {}
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Value(T value) : of(static_cast<std::int64_t>(value)) {}
    template <std::floating_point T>
    Value(T value) : of(static_cast<double>(value)) {}
    template <class Tag>
    Value(Id<Tag> id) : of(id.value) {}
    Value(const char* text) : of(std::string_view(text)) {}
    Value(std::string_view text) : of(text) {}
    Value(const std::string& text) : of(std::string_view(text)) {}
};
struct Item {
    std::string_view key;
    Value value;
};
using Items = std::initializer_list<Item>;

void debug(std::string_view message, Items items = {});
void info(std::string_view message, Items items = {});
void warning(std::string_view message, Items items = {});
void error(std::string_view message, Items items = {});

/// What is below is not written. May be called at any time, by any thread.
void set_level(Level level);
bool enabled(Level level);

/// Starts the writing thread. Once, before other threads log.
void start(Level level, Format format);
/// Writes what is queued and ends the thread.
void stop();
/// Lines that were dropped because the queue was full, since start().
std::uint64_t dropped();

/// The line as it would be written, without the line feed. `us` is the time in microseconds since 1970.
std::string line(Format format, Level level, std::int64_t us, std::string_view message, Items items);

}  // namespace chatd::log

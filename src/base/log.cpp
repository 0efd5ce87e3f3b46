#include "chatd/log.hpp"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>
#include <utility>

#include "chatd/json.hpp"

namespace chatd::log {
namespace {

std::atomic<Level> lowest{Level::info};
std::atomic<Format> written_as{Format::json};
std::shared_ptr<spdlog::details::thread_pool> writer;
std::shared_ptr<spdlog::logger> logger;

/// 2026-01-31T12:00:00.000000Z
std::string time_text(std::int64_t us) {
    const std::time_t seconds = us / 1'000'000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 80> out{};
    const auto size = std::snprintf(out.data(), out.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", parts.tm_year + 1900,
                                    parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                                    static_cast<int>(us % 1'000'000));
    return {out.data(), static_cast<std::size_t>(size)};
}

/// At most `bytes` of it, not cutting a character in two.
std::string_view cut(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

/// JSON leaves DEL, the C1 controls, line separators and the marks that turn the direction of text as they are; a terminal acts on them.
/// `quoted` is valid UTF-8.
void append_without_tricks(std::string& out, std::string_view quoted) {
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        const auto byte = [&](std::size_t at) { return at < quoted.size() ? static_cast<unsigned char>(quoted[at]) : 0U; };
        unsigned trick = 0;
        std::size_t length = 1;
        if (byte(i) == 0x7F) {
            trick = 0x7F;
        } else if (byte(i) == 0xC2 && byte(i + 1) < 0xA0) {
            trick = byte(i + 1);
            length = 2;
        } else if (byte(i) == 0xE2 && (byte(i + 1) == 0x80 || byte(i + 1) == 0x81)) {
            const unsigned point = 0x2000U + ((byte(i + 1) & 1U) << 6U) + (byte(i + 2) & 0x3FU);
            if ((point >= 0x200E && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069)) {
                trick = point;
                length = 3;
            }
        }
        if (!trick) {
            out += quoted[i];
            continue;
        }
        std::array<char, 8> escape{};
        std::snprintf(escape.data(), escape.size(), "\\u%04x", trick);
        out += escape.data();
        i += length - 1;
    }
}

void append_text(std::string& out, std::string_view text) {
    append_without_tricks(out, json_quoted(cut(text, value_bytes_max)));
}

void append_value(std::string& out, const Value& value) {
    if (const auto* text = std::get_if<std::string_view>(&value.of)) return append_text(out, *text);
    if (const auto* flag = std::get_if<bool>(&value.of)) {
        out += *flag ? "true" : "false";
    } else if (const auto* integer = std::get_if<std::int64_t>(&value.of)) {
        out += std::to_string(*integer);
    } else if (const double number = std::get<double>(value.of); std::isfinite(number)) {
        std::array<char, 40> text{};
        std::snprintf(text.data(), text.size(), "%.6g", number);
        out += text.data();
    } else {
        out += "null";
    }
}

void write(Level level, std::string_view message, Items items) {
    if (!enabled(level)) return;
    const auto text = line(written_as.load(std::memory_order_relaxed), level, Time::now().us, message, items);
    if (logger) {
        logger->log(spdlog::level::info, spdlog::string_view_t(text.data(), text.size()));
    } else {
        std::fprintf(stderr, "%s\n", text.c_str());
    }
}

}  // namespace

std::string line(Format format, Level level, std::int64_t us, std::string_view message, Items items) {
    std::string out;
    out.reserve(160);
    const auto name = names_of(level)[static_cast<std::size_t>(level)];
    if (format == Format::json) {
        out += R"({"ts":")";
        out += time_text(us);
        out += R"(","level":")";
        out += name;
        out += R"(","msg":)";
        append_text(out, message);
    } else {
        out += time_text(us).substr(11);
        out += ' ';
        out += name;
        out.append(name.size() < 8 ? 8 - name.size() : 1, ' ');
        std::string text;
        append_text(text, message);
        out.append(text, 1, text.size() - 2);
    }
    for (const auto& [key, value] : items) {
        out += format == Format::json ? ",\"" : "  ";
        out += key;
        out += format == Format::json ? "\":" : "=";
        append_value(out, value);
    }
    if (format == Format::json) out += '}';
    return out;
}

void debug(std::string_view message, Items items) { write(Level::debug, message, items); }
void info(std::string_view message, Items items) { write(Level::info, message, items); }
void warning(std::string_view message, Items items) { write(Level::warning, message, items); }
void error(std::string_view message, Items items) { write(Level::error, message, items); }

void set_level(Level level) { lowest.store(level, std::memory_order_relaxed); }
bool enabled(Level level) { return level >= lowest.load(std::memory_order_relaxed) && level != Level::off; }

void start(Level level, Format format) {
    set_level(level);
    written_as.store(format, std::memory_order_relaxed);
    writer = std::make_shared<spdlog::details::thread_pool>(queue_lines_max, 1);
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    logger = std::make_shared<spdlog::async_logger>("chatd", std::move(sink), writer, spdlog::async_overflow_policy::overrun_oldest);
    logger->set_pattern("%v");
}

void stop() {
    const auto last = std::exchange(logger, nullptr);  // outlives the thread, which may hold it until its end
    writer.reset();                                     // writes what is queued, then ends the thread
}

std::uint64_t dropped() { return writer ? writer->overrun_counter() : 0; }

}  // namespace chatd::log

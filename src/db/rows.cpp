#include "db/rows.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "chatd/error.hpp"

namespace chatd::db {
namespace detail {
namespace {
/// Days since 1970-01-01 of a Gregorian date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day) {
    year -= month <= 2;
    const auto era = (year >= 0 ? year : year - 399) / 400;
    const auto of_era = year - era * 400;
    const auto of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}
}  // namespace

std::string_view text(const pqxx::field& field) {
    if (field.is_null()) unreadable(field, "a value, not NULL");
    return {field.c_str(), field.size()};
}
void unreadable(const pqxx::field& field, std::string_view wanted) {
    throw Error(Code::internal, "Column " + std::string(field.name()) + " was expected to hold " + std::string(wanted) + ".");
}
std::int64_t integer(std::string_view text, const pqxx::field& field) {
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size()) unreadable(field, "an integer");
    return value;
}

/// `2026-11-21 07:09:33.028244+00`, as a session in UTC with DateStyle ISO writes it.
Time time(std::string_view text, const pqxx::field& field) {
    auto number = [&](std::size_t from, std::size_t size) { return integer(text.substr(from, size), field); };
    if (text.size() < 22 || text[4] != '-' || text[10] != ' ' || !text.ends_with("+00")) unreadable(field, "a time in UTC");
    const auto days = days_from_civil(number(0, 4), static_cast<int>(number(5, 2)), static_cast<int>(number(8, 2)));
    auto us = ((days * 24 + number(11, 2)) * 60 + number(14, 2)) * 60 + number(17, 2);
    us *= 1'000'000;
    if (text[19] == '.') {
        const auto digits = text.substr(20, text.size() - 23);
        auto fraction = integer(digits, field);
        for (auto i = digits.size(); i < 6; ++i) fraction *= 10;
        us += fraction;
    }
    return {us};
}

std::vector<std::string> elements(std::string_view text, const pqxx::field& field) {
    std::vector<std::string> out;
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') unreadable(field, "a list");
    text = text.substr(1, text.size() - 2);
    while (!text.empty()) {
        std::string item;
        std::size_t i = 0;
        if (text[0] == '"') {
            for (i = 1; i < text.size() && text[i] != '"'; ++i) {
                if (text[i] == '\\') ++i;
                if (i < text.size()) item += text[i];
            }
            ++i;
        } else {
            while (i < text.size() && text[i] != ',') item += text[i++];
            if (item == "NULL" || item.find('{') != std::string::npos) unreadable(field, "a list without NULLs and lists");
        }
        out.push_back(std::move(item));
        if (i >= text.size()) break;
        if (text[i] != ',') unreadable(field, "a list");
        text.remove_prefix(i + 1);
    }
    return out;
}

void with_json(const pqxx::field& field, void* into, void (*use)(const Json& from, void* into)) { use(parse_json(text(field)), into); }

pqxx::row::size_type position(const pqxx::result& result, std::string_view name) {
    try {
        return result.column_number(std::string(name));
    } catch (const pqxx::argument_error&) {
        throw Error(Code::internal, "The statement returns no column " + std::string(name) + ".");
    }
}
}  // namespace detail

Uuid Column<Uuid>::read(const pqxx::field& field) {
    const auto value = Uuid::parse(detail::text(field));
    if (!value) detail::unreadable(field, "a UUID");
    return *value;
}

}  // namespace chatd::db

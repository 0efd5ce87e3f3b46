// Rows become structs by the struct's `fields`: the column of a field has its name. Columns may come in any order; one that is missing
// or cannot be read is a bug of the statement and throws. Columns that no field names are ignored.
// Only for db/ and the stores.
#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <pqxx/result>
#include <pqxx/result_iterator.hxx>
#include <pqxx/row>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "chatd/describe.hpp"
#include "chatd/ids.hpp"

namespace chatd::db {

/// How a field's type is read from a column's text. NULL is for std::optional and for lists (then empty); elsewhere it throws.
template <class T>
struct Column;
template <class T>
T column(const pqxx::field& field) {
    return Column<T>::read(field);
}

namespace detail {
std::string_view text(const pqxx::field& field);  ///< throws Error `internal` on NULL
[[noreturn]] void unreadable(const pqxx::field& field, std::string_view wanted);
std::int64_t integer(std::string_view text, const pqxx::field& field);
Time time(std::string_view text, const pqxx::field& field);
/// The elements of an array's text, `{a,"b c",NULL}`, of one dimension. Throws on NULL elements.
std::vector<std::string> elements(std::string_view text, const pqxx::field& field);
void with_json(const pqxx::field& field, void* into, void (*use)(const Json& from, void* into));
}  // namespace detail

template <>
struct Column<std::string> {
    static std::string read(const pqxx::field& field) { return std::string(detail::text(field)); }
};
template <>
struct Column<bool> {
    static bool read(const pqxx::field& field) { return detail::text(field) == "t"; }
};
template <>
struct Column<double> {
    static double read(const pqxx::field& field) { return field.as<double>(); }
};
template <>
struct Column<Time> {
    static Time read(const pqxx::field& field) { return detail::time(detail::text(field), field); }
};
template <>
struct Column<Uuid> {
    static Uuid read(const pqxx::field& field);
};
template <>
struct Column<JsonText> {
    static JsonText read(const pqxx::field& field) { return {std::string(detail::text(field))}; }
};
template <>
struct Column<JsonObject> {
    static JsonObject read(const pqxx::field& field) { return {std::string(detail::text(field))}; }
};
template <std::integral T>
    requires(!std::same_as<T, bool>)
struct Column<T> {
    static T read(const pqxx::field& field) {
        const auto value = detail::integer(detail::text(field), field);
        if (!std::in_range<T>(value)) detail::unreadable(field, "a smaller number");
        return static_cast<T>(value);
    }
};
template <class Tag>
struct Column<Id<Tag>> {
    static Id<Tag> read(const pqxx::field& field) { return {detail::integer(detail::text(field), field)}; }
};
template <NamedEnum E>
struct Column<E> {
    static E read(const pqxx::field& field) {
        const auto value = enum_of<E>(detail::text(field));
        if (!value) detail::unreadable(field, "one of the names");
        return *value;
    }
};
template <class T>
struct Column<std::optional<T>> {
    static std::optional<T> read(const pqxx::field& field) {
        if (field.is_null()) return {};
        return Column<T>::read(field);
    }
};
template <>
struct Column<std::vector<std::string>> {
    static std::vector<std::string> read(const pqxx::field& field) {
        if (field.is_null()) return {};
        return detail::elements(detail::text(field), field);
    }
};
template <std::integral T>
struct Column<std::vector<T>> {
    static std::vector<T> read(const pqxx::field& field) {
        std::vector<T> out;
        for (const auto& item : Column<std::vector<std::string>>::read(field)) out.push_back(static_cast<T>(detail::integer(item, field)));
        return out;
    }
};
template <class Tag>
struct Column<std::vector<Id<Tag>>> {
    static std::vector<Id<Tag>> read(const pqxx::field& field) {
        std::vector<Id<Tag>> out;
        for (auto value : Column<std::vector<std::int64_t>>::read(field)) out.push_back({value});
        return out;
    }
};
/// A jsonb column with a list of described structs.
template <Described T>
struct Column<std::vector<T>> {
    static std::vector<T> read(const pqxx::field& field) {
        std::vector<T> out;
        if (field.is_null()) return out;
        detail::with_json(field, &out, [](const Json& from, void* into) {
            Reading reading;
            Wire<std::vector<T>>::read(from, *static_cast<std::vector<T>*>(into), reading);
            reading.finish("a column");
        });
        return out;
    }
};
/// A jsonb column read as a described struct.
template <Described T>
struct Column<T> {
    static T read(const pqxx::field& field) {
        T out;
        detail::with_json(field, &out, [](const Json& from, void* into) { *static_cast<T*>(into) = chatd::read<T>(from); });
        return out;
    }
};

namespace detail {
pqxx::row::size_type position(const pqxx::result& result, std::string_view name);

template <Described T, std::size_t... I>
auto positions(const pqxx::result& result, std::index_sequence<I...>) {
    return std::array<pqxx::row::size_type, sizeof...(I)>{position(result, std::get<I>(T::fields).name)...};
}
template <Described T, class Positions, std::size_t... I>
T row_as(const pqxx::row& row, const Positions& at, std::index_sequence<I...>) {
    T out{};
    ((out.*std::get<I>(T::fields).member =
          Column<std::remove_cvref_t<decltype(out.*std::get<I>(T::fields).member)>>::read(row[at[I]])), ...);
    return out;
}
template <Described T>
using Indices = std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<decltype(T::fields)>>>;
}  // namespace detail

template <Described T>
std::vector<T> rows_as(const pqxx::result& result) {
    const auto at = detail::positions<T>(result, detail::Indices<T>());
    std::vector<T> out;
    out.reserve(result.size());
    for (const auto& row : result) out.push_back(detail::row_as<T>(row, at, detail::Indices<T>()));
    return out;
}
/// Row by row, with the columns looked up once.
template <Described T>
class RowReader {
public:
    explicit RowReader(const pqxx::result& result) : at_(detail::positions<T>(result, detail::Indices<T>())) {}
    T operator()(const pqxx::row& row) const { return detail::row_as<T>(row, at_, detail::Indices<T>()); }

private:
    decltype(detail::positions<T>(std::declval<const pqxx::result&>(), detail::Indices<T>())) at_;
};
template <Described T>
T row_as(const pqxx::result& result, const pqxx::row& row) {
    return detail::row_as<T>(row, detail::positions<T>(result, detail::Indices<T>()), detail::Indices<T>());
}
/// The first row, or nothing.
template <Described T>
std::optional<T> maybe_row_as(const pqxx::result& result) {
    if (result.empty()) return {};
    return row_as<T>(result, result.front());
}

/// The first column of all rows, of the first, or of none.
template <class T>
std::vector<T> values_as(const pqxx::result& result) {
    std::vector<T> out;
    out.reserve(result.size());
    for (const auto& row : result) out.push_back(column<T>(row[0]));
    return out;
}
template <class T>
std::optional<T> maybe_value_as(const pqxx::result& result) {
    if (result.empty()) return {};
    return column<T>(result.front()[0]);
}

}  // namespace chatd::db

// How C++ values become statement parameters: numbers, text, ids, times, named enums, optionals, and vectors as binary arrays.
// Only for db/ and the stores.
#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <pqxx/binarystring>
#include <pqxx/strconv>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "chatd/describe.hpp"
#include "chatd/ids.hpp"

namespace chatd::db {

/// A parameter in text format, or NULL.
struct Param {
    std::optional<std::string> text;
};

/// A one-dimensional array in PostgreSQL's binary format: no quoting exists, so nothing can be quoted wrongly.
class BinaryArray {
public:
    enum class Type : std::uint32_t { boolean = 16, int8 = 20, text = 25, uuid = 2950 };
    BinaryArray(Type element, std::size_t count);
    void add(std::int64_t value);
    void add(bool value);
    void add(const Uuid& value);
    void add(std::string_view value);
    void add_null();
    pqxx::binarystring value() const { return pqxx::binarystring(bytes_); }

private:
    void u32(std::uint32_t value);
    void append(const void* from, std::size_t size) { bytes_.append(static_cast<const char*>(from), size); }
    std::string bytes_;
};

/// Bytes for a bytea column.
struct Bytes {
    std::string value;
};

inline Param param(std::string_view text) { return {std::string(text)}; }
inline Param param(const char* text) { return {std::string(text)}; }
inline Param param(const std::string& text) { return {text}; }
inline Param param(std::nullopt_t) { return {}; }
inline Param param(std::nullptr_t) { return {}; }
inline Param param(bool value) { return {value ? "t" : "f"}; }
inline Param param(const Uuid& value) { return {value.text()}; }
inline Param param(const JsonText& value) { return {value.text}; }
inline Param param(const JsonObject& value) { return {value.text}; }
/// timestamptz with its microseconds.
Param param(Time value);
template <std::integral T>
    requires(!std::same_as<T, bool>)
Param param(T value) {
    return {std::to_string(value)};
}
template <std::floating_point T>
Param param(T value) {
    return {pqxx::to_string(value)};
}
template <class Tag>
Param param(Id<Tag> id) {
    return {std::to_string(id.value)};
}
template <NamedEnum E>
Param param(E value) {
    return {std::string(name_of(value))};
}
inline pqxx::binarystring param(const Bytes& bytes) { return pqxx::binarystring(bytes.value); }
inline pqxx::binarystring param(const BinaryArray& array) { return array.value(); }
pqxx::binarystring param(const std::vector<std::int64_t>& list);   ///< bigint[]
pqxx::binarystring param(const std::vector<std::string>& list);    ///< text[]
pqxx::binarystring param(const std::vector<Uuid>& list);           ///< uuid[]
template <class Tag>
pqxx::binarystring param(const std::vector<Id<Tag>>& list) {  ///< bigint[]
    BinaryArray array(BinaryArray::Type::int8, list.size());
    for (auto id : list) array.add(id.value);
    return array.value();
}
template <class T>
    requires requires(const T& value) {
        { param(value) } -> std::same_as<Param>;
    }
Param param(const std::optional<T>& value) {
    if (!value) return {};
    return param(*value);
}

}  // namespace chatd::db

template <>
struct pqxx::string_traits<chatd::db::Param> {
    static constexpr const char* name() noexcept { return "parameter"; }
    static constexpr bool has_null() noexcept { return true; }
    static bool is_null(const chatd::db::Param& param) { return !param.text; }
    static std::string to_string(const chatd::db::Param& param) { return *param.text; }
};

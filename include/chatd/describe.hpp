// Describe once: a plain struct carries one `fields` list, and from it come JSON in and out, validation with named errors,
// JSON Schema, OpenAPI, AsyncAPI, TypeScript, YAML configuration and database rows (db/rows.hpp).
//
//     struct Send {
//         ChannelId channel_id;
//         std::string content;
//         std::optional<Uuid> client_id;
//         static constexpr auto fields = describe(
//             field(&Send::channel_id, "channel_id", "Channel to post in.").also("session_id", "chatId"),
//             field(&Send::content, "content", "Markdown text.", length(1, 16384)),
//             field(&Send::client_id, "client_id", "Sent again with the same one, it is stored once."));
//     };
//
// A field is required unless it is a std::optional or `.defaults()`: then the member's initializer stands when it is absent.
// The templates here only lay out tables (StructInfo); reading, writing and schemas walk them in base/describe.cpp, compiled once.
#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "chatd/error.hpp"
#include "chatd/ids.hpp"
#include "chatd/json.hpp"

namespace chatd {

// ---- what is said of a field ------------------------------------------------------------------------------------------

/// Bounds of a value: bytes of a string, items of a list, or the number itself.
struct Bounds {
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
};
constexpr Bounds length(double min, double max) { return {min, max}; }
constexpr Bounds range(double min, double max) { return {min, max}; }
constexpr Bounds items(double min, double max) { return {min, max}; }

template <class Owner, class Value>
struct Field {
    Value Owner::*member;
    std::string_view name, doc;
    Bounds bounds{};
    std::array<std::string_view, 3> aliases{};
    bool defaulted = false, is_read_only = false, is_write_only = false;

    /// Other names that are accepted for it. Two given at once must agree (SPEC 19.8).
    template <std::convertible_to<std::string_view>... Names>
    constexpr Field also(Names... names) const {
        auto copy = *this;
        copy.aliases = {std::string_view(names)...};
        return copy;
    }
    /// May be absent; the member's initializer stands then, and is shown as the default in documents.
    constexpr Field defaults() const {
        auto copy = *this;
        copy.defaulted = true;
        return copy;
    }
    /// Of a record: made by the daemon, never taken from a request.
    constexpr Field read_only() const {
        auto copy = *this;
        copy.is_read_only = true;
        return copy;
    }
    /// Of a record: a secret, taken and never shown again.
    constexpr Field write_only() const {
        auto copy = *this;
        copy.is_write_only = true;
        return copy;
    }
};

template <class Owner, class Value>
constexpr auto field(Value Owner::*member, std::string_view name, std::string_view doc, Bounds bounds = {}) {
    return Field<Owner, Value>{member, name, doc, bounds};
}
template <class... Fields>
constexpr auto describe(Fields... fields) {
    return std::tuple{fields...};
}
template <class T>
concept Described = requires { T::fields; };

/// An enum whose values count from 0 and have wire names, found by ADL:
/// `constexpr auto names_of(Priority) { return std::array<std::string_view, 4>{"low", "medium", "high", "urgent"}; }`
template <class E>
concept NamedEnum = std::is_enum_v<E> && requires(E e) {
    { names_of(e)[0] } -> std::convertible_to<std::string_view>;
};
template <NamedEnum E>
constexpr std::string_view name_of(E value) {
    return names_of(value)[static_cast<std::size_t>(value)];
}
template <NamedEnum E>
constexpr std::optional<E> enum_of(std::string_view name) {
    const auto names = names_of(E{});
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<E>(i);
    return {};
}

// ---- how a type looks from outside ------------------------------------------------------------------------------------

enum class Kind : std::uint8_t { boolean, integer, number, string, list, map, object, any };

/// What is wrong so far, and where we are. All errors of an input are found, not only the first.
class Reading {
public:
    void wrong(std::string message, Code code = Code::invalid);
    /// Throws Error `invalid` (or `unknown_field`, if nothing else was wrong) naming every field.
    void finish(std::string_view what) const;
    const std::vector<FieldError>& errors() const { return errors_; }

    class Step {  ///< goes one step down for its lifetime
    public:
        Step(Reading& reading, std::string_view name);
        Step(Reading& reading, std::size_t index);
        ~Step() { reading_.path_.resize(before_); }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

    private:
        Reading& reading_;
        std::size_t before_;
    };

private:
    std::string path_;
    std::vector<FieldError> errors_;
    bool only_unknown_ = true;
};

class SchemaBook;  // chatd/schema.hpp
struct StructInfo;

struct TypeOps {
    Kind kind;
    bool optional;
    void (*read)(const Json& from, void* into, Reading& reading);
    void (*write)(std::string& out, const void* value);
    void (*schema)(SchemaBook& book, Json& out);
    /// What Bounds are about; false when there is nothing to measure (an empty optional, an enum).
    bool (*measure)(const void* value, double& size);
    const StructInfo* (*inside)();  ///< of an object, or of a list's or optional's items; else null
};
template <class T>
struct Wire;  // kind, read, write, schema, measure, inside
template <class T>
inline constexpr TypeOps ops_of{
    Wire<T>::kind, Wire<T>::optional,
    [](const Json& from, void* into, Reading& reading) { Wire<T>::read(from, *static_cast<T*>(into), reading); },
    [](std::string& out, const void* value) { Wire<T>::write(out, *static_cast<const T*>(value)); },
    [](SchemaBook& book, Json& out) { Wire<T>::schema(book, out); },
    [](const void* value, double& size) { return Wire<T>::measure(*static_cast<const T*>(value), size); },
    [] { return Wire<T>::inside(); }};

struct FieldInfo {
    std::string_view name, doc;
    Bounds bounds;
    std::array<std::string_view, 3> aliases;
    const TypeOps* type;
    void* (*at)(void* owner);
    void (*write_default)(std::string& out);  ///< the JSON of the member's initializer
    bool required, defaulted, read_only, write_only;
};
struct StructInfo {
    std::string name;  ///< from namespace and type: chatd::livechat::Start → LivechatStart
    std::vector<FieldInfo> fields;
    /// By name or alias; null if there is none.
    const FieldInfo* find(std::string_view name) const;
};
template <Described T>
const StructInfo& struct_of();

// ---- the verbs --------------------------------------------------------------------------------------------------------

/// Throws Error with all that is wrong.
template <Described T>
T read(const Json& from) {
    T out{};
    Reading reading;
    Wire<T>::read(from, out, reading);
    reading.finish(struct_of<T>().name);
    return out;
}
template <class T>
void write(std::string& out, const T& value) {
    Wire<T>::write(out, value);
}
template <class T>
std::string to_json(const T& value) {
    std::string out;
    Wire<T>::write(out, value);
    return out;
}

/// to_json() without what is as it would be by default: the same text for two requests that ask the same, also when fields have been
/// added to the struct between them.
template <Described T>
std::string sparse_json(const T& value);

namespace detail {
std::string write_sparse(const void* value, const StructInfo& info);
void read_struct(const Json& from, void* into, const StructInfo& info, Reading& reading);
void write_struct(std::string& out, const void* value, const StructInfo& info);
void read_list(const Json& from, Reading& reading, void* list, void* (*append)(void*), const TypeOps& item);
void read_map(const Json& from, Reading& reading, void* map, void* (*entry)(void*, const std::string&), const TypeOps& item);
int read_enum(const Json& from, Reading& reading, std::span<const std::string_view> names);
void enum_schema(Json& out, std::span<const std::string_view> names);
void list_schema(SchemaBook& book, Json& out, const TypeOps& item);
void map_schema(SchemaBook& book, Json& out, const TypeOps& item);
void optional_schema(SchemaBook& book, Json& out, const TypeOps& item);
void struct_schema(SchemaBook& book, Json& out, const StructInfo& info);
void integer_schema(Json& out);
void id_schema(Json& out);
bool is_null(const Json& json);
void read_id(const Json& from, std::int64_t& into, Reading& reading);
void write_integer(std::string& out, std::int64_t value);
bool read_integer(const Json& from, std::int64_t& into, Reading& reading, std::int64_t min, std::int64_t max);
std::string struct_name(std::string_view pretty_function);
template <class T>
std::string_view pretty() {
    return __PRETTY_FUNCTION__;
}
}  // namespace detail

// ---- types ------------------------------------------------------------------------------------------------------------

struct WireBase {
    static constexpr bool optional = false;
    static const StructInfo* inside() { return nullptr; }
    template <class T>
    static bool measure(const T&, double&) {
        return false;
    }
};
/// Types whose reading and writing is in base/describe.cpp.
#define CHATD_WIRE(TYPE, KIND)                                      \
    template <>                                                     \
    struct Wire<TYPE> : WireBase {                                  \
        static constexpr Kind kind = Kind::KIND;                    \
        static void read(const Json&, TYPE&, Reading&);             \
        static void write(std::string&, const TYPE&);               \
        static void schema(SchemaBook&, Json&);                     \
        static bool measure(const TYPE&, double&);                  \
    };
CHATD_WIRE(std::string, string)
CHATD_WIRE(bool, boolean)
CHATD_WIRE(double, number)
CHATD_WIRE(Uuid, string)
CHATD_WIRE(Time, string)
CHATD_WIRE(JsonText, any)
CHATD_WIRE(JsonObject, any)
#undef CHATD_WIRE

template <std::integral T>
    requires(!std::same_as<T, bool>)
struct Wire<T> : WireBase {
    static constexpr Kind kind = Kind::integer;
    static void read(const Json& from, T& into, Reading& reading) {
        constexpr auto max = std::numeric_limits<T>::max();
        std::int64_t value = 0;
        if (detail::read_integer(from, value, reading, static_cast<std::int64_t>(std::numeric_limits<T>::min()),
                                 std::cmp_greater(max, std::numeric_limits<std::int64_t>::max())
                                     ? std::numeric_limits<std::int64_t>::max()
                                     : static_cast<std::int64_t>(max)))
            into = static_cast<T>(value);
    }
    static void write(std::string& out, T value) { detail::write_integer(out, static_cast<std::int64_t>(value)); }
    static void schema(SchemaBook&, Json& out) { detail::integer_schema(out); }
    static bool measure(T value, double& size) { return size = static_cast<double>(value), true; }
};
template <class Tag>
struct Wire<Id<Tag>> : WireBase {
    static constexpr Kind kind = Kind::integer;
    static void read(const Json& from, Id<Tag>& into, Reading& reading) { detail::read_id(from, into.value, reading); }
    static void write(std::string& out, Id<Tag> id) { detail::write_integer(out, id.value); }
    static void schema(SchemaBook&, Json& out) { detail::id_schema(out); }
};
template <NamedEnum E>
struct Wire<E> : WireBase {
    static constexpr Kind kind = Kind::string;
    static constexpr auto names = names_of(E{});
    static void read(const Json& from, E& into, Reading& reading) {
        if (auto index = detail::read_enum(from, reading, names); index >= 0) into = static_cast<E>(index);
    }
    static void write(std::string& out, E value) { append_quoted(out, name_of(value)); }
    static void schema(SchemaBook&, Json& out) { detail::enum_schema(out, names); }
};
template <class T>
struct Wire<std::optional<T>> : WireBase {
    static constexpr Kind kind = Wire<T>::kind;
    static constexpr bool optional = true;
    static const StructInfo* inside() { return Wire<T>::inside(); }
    static void read(const Json& from, std::optional<T>& into, Reading& reading) {
        if (detail::is_null(from)) return into.reset();
        Wire<T>::read(from, into.emplace(), reading);
    }
    static void write(std::string& out, const std::optional<T>& value) {
        if (value) Wire<T>::write(out, *value);
        else out += "null";
    }
    static void schema(SchemaBook& book, Json& out) { detail::optional_schema(book, out, ops_of<T>); }
    static bool measure(const std::optional<T>& value, double& size) { return value && Wire<T>::measure(*value, size); }
};
template <class T>
struct Wire<std::vector<T>> : WireBase {
    static constexpr Kind kind = Kind::list;
    static const StructInfo* inside() { return Wire<T>::inside(); }
    static void read(const Json& from, std::vector<T>& into, Reading& reading) {
        into.clear();
        detail::read_list(from, reading, &into, [](void* list) -> void* {
            return &static_cast<std::vector<T>*>(list)->emplace_back(); }, ops_of<T>);
    }
    static void write(std::string& out, const std::vector<T>& list) {
        out += '[';
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i) out += ',';
            Wire<T>::write(out, list[i]);
        }
        out += ']';
    }
    static void schema(SchemaBook& book, Json& out) { detail::list_schema(book, out, ops_of<T>); }
    static bool measure(const std::vector<T>& list, double& size) { return size = static_cast<double>(list.size()), true; }
};
template <class T>
struct Wire<std::map<std::string, T>> : WireBase {
    static constexpr Kind kind = Kind::map;
    static const StructInfo* inside() { return Wire<T>::inside(); }
    static void read(const Json& from, std::map<std::string, T>& into, Reading& reading) {
        into.clear();
        detail::read_map(from, reading, &into, [](void* map, const std::string& key) -> void* {
            return &(*static_cast<std::map<std::string, T>*>(map))[key]; }, ops_of<T>);
    }
    static void write(std::string& out, const std::map<std::string, T>& map) {
        out += '{';
        for (bool first = true; const auto& [key, value] : map) {
            if (!std::exchange(first, false)) out += ',';
            append_quoted(out, key);
            out += ':';
            Wire<T>::write(out, value);
        }
        out += '}';
    }
    static void schema(SchemaBook& book, Json& out) { detail::map_schema(book, out, ops_of<T>); }
    static bool measure(const std::map<std::string, T>& map, double& size) { return size = static_cast<double>(map.size()), true; }
};
template <Described T>
struct Wire<T> : WireBase {
    static constexpr Kind kind = Kind::object;
    static const StructInfo* inside() { return &struct_of<T>(); }
    static void read(const Json& from, T& into, Reading& reading) { detail::read_struct(from, &into, struct_of<T>(), reading); }
    static void write(std::string& out, const T& value) { detail::write_struct(out, &value, struct_of<T>()); }
    static void schema(SchemaBook& book, Json& out) { detail::struct_schema(book, out, struct_of<T>()); }
};

template <Described T>
const StructInfo& struct_of() {
    static const StructInfo info = []<std::size_t... I>(std::index_sequence<I...>) {
        StructInfo out{detail::struct_name(detail::pretty<T>()), {}};
        (out.fields.push_back([] {
            constexpr auto f = std::get<I>(T::fields);
            using Value = std::remove_cvref_t<decltype(std::declval<T&>().*f.member)>;
            return FieldInfo{f.name, f.doc, f.bounds, f.aliases, &ops_of<Value>,
                             [](void* owner) -> void* { return &(static_cast<T*>(owner)->*std::get<I>(T::fields).member); },
                             [](std::string& text) {
                                 T value{};
                                 Wire<Value>::write(text, value.*std::get<I>(T::fields).member);
                             },
                             !Wire<Value>::optional && !f.defaulted, f.defaulted, f.is_read_only, f.is_write_only};
        }()), ...);
        return out;
    }(std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<decltype(T::fields)>>>());
    return info;
}

template <Described T>
std::string sparse_json(const T& value) {
    return detail::write_sparse(&value, struct_of<T>());
}

}  // namespace chatd

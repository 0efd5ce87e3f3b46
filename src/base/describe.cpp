#include "chatd/describe.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace chatd {

void Reading::wrong(std::string message, Code code) {
    if (code != Code::unknown_field) only_unknown_ = false;
    errors_.push_back({path_, std::move(message)});
}
void Reading::finish(std::string_view) const {
    if (errors_.empty()) return;
    std::string text;
    for (const auto& error : errors_) {
        if (!text.empty()) text += "; ";
        text += error.field.empty() ? error.message : error.field + " " + error.message;
    }
    throw Error(only_unknown_ ? Code::unknown_field : Code::invalid, std::move(text), errors_);
}
Reading::Step::Step(Reading& reading, std::string_view name) : reading_(reading), before_(reading.path_.size()) {
    if (before_) reading_.path_ += '.';
    reading_.path_ += name;
}
Reading::Step::Step(Reading& reading, std::size_t index) : reading_(reading), before_(reading.path_.size()) {
    reading_.path_ += '[' + std::to_string(index) + ']';
}

const FieldInfo* StructInfo::find(std::string_view wanted) const {
    for (const auto& field : fields) {
        if (field.name == wanted) return &field;
        for (auto alias : field.aliases)
            if (!alias.empty() && alias == wanted) return &field;
    }
    return nullptr;
}

namespace {

std::string number_text(double value) {
    return value == std::floor(value) && std::abs(value) < 1e15 ? std::to_string(static_cast<std::int64_t>(value))
                                                                : std::to_string(value);
}

void check_bounds(const FieldInfo& field, const void* value, Reading& reading) {
    double size = 0;
    if (!field.type->measure(value, size) || (size >= field.bounds.min && size <= field.bounds.max)) return;
    const bool low = size < field.bounds.min;
    const auto bound = number_text(low ? field.bounds.min : field.bounds.max);
    switch (field.type->kind) {
        case Kind::string:
            if (low && field.bounds.min == 1) return reading.wrong("is empty");
            return reading.wrong(low ? "is shorter than " + bound + " bytes" : "is longer than " + bound + " bytes");
        case Kind::list:
        case Kind::map:
            return reading.wrong(low ? "has fewer than " + bound + " items" : "has more than " + bound + " items");
        case Kind::any: return reading.wrong("is larger than " + bound + " bytes");
        default: return reading.wrong(low ? "is below " + bound : "is above " + bound);
    }
}

/// An id is the same as its decimal string.
bool same(const Json& left, const Json& right) {
    if (left.is_string() != right.is_string() && (left.is_number_integer() || right.is_number_integer()))
        return left.is_string() ? left.get_ref<const std::string&>() == right.dump() : left.dump() == right.get_ref<const std::string&>();
    return left == right;
}

std::string shown(std::string_view name) { return std::string(name.substr(0, 64)); }

}  // namespace

namespace detail {

void read_struct(const Json& from, void* into, const StructInfo& info, Reading& reading) {
    if (!from.is_object()) return reading.wrong("is not an object");
    for (const auto& field : info.fields) {
        const Json* found = nullptr;
        std::string_view under = field.name;
        auto look = [&](std::string_view name) {
            if (name.empty()) return;
            auto it = from.find(name);
            if (it == from.end()) return;
            if (found && !same(*found, *it)) {
                Reading::Step step(reading, name);
                return reading.wrong("differs from " + std::string(under) + ", which means the same");
            }
            if (!found) under = name;
            found = &*it;
        };
        look(field.name);
        for (auto alias : field.aliases) look(alias);
        Reading::Step step(reading, under);
        if (!found) {
            if (field.required) reading.wrong("is required");
            continue;
        }
        const auto wrong_before = reading.errors().size();
        auto* value = field.at(into);
        field.type->read(*found, value, reading);
        if (reading.errors().size() == wrong_before) check_bounds(field, value, reading);
    }
    for (const auto& [name, value] : from.items())
        if (!info.find(name)) {
            Reading::Step step(reading, shown(name));
            reading.wrong("is not known here", Code::unknown_field);
        }
}

void write_struct(std::string& out, const void* value, const StructInfo& info) {
    char separator = '{';
    for (const auto& field : info.fields) {
        out += separator;
        out += '"';
        out += field.name;
        out += "\":";
        field.type->write(out, field.at(const_cast<void*>(value)));
        separator = ',';
    }
    if (separator == '{') out += separator;
    out += '}';
}

std::string write_sparse(const void* value, const StructInfo& info) {
    std::string out = "{";
    for (const auto& field : info.fields) {
        std::string text, usual = "null";
        field.type->write(text, field.at(const_cast<void*>(value)));
        if (field.defaulted) field.write_default(usual = {});
        if (!field.required && text == usual) continue;
        if (out.size() > 1) out += ',';
        append_quoted(out, field.name);
        out += ':' + text;
    }
    return out + '}';
}

void read_list(const Json& from, Reading& reading, void* list, void* (*append)(void*), const TypeOps& item) {
    if (!from.is_array()) return reading.wrong("is not a list");
    for (std::size_t i = 0; i < from.size(); ++i) {
        Reading::Step step(reading, i);
        item.read(from[i], append(list), reading);
    }
}

void read_map(const Json& from, Reading& reading, void* map, void* (*entry)(void*, const std::string&), const TypeOps& item) {
    if (!from.is_object()) return reading.wrong("is not an object");
    for (const auto& [key, value] : from.items()) {
        Reading::Step step(reading, shown(key));
        item.read(value, entry(map, key), reading);
    }
}

int read_enum(const Json& from, Reading& reading, std::span<const std::string_view> names) {
    if (from.is_string())
        for (std::size_t i = 0; i < names.size(); ++i)
            if (from.get_ref<const std::string&>() == names[i]) return static_cast<int>(i);
    std::string wanted;
    for (auto name : names) wanted += (wanted.empty() ? "" : ", ") + std::string(name);
    reading.wrong("is not one of " + wanted);
    return -1;
}

bool is_null(const Json& json) { return json.is_null(); }

bool read_integer(const Json& from, std::int64_t& into, Reading& reading, std::int64_t min, std::int64_t max) {
    if (!from.is_number_integer()) return reading.wrong("is not an integer"), false;
    const bool too_large = from.is_number_unsigned() && from.get<std::uint64_t>() > static_cast<std::uint64_t>(max);
    if (too_large || from.get<std::int64_t>() < min || (!from.is_number_unsigned() && from.get<std::int64_t>() > max))
        return reading.wrong("is out of range"), false;
    into = from.get<std::int64_t>();
    return true;
}

void read_id(const Json& from, std::int64_t& into, Reading& reading) {
    constexpr auto max = std::numeric_limits<std::int64_t>::max();
    if (!from.is_string()) {
        std::int64_t value = 0;
        if (!from.is_number_integer()) return reading.wrong("is not an id");
        if (!read_integer(from, value, reading, 1, max)) return;
        into = value;
        return;
    }
    const auto& text = from.get_ref<const std::string&>();
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || value < 1 || text[0] == '+' || text[0] == '0')
        return reading.wrong("is not an id");
    into = value;
}

void write_integer(std::string& out, std::int64_t value) {
    char buffer[24];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

/// "… [T = chatd::livechat::Start]" (clang) or "… [with T = chatd::livechat::Start; …]" (gcc) → LivechatStart. That a name is of one
/// source file only is nobody's business outside.
std::string struct_name(std::string_view pretty) {
    auto from = pretty.find("T = ");
    std::string name(pretty.substr(from + 4));
    name.erase(std::min(name.size(), name.find_first_of(";]")));
    for (const std::string_view nameless : {"(anonymous namespace)::", "{anonymous}::", "<unnamed>::"})
        for (auto at = name.find(nameless); at != name.npos; at = name.find(nameless)) name.erase(at, nameless.size());
    if (name.starts_with("chatd::")) name.erase(0, 7);
    std::string out;
    bool upper = true;
    for (char c : name) {
        if (c == ':' || c == '_' || c == '(' || c == ')' || c == ' ' || c == '<' || c == '>') {
            upper = true;
            continue;
        }
        out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
        upper = false;
    }
    return out;
}

}  // namespace detail

void Wire<std::string>::read(const Json& from, std::string& into, Reading& reading) {
    if (!from.is_string()) return reading.wrong("is not a string");
    into = from.get_ref<const std::string&>();
}
void Wire<std::string>::write(std::string& out, const std::string& text) { append_quoted(out, text); }
bool Wire<std::string>::measure(const std::string& text, double& size) { return size = static_cast<double>(text.size()), true; }

void Wire<bool>::read(const Json& from, bool& into, Reading& reading) {
    if (!from.is_boolean()) return reading.wrong("is neither true nor false");
    into = from.get<bool>();
}
void Wire<bool>::write(std::string& out, const bool& value) { out += value ? "true" : "false"; }
bool Wire<bool>::measure(const bool&, double&) { return false; }

void Wire<double>::read(const Json& from, double& into, Reading& reading) {
    if (!from.is_number()) return reading.wrong("is not a number");
    into = from.get<double>();
}
void Wire<double>::write(std::string& out, const double& value) {
    if (!std::isfinite(value)) {
        out += "null";
        return;
    }
    char buffer[40];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}
bool Wire<double>::measure(const double& value, double& size) { return size = value, true; }

void Wire<Uuid>::read(const Json& from, Uuid& into, Reading& reading) {
    const auto uuid = from.is_string() ? Uuid::parse(from.get_ref<const std::string&>()) : std::nullopt;
    if (!uuid) return reading.wrong("is not a UUID");
    into = *uuid;
}
void Wire<Uuid>::write(std::string& out, const Uuid& uuid) { append_quoted(out, uuid.text()); }
bool Wire<Uuid>::measure(const Uuid&, double&) { return false; }

void Wire<Time>::read(const Json& from, Time& into, Reading& reading) {
    const auto time = from.is_string() ? Time::parse(from.get_ref<const std::string&>()) : std::nullopt;
    if (!time) return reading.wrong("is not a time like 2026-01-31T12:00:00.000Z");
    into = *time;
}
void Wire<Time>::write(std::string& out, const Time& time) {
    out += '"';
    out += time.text();
    out += '"';
}
bool Wire<Time>::measure(const Time&, double&) { return false; }

void Wire<JsonText>::read(const Json& from, JsonText& into, Reading&) { into.text = from.dump(); }
void Wire<JsonText>::write(std::string& out, const JsonText& json) { out += json.text; }
bool Wire<JsonText>::measure(const JsonText& json, double& size) { return size = static_cast<double>(json.text.size()), true; }

void Wire<JsonObject>::read(const Json& from, JsonObject& into, Reading& reading) {
    if (!from.is_object()) return reading.wrong("is not an object");
    into.text = from.dump();
}
void Wire<JsonObject>::write(std::string& out, const JsonObject& json) { out += json.text; }
bool Wire<JsonObject>::measure(const JsonObject& json, double& size) { return size = static_cast<double>(json.text.size()), true; }

}  // namespace chatd

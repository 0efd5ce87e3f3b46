#include "chatd/schema.hpp"

#include <cmath>

namespace chatd {
namespace {

Json bound_json(double bound) {
    return bound == std::floor(bound) ? Json(static_cast<std::int64_t>(bound)) : Json(bound);
}
void add_bounds(Json& schema, const FieldInfo& field) {
    const char* low = "minimum";
    const char* high = "maximum";
    switch (field.type->kind) {
        case Kind::string: low = "minLength", high = "maxLength"; break;
        case Kind::list: low = "minItems", high = "maxItems"; break;
        case Kind::map: low = "minProperties", high = "maxProperties"; break;
        case Kind::integer:
        case Kind::number: break;
        default: return;
    }
    if (std::isfinite(field.bounds.min)) schema[low] = bound_json(field.bounds.min);
    if (std::isfinite(field.bounds.max)) schema[high] = bound_json(field.bounds.max);
}

}  // namespace

Json SchemaBook::ref(const StructInfo& info) {
    if (!schemas_.contains(info.name)) {
        schemas_[info.name] = true;  // taken, so that a struct may contain itself
        schemas_[info.name] = object_schema(*this, info);
    }
    auto out = Json::object();
    out["$ref"] = where_ + info.name;
    return out;
}

Json field_schema(SchemaBook& book, const StructInfo& info, std::size_t index) {
    const auto& field = info.fields[index];
    auto out = Json::object();
    field.type->schema(book, out);
    add_bounds(out, field);
    out["description"] = field.doc;
    if (field.defaulted) {
        std::string text;
        field.write_default(text);
        out["default"] = Json::parse(text);
    }
    if (field.read_only) out["readOnly"] = true;
    if (field.write_only) out["writeOnly"] = true;
    return out;
}

Json object_schema(SchemaBook& book, const StructInfo& info) {
    auto properties = Json::object();
    auto required = Json::array();
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        properties[std::string(info.fields[i].name)] = field_schema(book, info, i);
        if (info.fields[i].required && !info.fields[i].write_only) required.push_back(info.fields[i].name);
    }
    auto out = Json::object();
    out["type"] = "object";
    out["properties"] = std::move(properties);
    if (!required.empty()) out["required"] = std::move(required);
    out["additionalProperties"] = false;
    return out;
}

namespace detail {

void struct_schema(SchemaBook& book, Json& out, const StructInfo& info) { out = book.ref(info); }
void list_schema(SchemaBook& book, Json& out, const TypeOps& item) {
    auto inner = Json::object();
    item.schema(book, inner);
    out["type"] = "array";
    out["items"] = std::move(inner);
}
void map_schema(SchemaBook& book, Json& out, const TypeOps& item) {
    auto inner = Json::object();
    item.schema(book, inner);
    out["type"] = "object";
    out["additionalProperties"] = std::move(inner);
}
void optional_schema(SchemaBook& book, Json& out, const TypeOps& item) {
    auto inner = Json::object();
    item.schema(book, inner);
    if (inner.contains("type") && inner["type"].is_string() && !inner.contains("enum")) {
        auto types = Json::array();
        types.push_back(inner["type"]);
        types.push_back("null");
        inner["type"] = std::move(types);
        out = std::move(inner);
        return;
    }
    auto null = Json::object();
    null["type"] = "null";
    out["anyOf"] = Json::array();
    out["anyOf"].push_back(std::move(inner));
    out["anyOf"].push_back(std::move(null));
}
void enum_schema(Json& out, std::span<const std::string_view> names) {
    out["type"] = "string";
    out["enum"] = Json::array();
    for (auto name : names) out["enum"].push_back(name);
}
void integer_schema(Json& out) { out["type"] = "integer"; }
void id_schema(Json& out) {
    out["type"] = "integer";
    out["format"] = "int64";
    out["minimum"] = 1;
}

}  // namespace detail

void Wire<std::string>::schema(SchemaBook&, Json& out) { out["type"] = "string"; }
void Wire<bool>::schema(SchemaBook&, Json& out) { out["type"] = "boolean"; }
void Wire<double>::schema(SchemaBook&, Json& out) { out["type"] = "number"; }
void Wire<Uuid>::schema(SchemaBook&, Json& out) {
    out["type"] = "string";
    out["format"] = "uuid";
}
void Wire<Time>::schema(SchemaBook&, Json& out) {
    out["type"] = "string";
    out["format"] = "date-time";
}
void Wire<JsonText>::schema(SchemaBook&, Json&) {}
void Wire<JsonObject>::schema(SchemaBook&, Json& out) { out["type"] = "object"; }

}  // namespace chatd

// JSON Schema (2020-12) of described types: for OpenAPI, AsyncAPI, TypeScript and tool definitions. Not on the way of messages.
#pragma once
#include <nlohmann/json.hpp>

#include "chatd/describe.hpp"

namespace chatd {

/// Collects the schemas of named structs, to which others point with `$ref`.
class SchemaBook {
public:
    /// `where` is put in front of a name in `$ref`, e.g. "#/components/schemas/".
    explicit SchemaBook(std::string where) : where_(std::move(where)) {}
    /// `{"$ref": …}` to the struct, which is added with all that it uses.
    Json ref(const StructInfo& info);
    const Json& schemas() const { return schemas_; }

private:
    std::string where_;
    Json schemas_ = Json::object();
};
/// The schema of the struct itself, its fields spelled out.
Json object_schema(SchemaBook& book, const StructInfo& info);
/// Of one field: type, bounds, description, default.
Json field_schema(SchemaBook& book, const StructInfo& info, std::size_t index);

}  // namespace chatd

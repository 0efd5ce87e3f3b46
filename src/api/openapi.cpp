#include <nlohmann/json.hpp>
#include <set>

#include "api/documents.hpp"
#include "chatd/schema.hpp"

namespace chatd::api {
namespace {

using Ordered = nlohmann::ordered_json;

bool in_path(const RestDoor& door, std::string_view field) { return door.path.find("{" + std::string(field) + "}") != std::string::npos; }

Ordered reference(std::string to) {
    Ordered out;
    out["$ref"] = std::move(to);
    return out;
}

Ordered content(Ordered schema, const char* type = "application/json") {
    Ordered out;
    out[type]["schema"] = std::move(schema);
    return out;
}

Ordered parameter(SchemaBook& book, const StructInfo& info, std::size_t index, bool path) {
    const auto& field = info.fields[index];
    auto schema = field_schema(book, info, index);
    schema.erase("description");
    Ordered out;
    out["name"] = field.name;
    out["in"] = path ? "path" : "query";
    out["required"] = path || field.required;
    out["description"] = field.doc;
    out["schema"] = std::move(schema);
    if (!path && field.type->kind == Kind::list) {
        out["style"] = "form";
        out["explode"] = false;
    }
    return out;
}

/// What is left for the body when the path has taken its fields.
Ordered body_schema(SchemaBook& book, const StructInfo& info, const RestDoor& door) {
    Ordered out;
    out["type"] = "object";
    out["properties"] = Ordered::object();
    auto required = Ordered::array();
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        const auto& field = info.fields[i];
        if (in_path(door, field.name)) continue;
        out["properties"][std::string(field.name)] = field_schema(book, info, i);
        if (field.required) required.push_back(field.name);
    }
    if (!required.empty()) out["required"] = std::move(required);
    out["additionalProperties"] = false;
    return out;
}

Ordered problem_schema() {
    return Ordered::parse(R"({
        "type": "object",
        "description": "RFC 9457, with chatd's error code.",
        "properties": {
            "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
            "code": {"type": "string"}, "request_id": {"type": "string"}, "retryable": {"type": "boolean"},
            "retry_after_ms": {"type": "integer"}, "details": {"type": ["object", "null"]},
            "errors": {"type": "array", "items": {"type": "object", "properties": {"field": {"type": "string"}, "message": {"type": "string"}}, "required": ["field", "message"]}}
        },
        "required": ["type", "title", "status", "detail", "code", "request_id"]})");
}

Ordered described(SchemaBook& book, const Operation& operation, const RestDoor& door, bool first) {
    const auto& info = operation.request();
    Ordered out;
    std::string id;
    for (char c : first ? operation.name() : operation.name() + door.path)
        id += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    out["operationId"] = id;
    out["summary"] = operation.text();
    const auto again = operation.repeating().text();
    out["description"] = operation.access().text() + (again.empty() ? "" : " " + again);
    out["tags"] = Ordered::array();
    out["tags"].push_back(operation.name().substr(0, operation.name().find(':')));
    const bool has_body = door.method == Method::post || door.method == Method::put || door.method == Method::patch;
    auto parameters = Ordered::array();
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        const bool path = in_path(door, info.fields[i].name);
        const bool header_does = info.fields[i].name == "client_id" && operation.repeating().keyed();
        if (path || (!has_body && !header_does)) parameters.push_back(parameter(book, info, i, path));
    }
    if (operation.repeating().keyed()) parameters.push_back(reference("#/components/parameters/IdempotencyKey"));
    if (!parameters.empty()) out["parameters"] = std::move(parameters);
    if (has_body) {
        auto schema = body_schema(book, info, door);
        if (operation.receives_file()) {
            schema["properties"]["file"] = Ordered::parse(R"({"type": "string", "contentMediaType": "application/octet-stream", "description": "The file."})");
            schema["required"].push_back("file");
            out["requestBody"]["required"] = true;
            out["requestBody"]["content"] = content(std::move(schema), "multipart/form-data");
        } else if (!schema["properties"].empty()) {
            out["requestBody"]["required"] = schema.contains("required");
            out["requestBody"]["content"] = content(std::move(schema));
        }
    }
    Ordered success;
    success["description"] = door.status == 201 ? "Created." : "Done.";
    for (const auto& type : operation.document_types()) success["content"][type]["schema"] = Ordered::object();
    if (operation.sends_file()) success["content"] = content(Ordered::object(), "*/*");
    else if (operation.document_types().empty() && door.status != 204) success["content"] = content(Ordered(book.ref(operation.reply())));
    if (operation.repeating().keyed()) success["headers"]["Idempotency-Replayed"] = reference("#/components/headers/IdempotencyReplayed");
    out["responses"][std::to_string(door.status)] = std::move(success);
    out["responses"]["default"] = reference("#/components/responses/Problem");
    if (operation.access().who == Access::Who::anyone) out["security"] = Ordered::array();
    return out;
}

}  // namespace

std::string openapi(const Api& api) {
    SchemaBook book("#/components/schemas/");
    Ordered out;
    out["openapi"] = "3.1.0";
    out["info"]["title"] = "chatd";
    out["info"]["version"] = CHATD_VERSION;
    out["info"]["summary"] = "Live chat for service desks: the REST door.";
    out["info"]["license"]["name"] = "Proprietary";
    out["info"]["license"]["url"] = "https://chatd.example/license";
    out["servers"] = Ordered::parse(R"([{"url": "/"}])");
    out["security"] = Ordered::parse(R"([{"bearer": []}])");
    out["tags"] = Ordered::array();
    std::set<std::string> tags;
    for (const auto& operation : api.operations()) {
        for (const auto& door : operation.rests()) {
            out["paths"][door.path][std::string(name_of(door.method))] = described(book, operation, door, &door == &operation.rests().front());
            tags.insert(operation.name().substr(0, operation.name().find(':')));
        }
    }
    for (const auto& tag : tags) {
        Ordered named;
        named["name"] = tag;
        out["tags"].push_back(std::move(named));
    }
    for (const auto& [name, schema] : book.schemas().items()) out["components"]["schemas"][name] = schema;
    out["components"]["schemas"]["Problem"] = problem_schema();
    Ordered problem;
    problem["description"] = "Refused, with a code of the documented list.";
    problem["content"] = content(reference("#/components/schemas/Problem"), "application/problem+json");
    out["components"]["responses"]["Problem"] = std::move(problem);
    out["components"]["parameters"]["IdempotencyKey"] = Ordered::parse(R"({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "Asked again with it, after any failure, it is done once and answered the same; with another request it is `idempotency_conflict`. Kept for 7 days.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}})");
    out["components"]["headers"]["IdempotencyReplayed"] = Ordered::parse(R"({
        "description": "`true`: it had been done before, under the same key.", "schema": {"type": "string", "const": "true"}})");
    out["components"]["securitySchemes"] = Ordered::parse(R"({"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}})");
    return out.dump(2) + "\n";
}

}  // namespace chatd::api

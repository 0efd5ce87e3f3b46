#include <nlohmann/json.hpp>
#include <set>

#include "api/documents.hpp"
#include "chatd/schema.hpp"

namespace chatd::api {
namespace {

std::string type_of(const Json& schema) {
    if (schema.contains("$ref")) {
        const auto& ref = schema["$ref"].get_ref<const std::string&>();
        return ref.substr(ref.rfind('/') + 1);
    }
    if (schema.contains("anyOf")) {
        std::string out;
        for (const auto& one : schema["anyOf"]) out += (out.empty() ? "" : " | ") + type_of(one);
        return out;
    }
    if (schema.contains("enum")) {
        std::string out;
        for (const auto& one : schema["enum"]) out += (out.empty() ? "" : " | ") + one.dump();
        return out;
    }
    if (!schema.contains("type")) return "unknown";
    const auto& type = schema["type"];
    if (type.is_array()) {
        std::string out;
        for (const auto& one : type) {
            auto single = schema;
            single["type"] = one;
            out += (out.empty() ? "" : " | ") + type_of(single);
        }
        return out;
    }
    if (type == "integer" || type == "number") return "number";
    if (type == "array") {
        const auto item = type_of(schema["items"]);
        return item.find(' ') == std::string::npos ? item + "[]" : "(" + item + ")[]";
    }
    if (type == "object") {
        if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object())
            return "Record<string, " + type_of(schema["additionalProperties"]) + ">";
        return "Record<string, unknown>";
    }
    return type.get<std::string>();
}

void write_interface(std::string& out, const StructInfo& info, const Json& schema, bool sent_by_client) {
    out += "export interface " + info.name + " {\n";
    for (const auto& field : info.fields) {
        if (field.write_only && !sent_by_client) continue;
        const auto& property = schema["properties"][std::string(field.name)];
        const bool may_be_absent = sent_by_client && !field.required;
        out += "  /** " + std::string(field.doc) + " */\n";
        out += "  " + std::string(field.name) + (may_be_absent ? "?: " : ": ") + type_of(property) + ";\n";
    }
    out += "}\n";
}

}  // namespace

std::string typescript(const Api& api) {
    SchemaBook book("#/");
    std::map<std::string, std::pair<const StructInfo*, bool>> named;  // by name: the struct, and whether clients send it
    std::function<void(const StructInfo&, bool)> add = [&](const StructInfo& info, bool sent) {
        book.ref(info);
        auto [at, fresh] = named.try_emplace(info.name, &info, sent);
        if (!fresh && (at->second.second || !sent)) return;
        at->second.second = at->second.second || sent;
        for (const auto& field : info.fields)
            if (const auto* inside = field.type->inside()) add(*inside, sent);
    };
    std::string requests, replies, pushes;
    for (const auto& operation : api.operations()) {
        add(operation.request(), true);
        add(operation.reply(), false);
        for (const auto& door : operation.events()) {
            const auto request = door.rewrite ? std::string("Record<string, unknown>") : operation.request().name;
            requests += "  " + Json(door.name).dump() + ": " + request + ";\n";
            replies += "  " + Json(door.name).dump() + ": " + operation.reply().name + ";\n";
        }
    }
    for (const auto& announcement : api.announcements()) {
        add(*announcement.payload, false);
        pushes += "  /** " + announcement.text + " */\n  " + Json(announcement.event).dump() + ": " + announcement.payload->name + ";\n";
    }
    std::string out = "// Made by `chatd typescript` from the declarations that the daemon runs on. Do not edit.\n\n";
    for (const auto& [name, entry] : named) {
        write_interface(out, *entry.first, book.schemas()[name], entry.second);
        out += "\n";
    }
    out += "/** What a client sends, by event. */\nexport interface Requests {\n" + requests + "}\n\n";
    out += "/** The data of its ack, by event. */\nexport interface Replies {\n" + replies + "}\n\n";
    out += "/** What a client is sent, by event. */\nexport interface Pushes {\n" + pushes + "}\n";
    return out;
}

}  // namespace chatd::api

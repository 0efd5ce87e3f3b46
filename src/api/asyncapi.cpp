#include <nlohmann/json.hpp>

#include "api/documents.hpp"
#include "chatd/schema.hpp"

namespace chatd::api {
namespace {

using Ordered = nlohmann::ordered_json;

std::string key_of(std::string_view event) {
    std::string out;
    for (char c : event) out += std::isalnum(static_cast<unsigned char>(c)) || c == '-' ? c : '_';
    return out;
}
Ordered reference(const std::string& to) {
    Ordered out;
    out["$ref"] = to;
    return out;
}
Ordered list(Ordered only) {
    auto out = Ordered::array();
    out.push_back(std::move(only));
    return out;
}
Ordered message(const std::string& event, const std::string& text, Ordered payload) {
    Ordered out;
    out["name"] = event;
    out["title"] = event;
    out["summary"] = text;
    out["payload"] = std::move(payload);
    return out;
}

std::string summary_of(const Operation& operation) {
    const auto again = operation.repeating().text();
    return operation.text() + " " + operation.access().text() + (again.empty() ? "" : " " + again);
}

}  // namespace

std::string asyncapi(const Api& api) {
    SchemaBook book("#/components/schemas/");
    Ordered out;
    out["asyncapi"] = "3.0.0";
    out["info"]["title"] = "chatd";
    out["info"]["version"] = CHATD_VERSION;
    out["info"]["description"] =
        "Live chat for service desks: the events. Plain WebSocket sends `{\"event\", \"data\", \"id\"}` and is acked "
        "`{\"ack\", \"ok\", \"data\"|\"error\"}`; Socket.IO sends the event with one argument and gets one in its ack.";
    out["defaultContentType"] = "application/json";
    // Each part is built on its own: a reference into an ordered object does not survive the next key.
    Ordered channel, operations, messages;
    channel["address"] = "/ws";
    channel["messages"] = Ordered::object();
    const auto declare = [&](const std::string& key, const char* action, const std::string& summary) {
        Ordered declared;
        declared["action"] = action;
        declared["channel"] = reference("#/channels/chat");
        declared["summary"] = summary;
        declared["messages"] = list(reference("#/channels/chat/messages/" + key));
        return declared;
    };
    for (const auto& operation : api.operations()) {
        for (const auto& door : operation.events()) {
            const auto key = key_of(door.name), reply = key + "_ack";
            messages[key] = message(door.name, summary_of(operation),
                                    door.rewrite ? Ordered::parse(R"({"type":"object"})") : Ordered(book.ref(operation.request())));
            messages[reply] = message(door.name + " (ack)", "The data of its ack.", Ordered(book.ref(operation.reply())));
            for (const auto& name : {key, reply}) channel["messages"][name] = reference("#/components/messages/" + name);
            auto declared = declare(key, "receive", operation.text());
            declared["reply"]["channel"] = reference("#/channels/chat");
            declared["reply"]["messages"] = list(reference("#/channels/chat/messages/" + reply));
            operations[key] = std::move(declared);
        }
    }
    for (const auto& announcement : api.announcements()) {
        const auto key = "push_" + key_of(announcement.event);
        messages[key] = message(announcement.event, announcement.text, Ordered(book.ref(*announcement.payload)));
        channel["messages"][key] = reference("#/components/messages/" + key);
        operations[key] = declare(key, "send", announcement.text);
    }
    out["channels"]["chat"] = std::move(channel);
    out["operations"] = std::move(operations);
    out["components"]["messages"] = std::move(messages);
    for (const auto& [name, schema] : book.schemas().items()) out["components"]["schemas"][name] = schema;
    return out.dump(2) + "\n";
}

}  // namespace chatd::api

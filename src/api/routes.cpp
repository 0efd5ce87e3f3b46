#include "api/routes.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace chatd::api {
namespace {

std::vector<std::string_view> segments(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        out.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return out;
}
bool is_parameter(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }
std::string parameter_name(std::string_view segment) { return std::string(segment.substr(1, segment.size() - 2)); }

std::string upper(std::string_view name) {
    std::string out(name);
    for (char& c : out) c = static_cast<char>(c - 'a' + 'A');
    return out;
}

template <class Number>
std::optional<Number> number_of(const std::string& text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(text.data(), end, number);
    if (failure != std::errc() || stopped != end) return {};
    return number;
}

/// Text that is not of the field's kind stays text: reading the request then names what is wrong.
Json value_of(Kind kind, const std::string& text) {
    if (kind == Kind::boolean && (text == "true" || text == "false")) return text == "true";
    if (kind == Kind::integer || kind == Kind::number) {
        if (auto integer = number_of<std::int64_t>(text)) return *integer;
        if (auto number = number_of<double>(text)) return *number;
    }
    if (kind == Kind::list) {
        auto list = Json::array();
        for (std::size_t from = 0; from <= text.size();) {
            const auto end = std::min(text.find(',', from), text.size());
            list.push_back(text.substr(from, end - from));
            from = end + 1;
        }
        return list;
    }
    return text;
}

}  // namespace

void Routes::add(const Operation& operation, const RestDoor& door) {
    auto* node = &root_;
    for (auto segment : segments(door.path)) {
        if (is_parameter(segment)) {
            if (!operation.request().find(parameter_name(segment)))
                throw std::logic_error(operation.name() + ": " + door.path + " names no field of its request");
            if (!node->parameter) node->parameter = std::make_unique<Node>();
            node = node->parameter.get();
        } else {
            auto& child = node->children[std::string(segment)];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
        }
    }
    if (!node->doors.try_emplace(door.method, &operation, door).second)
        throw std::logic_error(operation.name() + ": " + door.path + " is taken");
}

Routes::Match Routes::find(std::string_view method, std::string_view path) const {
    Match match;
    if (path.empty() || path.front() != '/') return match;
    const auto* node = &root_;
    std::vector<std::string> values;
    for (auto segment : segments(path)) {
        if (auto child = node->children.find(segment); child != node->children.end()) {
            node = child->second.get();
        } else if (node->parameter && !segment.empty()) {
            values.emplace_back(segment);
            node = node->parameter.get();
        } else {
            return match;
        }
    }
    const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
    for (const auto& [known, target] : node->doors) {
        const auto name = upper(name_of(known));
        match.allowed.push_back(name);
        if (name != wanted) continue;
        match.operation = target.first;
        match.status = target.second.status;
        std::size_t next = 0;
        for (auto segment : segments(target.second.path))
            if (is_parameter(segment)) match.path.emplace_back(parameter_name(segment), values[next++]);
    }
    return match;
}

Json merged_request(const Operation& operation, const Routes::Pairs& path, const Routes::Pairs& query, Json body) {
    if (body.is_null()) body = Json::object();
    if (!body.is_object()) throw Error(Code::invalid, "The body is not a JSON object.", {FieldError{"", "is not a JSON object"}});
    for (const auto& [name, text] : query) {
        if (body.contains(name)) throw invalid(name, "is given twice");
        const auto* field = operation.request().find(name);
        body[name] = field ? value_of(field->type->kind, text) : Json(text);
    }
    for (const auto& [name, text] : path) {
        auto value = value_of(operation.request().find(name)->type->kind, text);
        auto given = body.find(name);
        if (given != body.end() && *given != value && *given != Json(text)) throw invalid(name, "differs from the path");
        body[name] = std::move(value);
    }
    return body;
}

}  // namespace chatd::api

#include "base/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <charconv>
#include <cmath>
#include <sstream>

namespace chatd {
namespace {

constexpr std::size_t depth_max = 16;

/// A plain scalar's value in the core schema.
Json plain_value(const std::string& text) {
    if (text.empty() || text == "~" || text == "null") return nullptr;
    if (text == "true") return true;
    if (text == "false") return false;
    const char* end = text.data() + text.size();
    std::int64_t integer = 0;
    if (const auto read = std::from_chars(text.data(), end, integer); read.ec == std::errc() && read.ptr == end) return integer;
    double number = 0;
    const bool numeric = text.find_first_not_of("0123456789+-.eE") == std::string::npos;
    if (const auto read = std::from_chars(text.data(), end, number); numeric && read.ec == std::errc() && read.ptr == end) return number;
    return text;
}

/// Builds the tree while the parser goes through the text.
class Builder : public YAML::EventHandler {
public:
    Builder(YamlDocument& out, const Environment& environment) : out_(out), environment_(environment) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { scalar(mark, anchor, nullptr); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        wrong(mark, "aliases are not supported");
        place(mark, nullptr);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        const bool is_key = !open_.empty() && open_.back().node->is_object() && !open_.back().has_key;
        if (is_key) return key(mark, value);
        const bool is_plain = tag == "?" || tag.empty();
        if (!is_plain && tag != "!") wrong(mark, "tags are not supported");
        const auto text = expand(mark, value);
        scalar(mark, anchor, is_plain ? plain_value(text) : Json(text));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        enter(mark, anchor, Json::array());
    }
    void OnSequenceEnd() override { leave(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        enter(mark, anchor, Json::object());
    }
    void OnMapEnd() override { leave(); }

private:
    struct Open {
        Json* node;
        std::string path, key;
        bool has_key = false;
    };

    std::string path() const {
        if (open_.empty()) return {};
        const auto& top = open_.back();
        if (top.node->is_array()) return top.path + '[' + std::to_string(top.node->size()) + ']';
        if (!top.has_key) return top.path;
        return top.path.empty() ? top.key : top.path + '.' + top.key;
    }

    void wrong(const YAML::Mark& mark, std::string message) { out_.problems.push_back({mark.line + 1, path(), std::move(message)}); }

    void key(const YAML::Mark& mark, const std::string& name) {
        auto& top = open_.back();
        const bool twice = top.node->contains(name);
        top.key = name;
        top.has_key = true;
        if (twice) wrong(mark, "is there twice");
        out_.lines.try_emplace(path(), mark.line + 1);
    }

    /// Puts a value where the parser is and returns where it lies.
    Json* place(const YAML::Mark& mark, Json value) {
        if (open_.empty()) return &(out_.root = std::move(value));
        out_.lines.try_emplace(path(), mark.line + 1);
        auto& top = open_.back();
        if (top.node->is_array()) return &top.node->emplace_back(std::move(value));
        if (!top.has_key) {  // a map or list as a key
            wrong(mark, "a key must be plain text");
            top.key = "?";
        }
        top.has_key = false;
        return &((*top.node)[top.key] = std::move(value));
    }

    void scalar(const YAML::Mark& mark, YAML::anchor_t anchor, Json value) {
        if (anchor) wrong(mark, "anchors are not supported");
        place(mark, std::move(value));
    }

    void enter(const YAML::Mark& mark, YAML::anchor_t anchor, Json empty) {
        if (anchor) wrong(mark, "anchors are not supported");
        if (open_.size() >= depth_max) throw YAML::ParserException(mark, "nested too deeply");
        auto own_path = path();
        auto* node = place(mark, std::move(empty));
        open_.push_back({node, std::move(own_path), {}});
    }
    void leave() { open_.pop_back(); }

    std::string expand(const YAML::Mark& mark, const std::string& text) {
        std::string out;
        for (std::size_t at = 0;;) {
            const auto start = text.find("${", at);
            out.append(text, at, start == std::string::npos ? start : start - at);
            if (start == std::string::npos) return out;
            if (start > at && text[start - 1] == '$') {  // $${ stands for ${
                out += '{';
                at = start + 2;
                continue;
            }
            const auto end = text.find('}', start);
            if (end == std::string::npos) {
                wrong(mark, "has ${ without }");
                return out;
            }
            auto name = text.substr(start + 2, end - start - 2);
            const auto colon = name.find(":-");
            std::optional<std::string> fallback;
            if (colon != std::string::npos) {
                fallback = name.substr(colon + 2);
                name.resize(colon);
            }
            auto value = environment_(name);
            if (!value || value->empty()) value = fallback ? fallback : value;
            if (!value) wrong(mark, "names the environment variable " + name + ", which is not set");
            out += value.value_or("");
            at = end + 1;
        }
    }

    YamlDocument& out_;
    const Environment& environment_;
    std::vector<Open> open_;
};

}  // namespace

YamlDocument parse_yaml(std::string_view text, const Environment& environment) {
    YamlDocument out;
    if (!valid_utf8(text) || text.find('\0') != std::string_view::npos) {
        out.problems.push_back({0, {}, "is not UTF-8 text"});
        return out;
    }
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        Builder builder(out, environment);
        parser.HandleNextDocument(builder);
        YamlDocument rest;
        Builder ignored(rest, environment);
        if (parser.HandleNextDocument(ignored)) out.problems.push_back({0, {}, "has more than one document"});
    } catch (const YAML::Exception& failure) {
        out.problems.push_back({failure.mark.line + 1, {}, "is not YAML: " + failure.msg});
    }
    if (out.root.is_null()) out.root = Json::object();
    return out;
}

}  // namespace chatd

// YAML as configuration is written in it: one document of maps, lists and scalars, as JSON, with the line of every value.
// Stricter than YAML: no anchors, aliases, tags or merge keys, no key twice, keys are plain text. Pure; any thread.
#pragma once
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chatd/config.hpp"

namespace chatd {

struct YamlDocument {
    Json root = Json::object();
    std::map<std::string, int> lines;  ///< by path, `auth.keys[0].kid`; counted from 1
    std::vector<ConfigProblem> problems;
};

/// Plain scalars are null, true, false, integers and numbers where they look like one (YAML 1.2's core schema: `off` and `yes` are text).
/// `${NAME}` and `${NAME:-default}` are replaced inside scalars, after parsing, so that a value cannot become structure; `$${` is `${`.
YamlDocument parse_yaml(std::string_view text, const Environment& environment);

}  // namespace chatd

#include "chatd/config.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/yaml.hpp"

namespace chatd {
namespace {

/// How many characters must change to make one word of the other (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

/// The struct that a path's parent is described by, and the path's last name.
struct Place {
    const StructInfo* in = &struct_of<Config>();
    std::string_view name;
};
Place place_of(std::string_view path) {
    Place place;
    while (!path.empty()) {
        const auto dot = path.find('.');
        const auto part = path.substr(0, dot);
        place.name = part.substr(0, part.find('['));
        if (dot == std::string_view::npos) break;
        path.remove_prefix(dot + 1);
        const auto* field = place.in->find(place.name);
        const auto* inside = field ? field->type->inside() : nullptr;
        if (!inside) break;
        place.in = inside;
    }
    return place;
}

std::string suggestion(const Place& place) {
    std::string_view nearest;
    auto best = place.name.size() / 3 + 2;
    std::string all;
    for (const auto& field : place.in->fields) {
        (all += all.empty() ? "" : ", ") += field.name;
        if (place.name.size() > 64) continue;
        if (const auto far = distance(place.name, field.name); far < best) {
            best = far;
            nearest = field.name;
        }
    }
    return nearest.empty() ? "is not known here; there are " + all : "is not known here; did you mean " + std::string(nearest) + "?";
}

bool hidden(std::string_view path) {
    const auto place = place_of(path);
    return place.name == "secret" || place.name == "url" || place.name == "password" || !place.in->find(place.name);
}

/// What stands at a path, or null.
const Json* value_at(const Json& root, std::string_view path) {
    const Json* at = &root;
    while (!path.empty() && at) {
        auto part = path.substr(0, path.find_first_of(".["));
        if (path[0] == '[') {
            std::size_t index = 0;
            std::from_chars(path.data() + 1, path.data() + path.size(), index);
            at = at->is_array() && index < at->size() ? &(*at)[index] : nullptr;
            path.remove_prefix(std::min(path.find(']'), path.size() - 1) + 1);
        } else {
            const auto found = at->find(part);
            at = at->is_object() && found != at->end() ? &*found : nullptr;
            path.remove_prefix(part.size());
        }
        if (path.starts_with('.')) path.remove_prefix(1);
    }
    return at;
}

std::string found_text(const Json& root, std::string_view path) {
    const auto* value = value_at(root, path);
    if (!value || hidden(path)) return {};
    if (value->is_structured()) return value->is_array() ? "; found a list" : "; found a section";
    return "; found " + value->dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 80);
}

std::string expected_text(std::string_view path) {
    const auto place = place_of(path);
    const auto* field = place.in->find(place.name);
    return field ? "; expected: " + std::string(field->doc) : std::string();
}

/// The line of a path, else that of what it is in.
int line_of(const YamlDocument& yaml, std::string path) {
    for (;;) {
        if (const auto found = yaml.lines.find(path); found != yaml.lines.end()) return found->second;
        const auto cut = path.find_last_of(".[");
        if (cut == std::string::npos) return 0;
        path.resize(cut);
    }
}

bool is_network(const std::string& text) {
    const auto slash = text.find('/');
    const auto address = text.substr(0, slash);
    in6_addr ignored{};
    const bool v4 = inet_pton(AF_INET, address.c_str(), &ignored) == 1;
    if (!v4 && inet_pton(AF_INET6, address.c_str(), &ignored) != 1) return false;
    if (slash == std::string::npos) return true;
    int bits = -1;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + slash + 1, end, bits);
    return read.ec == std::errc() && read.ptr == end && bits >= 0 && bits <= (v4 ? 32 : 128);
}

/// Rules that one field alone cannot tell, and secrets from files.
class Checks {
public:
    Checks(Config& config, const std::filesystem::path& folder, std::vector<ConfigProblem>& out, const YamlDocument& yaml)
        : config_(config), folder_(folder), out_(out), yaml_(yaml) {}

    void all() {
        address("server.listen", config_.server.listen);
        if (config_.server.metrics_listen) address("server.metrics_listen", *config_.server.metrics_listen);
        for (std::size_t i = 0; i < config_.server.trusted_proxies.size(); ++i)
            if (!is_network(config_.server.trusted_proxies[i]))
                wrong("server.trusted_proxies[" + std::to_string(i) + "]", "is neither an address nor a network like 10.0.0.0/8");
        database();
        keys();
        files();
        if (config_.limits.message_bytes.bytes > config_.limits.frame_bytes.bytes)
            wrong("limits.message_bytes", "is more than limits.frame_bytes, so such a message could not arrive");
    }

private:
    void wrong(const std::string& key, std::string message) {
        const bool told = std::any_of(out_.begin(), out_.end(), [&](const auto& problem) { return problem.key == key; });
        if (!told) out_.push_back({line_of(yaml_, key), key, std::move(message)});
    }
    void address(const std::string& key, const std::string& text) {
        if (!Endpoint::parse(text)) wrong(key, "is not an address with a port, like 127.0.0.1:8080 or [::1]:8080" + found_text(yaml_.root, key));
    }
    std::optional<Secret> from_file(const std::string& key, const std::string& name) {
        try {
            return Secret{read_secret_file(folder_ / name)};
        } catch (const Error& error) {
            wrong(key, error.message);
            return {};
        }
    }
    void database() {
        auto& database = config_.database;
        if (database.url && database.url_file) return wrong("database.url_file", "stands beside database.url; one of them");
        if (database.url_file) database.url = from_file("database.url_file", *database.url_file);
        if (database.url && database.url->value.empty()) wrong("database.url", "is empty");
    }
    void files() {
        auto& files = config_.files;
        const auto of = [](std::string_view text, std::string_view characters) { return text.find_first_not_of(characters) == std::string_view::npos; };
        constexpr std::string_view small = "abcdefghijklmnopqrstuvwxyz0123456789-";
        for (std::size_t i = 0; i < files.types.size(); ++i) {
            const auto& type = files.types[i];
            const auto slash = type.find('/');
            const bool good = slash != std::string::npos && slash > 0 && slash + 1 < type.size() && of(type, std::string(small) + "/+._*");
            if (!good) wrong("files.types[" + std::to_string(i) + "]", "is no media type like image/png or text/*");
        }
        if (files.storage == FileStorage::s3 && !files.s3) wrong("files.storage", "is s3, but there is no files.s3");
        if (!files.s3) return;
        auto& s3 = *files.s3;
        if (!s3.endpoint.starts_with("https://") && !s3.endpoint.starts_with("http://")) wrong("files.s3.endpoint", "does not begin with https:// or http://");
        if (!of(s3.bucket, std::string(small) + ".")) wrong("files.s3.bucket", "is no name of a bucket");
        if (!of(s3.prefix, std::string(small) + "/")) wrong("files.s3.prefix", "has other characters than small letters, digits, dashes and slashes");
        if (s3.secret.has_value() == s3.secret_file.has_value()) wrong("files.s3", "needs either secret or secret_file");
        else if (s3.secret_file) s3.secret = from_file("files.s3.secret_file", *s3.secret_file);
    }
    void keys() {
        std::set<std::string> kids;
        for (std::size_t i = 0; i < config_.auth.keys.size(); ++i) {
            auto& key = config_.auth.keys[i];
            const auto path = "auth.keys[" + std::to_string(i) + "]";
            if (!kids.insert(key.kid).second) wrong(path + ".kid", "is there twice");
            if (key.secret.has_value() == key.secret_file.has_value()) {
                wrong(path, "needs either secret or secret_file");
            } else if (key.secret_file) {
                key.secret = from_file(path + ".secret_file", *key.secret_file);
                if (key.secret && key.secret->value.size() < 32) wrong(path + ".secret_file", "holds fewer than 32 bytes");
            }
        }
    }

    Config& config_;
    const std::filesystem::path& folder_;
    std::vector<ConfigProblem>& out_;
    const YamlDocument& yaml_;
};

}  // namespace

ConfigError::ConfigError(std::string name, std::vector<ConfigProblem> list) : file(std::move(name)), problems(std::move(list)) {
    for (const auto& [line, key, message] : problems) {
        if (!text.empty()) text += '\n';
        text += file + (line ? ":" + std::to_string(line) : "") + ": " + key + (key.empty() ? "" : " ") + message;
    }
}

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

Config parse_config(std::string_view text, const std::filesystem::path& file, const Environment& environment) {
    auto yaml = parse_yaml(text, environment);
    auto problems = std::move(yaml.problems);
    const auto told = [&problems](const std::string& key) {
        return std::any_of(problems.begin(), problems.end(), [&](const auto& problem) { return problem.key == key; });
    };
    Config config;
    Reading reading;
    Wire<Config>::read(yaml.root, config, reading);
    for (const auto& [path, message] : reading.errors()) {
        if (told(path)) continue;
        const bool unknown = message == "is not known here";
        problems.push_back({line_of(yaml, path), path, unknown ? suggestion(place_of(path)) : message + found_text(yaml.root, path) + expected_text(path)});
    }
    Checks(config, file.parent_path(), problems, yaml).all();
    std::sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) { return std::tie(a.line, a.key) < std::tie(b.line, b.key); });
    if (!problems.empty()) throw ConfigError(file.string(), std::move(problems));
    return config;
}

Config load_config(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream.is_open() || stream.bad()) throw ConfigError(file.string(), {{0, {}, "cannot be read"}});
    return parse_config(text, file);
}

std::vector<std::string> restart_needed(const Config& running, const Config& wanted) {
    const auto before = Json::parse(to_json(running)), after = Json::parse(to_json(wanted));
    std::vector<std::string> out;
    for (const auto& [section, value] : before.items()) {
        if (!value.is_object()) {
            if (value != after.at(section)) out.push_back(section);
            continue;
        }
        for (const auto& [key, setting] : value.items()) {
            const auto path = section + "." + key;
            if (setting != after.at(section).at(key) && path != "log.level" && path != "server.tls") out.push_back(path);
        }
    }
    const auto secrets = [](const Config& config) {
        std::vector<std::string> all{config.database.url.value_or(Secret{}).value};
        for (const auto& key : config.auth.keys) all.push_back(key.kid + key.secret.value_or(Secret{}).value);
        if (config.files.s3) all.push_back(config.files.s3->secret.value_or(Secret{}).value);
        return all;
    };
    if (out.empty() && secrets(running) != secrets(wanted)) out.push_back("a secret");
    return out;
}

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return {};
    Endpoint out{std::string(text.substr(0, colon)), 0};
    const auto port = text.substr(colon + 1);
    const auto read = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (read.ec != std::errc() || read.ptr != port.data() + port.size()) return {};
    if (out.host.empty()) out.host = "0.0.0.0";
    const bool bracketed = out.host.size() > 2 && out.host.front() == '[' && out.host.back() == ']';
    if (bracketed) out.host = out.host.substr(1, out.host.size() - 2);
    in6_addr ignored{};
    if (inet_pton(bracketed ? AF_INET6 : AF_INET, out.host.c_str(), &ignored) != 1) return {};
    return out;
}

bool Endpoint::loopback() const { return host.starts_with("127.") || host == "::1"; }

}  // namespace chatd

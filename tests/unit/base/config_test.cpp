#include "chatd/config.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/yaml.hpp"

using namespace chatd;
using namespace std::chrono_literals;

namespace {

std::optional<std::string> environment(const std::string& name) {
    if (name == "PORT") return "9000";
    if (name == "SECRET") return "an HS256 secret of 32 bytes or more";
    if (name == "TRICK") return "a, listen: b";
    return {};
}
Config parsed(std::string_view yaml) { return parse_config(yaml, "chatd.yaml", environment); }
std::string problems(std::string_view yaml) {
    try {
        parsed(yaml);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

/// A folder of the test's own, gone at its end.
struct Folder {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("chatd-" + Uuid::random().text());
    Folder() { std::filesystem::create_directory(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::filesystem::path file(const char* name, std::string_view text, ::mode_t mode = 0600) const {
        std::ofstream(path / name) << text;
        ::chmod((path / name).c_str(), mode);
        return path / name;
    }
};

}  // namespace

TEST(Config, AnEmptyFileIsTheDefaults) {
    EXPECT_EQ(to_json(parsed("")), to_json(Config{}));
    EXPECT_EQ(to_json(parsed("# nothing\n---\n")), to_json(Config{}));
}

TEST(Config, ValuesAreRead) {
    const auto config = parsed(R"(
server: {listen: "[::1]:8443", trusted_proxies: [10.0.0.0/8, ::1], io_threads: 2}
database: {url: postgresql://chatd@db/chatd, pool: 8}
auth:
  keys:
    - {kid: a, secret: "${SECRET}"}
  access_ttl: 5m
limits:
  profile: off
  messages: 5/10s burst 50
  frame_bytes: 1MiB
log: {level: off, format: text}
)");
    EXPECT_EQ(config.server.listen, "[::1]:8443");
    EXPECT_EQ(config.server.io_threads.count, 2);
    EXPECT_EQ(config.database.url->value, "postgresql://chatd@db/chatd");
    EXPECT_EQ(config.auth.keys.at(0).secret->value, "an HS256 secret of 32 bytes or more");
    EXPECT_EQ(config.auth.access_ttl, 5min);
    EXPECT_EQ(config.limits.profile, LimitsProfile::off);
    EXPECT_EQ(config.limits.messages, (Rate{5, 10s, 50}));
    EXPECT_EQ(config.limits.frame_bytes, mib(1));
    EXPECT_EQ(config.log.level, log::Level::off);
}

TEST(Config, EveryProblemIsToldWithLineKeyFoundAndExpected) {
    EXPECT_EQ(problems("server:\n  listn: 1\n  io_threads: many\ndatabase:\n  pool: 100\npresence:\n  grace: 5 minutes\nlog: loud\ncolour: red\n"),
              "chatd.yaml:2: server.listn is not known here; did you mean listen?\n"
              "chatd.yaml:3: server.io_threads is neither auto nor a number; found \"many\"; expected: Threads for sockets, or auto.\n"
              "chatd.yaml:5: database.pool is above 64; found 100; expected: Connections, beside one of the journal.\n"
              "chatd.yaml:7: presence.grace is not a duration like 30s, 15m, 24h, 30d or 250ms; found \"5 minutes\"; "
              "expected: Then time to come back, before a technician is offline.\n"
              "chatd.yaml:8: log is not an object; found \"loud\"; expected: The log.\n"
              "chatd.yaml:9: colour is not known here; there are server, database, data_dir, auth, limits, chat, queue, files, presence, tickets, log");
}

TEST(Config, RulesOverSeveralKeysAreToldToo) {
    EXPECT_EQ(problems("server: {listen: localhost, trusted_proxies: [10.0.0.0/33]}"),
              "chatd.yaml:1: server.listen is not an address with a port, like 127.0.0.1:8080 or [::1]:8080; found \"localhost\"\n"
              "chatd.yaml:1: server.trusted_proxies[0] is neither an address nor a network like 10.0.0.0/8");
    EXPECT_NE(problems("auth:\n  keys:\n    - kid: a\n").find("chatd.yaml:3: auth.keys[0] needs either secret or secret_file"), std::string::npos);
    EXPECT_NE(problems("database: {url: x, url_file: y}").find("database.url_file stands beside database.url"), std::string::npos);
    EXPECT_NE(problems("limits: {message_bytes: 128KiB}").find("limits.message_bytes is more than limits.frame_bytes"), std::string::npos);
    EXPECT_NE(problems("auth: {keys: [{kid: a, secret: '${SECRET}'}, {kid: a, secret: '${SECRET}'}]}").find("auth.keys[1].kid is there twice"),
              std::string::npos);
}

TEST(Config, NoSecretIsEverShown) {
    for (const auto* yaml : {"auth: {keys: [{kid: a, secret: hunter2}]}", "auth: {keys: [{kid: a, secret: [hunter2]}]}",
                             "database: {url: [hunter2]}", "auth: {keys: [{kid: a, secrt: hunter2}]}", "password: hunter2"}) {
        EXPECT_NE(problems(yaml), "") << yaml;
        EXPECT_EQ(problems(yaml).find("hunter2"), std::string::npos) << problems(yaml);
    }
    const auto config = parsed("auth: {keys: [{kid: a, secret: '${SECRET}'}]}\ndatabase: {url: postgresql://u:hunter2@db/x}");
    EXPECT_EQ(to_json(config).find("hunter2"), std::string::npos);
    EXPECT_EQ(to_json(config).find("HS256 secret"), std::string::npos);
}

TEST(Config, TheEnvironmentFillsValuesAndNeverStructure) {
    EXPECT_EQ(parsed("server: {listen: '127.0.0.1:${PORT}'}").server.listen, "127.0.0.1:9000");
    EXPECT_EQ(parsed("data_dir: ${TRICK}").data_dir, "a, listen: b");
    EXPECT_EQ(parsed("data_dir: ${NONE:-var}/x").data_dir, "var/x");
    EXPECT_EQ(parsed("data_dir: $${PORT}").data_dir, "${PORT}");
    EXPECT_EQ(parsed("database:\n  pool: ${NONE:-7}").database.pool, 7);
    EXPECT_NE(problems("database:\n  pool: '7'").find("is not an integer"), std::string::npos) << "quoted, it is text";
    EXPECT_EQ(problems("data_dir: ${NONE}"),
              "chatd.yaml:1: data_dir names the environment variable NONE, which is not set");
}

TEST(Config, YamlThatSurprisesIsRefused) {
    EXPECT_NE(problems("server: &a {listen: 127.0.0.1:1}").find("anchors are not supported"), std::string::npos);
    EXPECT_NE(problems("server: *a").find("chatd.yaml:1: is not YAML"), std::string::npos);
    EXPECT_NE(problems("data_dir: a\ndata_dir: b").find("chatd.yaml:2: data_dir is there twice"), std::string::npos);
    EXPECT_NE(problems("data_dir: !!binary aGk=").find("tags are not supported"), std::string::npos);
    EXPECT_NE(problems("data_dir: a\n---\ndata_dir: b").find("more than one document"), std::string::npos);
    EXPECT_NE(problems("? [a]\n: b").find("a key must be plain text"), std::string::npos);
    EXPECT_NE(problems("server:\n\tlisten: x").find("is not YAML"), std::string::npos);
    EXPECT_NE(problems("data_dir: \xff").find("is not UTF-8"), std::string::npos);
    EXPECT_NE(problems(std::string(40, '[')).find("is not YAML"), std::string::npos);
    EXPECT_NE(problems("- a").find("is not an object"), std::string::npos);
    EXPECT_EQ(problems("just words").find("\n"), std::string::npos) << "one problem, told once";
}

TEST(Config, SecretsComeFromFilesThatOthersCannotRead) {
    const Folder folder;
    folder.file("good", "an HS256 secret of 32 bytes or more\n");
    folder.file("open", "an HS256 secret of 32 bytes or more\n", 0644);
    folder.file("short", "too short");
    folder.file("empty", "\n");
    const auto read = [&](const std::string& name) -> std::string {
        try {
            return parse_config("auth: {keys: [{kid: a, secret_file: " + name + "}]}", folder.path / "chatd.yaml", environment).auth.keys.at(0).secret->value;
        } catch (const ConfigError& error) {
            return error.problems.at(0).key + " " + error.problems.at(0).message;
        }
    };
    EXPECT_EQ(read("good"), "an HS256 secret of 32 bytes or more");
    EXPECT_NE(read("open").find("everybody may read"), std::string::npos);
    EXPECT_NE(read("short").find("auth.keys[0].secret_file holds fewer than 32 bytes"), std::string::npos);
    EXPECT_NE(read("empty").find("is empty"), std::string::npos);
    EXPECT_NE(read("none").find("cannot be read: No such file"), std::string::npos);
    EXPECT_NE(read(".").find("is not a file"), std::string::npos);
}

TEST(Config, TheDaemonMakesItsOwnKeyOnceAndKeepsIt) {
    const Folder folder;
    const auto first = kept_auth_key(folder.path / "data");
    const auto again = kept_auth_key(folder.path / "data");
    EXPECT_EQ(first.kid, again.kid);
    EXPECT_EQ(first.secret->value, again.secret->value);
    EXPECT_GE(first.secret->value.size(), 32u);
    struct stat facts{};
    ASSERT_EQ(::stat((folder.path / "data" / "auth.key").c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
    EXPECT_NE(kept_auth_key(folder.path / "other").secret->value, first.secret->value);
}

TEST(Config, WhatNeedsARestartIsNamed) {
    auto wanted = parsed("server: {listen: 127.0.0.1:1, tls: {certificate: a, key: b}}\nlimits: {joins: 1/s}\ndatabase: {url: x}\nlog: {level: debug}");
    EXPECT_EQ(restart_needed(Config{}, wanted), (std::vector<std::string>{"database.url", "limits.joins", "server.listen"}));
    wanted = parsed("database: {url: x}");
    auto changed = wanted;
    changed.database.url->value = "y";
    EXPECT_EQ(restart_needed(wanted, changed), (std::vector<std::string>{"a secret"}));
    EXPECT_TRUE(restart_needed(Config{}, Config{}).empty());
}

TEST(Endpoint, AddressesAreReadAndNamesAreNot) {
    EXPECT_EQ(Endpoint::parse("[::1]:80")->host, "::1");
    EXPECT_TRUE(Endpoint::parse("[::1]:80")->loopback());
    EXPECT_EQ(Endpoint::parse(":0")->host, "0.0.0.0");
    EXPECT_FALSE(Endpoint::parse("0.0.0.0:1")->loopback());
    for (const auto* bad : {"", "8080", "localhost:80", "::1:80", "[::1]", "1.2.3.4:65536", "1.2.3.4:x", "1.2.3:4"}) EXPECT_FALSE(Endpoint::parse(bad)) << bad;
}

namespace {
/// Every path of a struct; those below lists, maps and optional sections end in the name alone, after a `*`.
void paths_of(const StructInfo& info, const std::string& at, bool shown, std::vector<std::string>& out) {
    for (const auto& field : info.fields) {
        const auto path = (at.empty() ? "" : at + ".") + std::string(field.name);
        out.push_back(shown ? path : "*" + std::string(field.name));
        if (const auto* inside = field.type->inside()) paths_of(*inside, path, shown && field.type->kind == Kind::object && !field.type->optional, out);
    }
}
}  // namespace

TEST(Config, TheExampleHasEveryKeyWithItsDefault) {
    std::ifstream file(CHATD_SOURCE_DIR "/config/chatd.yaml");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(to_json(parsed(text)), to_json(Config{}));
    const auto document = parse_yaml(text, environment);
    std::vector<std::string> paths;
    paths_of(struct_of<Config>(), "", true, paths);
    EXPECT_GT(paths.size(), 60u);
    for (const auto& path : paths) {
        if (path[0] != '*') {
            EXPECT_TRUE(document.lines.contains(path)) << path << " is not in config/chatd.yaml";
            continue;
        }
        std::istringstream lines(text);
        bool in_comment = false;
        for (std::string line; std::getline(lines, line);)
            in_comment |= line.find('#') < line.find(path.substr(1) + ":");
        EXPECT_TRUE(in_comment) << path << " is in no comment of config/chatd.yaml";
    }
}

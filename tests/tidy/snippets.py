"""For each rule: small trees that it must flag (BAD) and must let pass (GOOD)."""

LEVELS = {"src/LEVELS": "# order\ninclude/chatd\nbase\ndb\nnet\nmessages\nlivechat\nops\napp\n"}


def awaiting(body: str) -> dict[str, str]:
    return {"src/messages/a.cpp": "Task<> f(int n) {\n" + body + "\n}\n"}


CONFIG = {"include/chatd/config.hpp": 'field(&ServerConfig::listen, "listen", "…"), field(&AuthKey::secret_file, "secret_file", "…")'}

FLY = {"src/livechat/a.cpp": 'api.operation("chat:fly", *this).says("Fly; high.")\n.rest(api::post, "/api/live-chat/{channel_id}/fly", 201);\n'}

BAD = {
    "every_configuration_key_does_something": [CONFIG | {"src/app/a.cpp": "socket.listen();"}, CONFIG | {"src/base/config.cpp": "config.server.listen"}],
    "a_folder_includes_only_earlier_ones": [
        LEVELS | {"src/messages/a.cpp": '#include "livechat/b.hpp"\n', "src/livechat/b.hpp": ""},
        LEVELS | {"include/chatd/a.hpp": '#include "db/b.hpp"\n', "src/db/b.hpp": ""},
        LEVELS | {"src/stray/a.cpp": ""},
        LEVELS | {"src/net/a.cpp": '# include "../livechat/b.hpp"\n', "src/livechat/b.hpp": ""},
        {"src/base/a.cpp": ""},
    ],
    "headers_do_not_include_each_other_in_circles": [
        {"src/db/a.hpp": '#include "db/b.hpp"\n', "src/db/b.hpp": '#include "a.hpp"\n'},
    ],
    "beast_stays_in_net": [
        {"src/net/a.hpp": "#include <boost/beast/http.hpp>\n"},
        {"src/messages/a.cpp": "#include <boost/beast/core.hpp>\n"},
    ],
    "sockets_stay_in_net": [{"src/messages/a.cpp": "#include <boost/asio/ip/tcp.hpp>\n"}],
    "pqxx_stays_in_db_and_stores": [
        {"src/messages/messages.cpp": "#include <pqxx/pqxx>\n"},
        {"include/chatd/a.hpp": "#include <pqxx/row>\n"},
    ],
    "features_hold_no_lock": [
        LEVELS | {"src/messages/a.cpp": "#include <mutex>\n"},
        LEVELS | {"src/livechat/a.hpp": "std::mutex m;\n"},
    ],
    "every_source_is_built": [
        {"CMakeLists.txt": "add_library(a src/db/a.cpp)", "src/db/a.cpp": "", "src/db/b.cpp": ""},
        {"CMakeLists.txt": "add_library(a src/db/ab.cpp)", "src/db/b.cpp": ""},
    ],
    "every_header_is_included": [
        {"src/db/a.hpp": "", "src/db/b.cpp": '#include "db/b.hpp"\n'},
        {"src/db/a.hpp": '#include "db/a.hpp"\n'},
    ],
    "no_brace_lambda_or_ternary": [
        awaiting("co_await g(Send{1});"),
        awaiting("auto x = co_await g([&] { return 1; });"),
        awaiting("auto x = co_await g([=](int a) mutable -> int { return a; }, 2);"),
        awaiting("co_return n ? co_await g() : 0;"),
        awaiting("const int x = n > 0 ? 1 : co_await g();"),
        awaiting("if (co_await g({1, 2})) {\n h();\n}"),
        awaiting("auto r = Row{co_await g()};"),
        awaiting("co_return Row{.id = co_await g()};"),
        awaiting("run([&]() -> Task<> {\n co_await g(Send{1});\n});"),
        awaiting("switch (n) {\n case 1: co_await g(Send{1}); break;\n default: break;\n}"),
        {"src/net/a.hpp": "struct A {\n Task<> f() const {\n  co_await g(n ? 1 : 2);\n }\n};\n"},
        {"src/net/a.cpp": "A::A() : a_{1}, b_(2) { auto t = [this]() -> Task<> { co_await g(T{}); }; }\n"},
    ],
    "what_is_left_to_do_has_a_reason": [
        {"src/db/a.cpp": "// TODO later\n"}, {"web/a.ts": "// FIXME: broken\n"}, {"a.py": "# TODO() nothing\n"},
    ],
    "long_files_say_why": [{"src/db/a.cpp": "int a;\n" * 401}],
    "no_path_of_a_machine": [
        {"a.py": 'open("/work/notes.txt")\n'}, {"README.md": "see /root/x\n"}, {"a.cpp": '"/tmp/chatd-test"\n'}, {"b.md": "in /home/ada/chatd\n"},
    ],
    "no_registry_is_named": [{"web/.npmrc": "registry=https://registry.npmjs.org/\n"}, {"a.list": "deb http://deb.debian.org/debian bookworm\n"}],
    "locks_name_no_source": [
        {"web/package-lock.json": '{"packages": {"node_modules/a": {"resolved": "https://host/a.tgz", "integrity": "sha512-x"}}}'},
        {"web/package-lock.json": '{"packages": {"node_modules/a": {"version": "1.0.0"}}}'},
    ],
    "names_say_something": [
        {"src/db/pool_manager.cpp": ""}, {"web/sdk/utils.ts": ""}, {"src/db/info.hpp": ""}, {"web/sdk/chatHelper.ts": ""},
        {"src/db/a.hpp": "class PoolManager {};"}, {"src/db/a.hpp": "struct ImplDetail {};"}, {"src/db/a.hpp": "struct SessionImpl;"},
    ],
    "headers_open_with_a_paragraph": [{"src/db/a.hpp": "#pragma once\nint a;\n"}, {"src/db/a.hpp": "// What this is.\nint a;\n"}],
    "no_conflict_is_left": [{"a.yaml": "<<<<<<< HEAD\na: 1\n"}],
    "alerts_know_their_metrics": [{"config/prometheus/a.yaml": "expr: rate(chatd_gone_total[5m]) > 0\n", "src/app/a.cpp": 'counter("chatd_here_total")'}],
    "the_example_of_contributing_applies": [
        {"CONTRIBUTING.md": "```diff\n--- a/src/LEVELS\n+++ b/src/LEVELS\n@@ -1 +1 @@\n-not there\n+nor this\n```\n"}, {"CONTRIBUTING.md": "None.\n"},
    ],
    "links_lead_somewhere": [{"docs/a.md": "[b](b.md)"}, {"README.md": "see `src/gone.cpp`"}],
    "every_operation_is_in_a_story": [FLY, FLY | {"tests/stories/a.story": "dana > POST /api/live-chat/7/flying < 201\n"}],
    "time_is_measured_by_a_steady_clock": [
        {"src/hub/a.cpp": "const auto by = std::chrono::system_clock::now() + 5s;\n"}, {"src/net/a.hpp": "boost::asio::system_timer timer_;\n"},
        {"src/db/a.cpp": "if (std::time(nullptr) > end) stop();\n"},
    ],
    "no_banners": [{"src/db/a.cpp": "// ------------ types ------------\n"}, {"a.py": "#########\n"}],
}

GOOD = {
    "every_configuration_key_does_something": [CONFIG | {"src/app/a.cpp": "f(config.server.listen)"}, CONFIG | {"src/app/a.cpp": "server.listen"}],
    "a_folder_includes_only_earlier_ones": [
        LEVELS | {"src/livechat/a.cpp": '#include "messages/b.hpp"\n#include <vector>\n', "src/messages/b.hpp": "", "src/main.cpp": '#include "messages/b.hpp"\n'},
    ],
    "headers_do_not_include_each_other_in_circles": [
        {"src/db/a.hpp": '#include "db/b.hpp"\n#include "db/c.hpp"\n', "src/db/b.hpp": '#include "db/c.hpp"\n', "src/db/c.hpp": ""},
    ],
    "beast_stays_in_net": [{"src/net/a.cpp": "#include <boost/beast/http.hpp>\n", "src/vendor/b.cpp": "#include <boost/beast/src.hpp>\n"}],
    "sockets_stay_in_net": [{"src/messages/a.cpp": "#include <boost/asio/steady_timer.hpp>\n", "src/net/a.hpp": "#include <boost/asio/ip/tcp.hpp>\n"}],
    "pqxx_stays_in_db_and_stores": [{"src/messages/store.hpp": "#include <pqxx/pqxx>\n", "src/livechat/queue_store.cpp": "#include <pqxx/row>\n"}],
    "features_hold_no_lock": [LEVELS | {"src/db/a.cpp": "#include <mutex>\n"}],
    "every_source_is_built": [
        {"CMakeLists.txt": "add_library(a\n    src/db/a.cpp\n)", "src/db/a.cpp": "", "tests/CMakeLists.txt": "t(x SOURCES unit/b.cpp)", "tests/unit/b.cpp": ""},
    ],
    "every_header_is_included": [{"src/db/a.hpp": "", "src/db/a.cpp": '#include "db/a.hpp"\n', "tests/support/x.hpp": "", "tests/unit/a.cpp": '#include "support/x.hpp"\n'}],
    "no_brace_lambda_or_ternary": [
        awaiting("const Send send{1};\nco_await g(send);"),
        awaiting("auto [a, b] = co_await g(x[1], y[n]);"),
        awaiting("const auto& [a, b] = co_await g(x);"),
        awaiting("if (co_await g()) {\n auto x = n ? 1 : 2;\n} else {\n co_await h();\n}"),
        awaiting("while (auto x = co_await g()) {\n use([&] { return *x; });\n}"),
        awaiting("for (const auto& x : {1, 2}) {\n co_await g(x);\n}"),
        awaiting("auto later = [&]() -> Task<> {\n co_await g();\n};\nco_await later();"),
        awaiting("try {\n co_await g();\n} catch (const E& e) {\n h(E{1});\n}\nco_return co_await g();"),
        awaiting("// co_await g(Send{1});\nauto s = \"co_await x{}\"; auto c = '{';\nco_await g(1'000);"),
        awaiting("switch (n) {\n case 1: {\n  co_await g();\n  break;\n }\n default: h(n ? 1 : 2);\n}"),
        {"src/net/a.hpp": "#define X {\nnamespace a::b {\nstruct A {\n int x{1};\n Task<int> f() const noexcept;\n auto g() -> Task<int> {\n  co_return co_await f();\n }\n};\n}\n"},
        {"src/net/a.cpp": "A::A(int n) : a_{1}, b_(n ? 1 : 2) {}\nTask<> A::f() {\n [[maybe_unused]] auto x = co_await g();\n}\n"},
    ],
    "what_is_left_to_do_has_a_reason": [{"src/db/a.cpp": "// TODO(needs libpqxx 7): stream the rows\n"}],
    "long_files_say_why": [{"src/db/a.cpp": "// Long because the table is one.\n" + "int a;\n" * 401}],
    "no_path_of_a_machine": [{"a.md": "GET /api/work/items, /usr/lib/postgresql, $TMPDIR/x, ${root}/root/x, ../work/x\n"}],
    "no_registry_is_named": [{"a.md": "npm ci\n"}],
    "locks_name_no_source": [{"web/package-lock.json": '{"packages": {"": {}, "node_modules/a": {"integrity": "sha512-x"}, "node_modules/w": {"link": true, "resolved": "sdk"}}}'}],
    "names_say_something": [{"src/db/pool.cpp": "struct Simple {};", "src/db/a.hpp": "struct Implicit {}; // class Manager\n"}],
    "headers_open_with_a_paragraph": [{"src/db/a.hpp": "// A pool of connections.\n#pragma once\n"}],
    "alerts_know_their_metrics": [{"config/prometheus/a.yaml": "expr: chatd_here_seconds_bucket{a=\"b\"} > 0\n", "src/app/a.cpp": 'histogram("chatd_here_seconds")'}],
    "links_lead_somewhere": [{"docs/a.md": "[b](../src/b.hpp#L1) [c](https://x) [d](#e) `src/` `src/b.hpp` `src/X/X.hpp:1`", "src/b.hpp": ""}],
    "every_operation_is_in_a_story": [FLY | {"tests/stories/a.story": "dana > POST /api/live-chat/7/fly < 201\n"}, FLY | {"tests/b.story": "dana > chat:fly {}\n"}],
    "time_is_measured_by_a_steady_clock": [{"src/base/ids.cpp": "system_clock::now()", "src/hub/a.cpp": "steady_clock::now(); // no system_clock\n"}],
    "no_banners": [{"src/db/a.cpp": "// one - two\n"}],
}

"""Who may include whom: levels, third parties that stay in their folders, and files that nobody uses."""

import posixpath
import re
from pathlib import PurePosixPath

from tree import Tree

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+([<"])([^>"]+)[>"]', re.M)


def includes(text: str) -> list[tuple[int, str, str]]:
    """Line, `<` or `"`, path of each include."""
    return [(text.count("\n", 0, m.start()) + 1, m[1], m[2]) for m in INCLUDE.finditer(text)]


def levels_of(tree: Tree) -> list[str]:
    lines = (line.split("#")[0].strip() for line in tree.files.get("src/LEVELS", "").splitlines())
    return [line for line in lines if line]


def folder(path: str) -> str:
    """The level that a file belongs to: `include/chatd`, or the folder below src/. main.cpp is part of app."""
    parts = path.split("/")
    if parts[0] == "include":
        return "include/chatd"
    return parts[1] if len(parts) > 2 else "app"


def target(tree: Tree, source: str, included: str) -> str | None:
    """The file of the repository that an include means, or None for a third party's."""
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), included))
    for candidate in (f"include/{included}", f"src/{included}", beside):
        if candidate in tree.files:
            return candidate
    return None


def a_folder_includes_only_earlier_ones(tree: Tree) -> list[str]:
    levels = levels_of(tree)
    if not levels:
        return ["src/LEVELS: missing or empty"]
    found = []
    for path, text in tree.cpp("src", "include").items():
        own = folder(path)
        if own == "vendor":
            continue
        if own not in levels:
            found.append(f"{path}: folder {own} is not in src/LEVELS")
            continue
        for line, _, included in includes(text):
            to = target(tree, path, included)
            if to and folder(to) in levels and levels.index(folder(to)) > levels.index(own):
                found.append(f"{path}:{line}: {own} may not include {included}, {folder(to)} comes later in src/LEVELS")
            if to and folder(to) == "vendor":
                found.append(f"{path}:{line}: nothing includes vendor/")
    return found


def headers_do_not_include_each_other_in_circles(tree: Tree) -> list[str]:
    graph = {path: [to for _, _, name in includes(text) if (to := target(tree, path, name))]
             for path, text in tree.cpp("src", "include").items()}
    found, finished = [], set()

    def visit(path: str, trail: list[str]) -> None:
        if path in trail:
            found.append(" -> ".join([*trail[trail.index(path):], path]))
        elif path not in finished:
            for to in graph.get(path, []):
                visit(to, [*trail, path])
            finished.add(path)

    for path in graph:
        visit(path, [])
    return found


def beast_stays_in_net(tree: Tree) -> list[str]:
    return [f"{path}:{line}: only src/net/*.cpp and src/vendor/ include {name}"
            for path, text in tree.cpp("src", "include").items() for line, _, name in includes(text)
            if name.startswith("boost/beast") and not re.match(r"src/(net/[^/]+\.cpp$|vendor/)", path)]


def sockets_stay_in_net(tree: Tree) -> list[str]:
    """Timers, tasks and posting are for everybody; addresses and streams are not. db/ talks to its child; app/ composes."""
    wire = re.compile(r"boost/asio/(ip/|ssl|local/|buffer|read|write|basic_stream|connect)")
    return [f"{path}:{line}: a feature sees no socket ({name})"
            for path, text in tree.cpp("src", "include").items() for line, _, name in includes(text)
            if wire.match(name) and folder(path) not in ("net", "vendor", "app", "db", "ops")]


def pqxx_stays_in_db_and_stores(tree: Tree) -> list[str]:
    return [f"{path}:{line}: only src/db/ and */store.* include {name}"
            for path, text in tree.cpp("src", "include").items() for line, _, name in includes(text)
            if re.match(r"(pqxx|libpq-fe)", name) and not re.match(r"src/(db/|\w+/(\w+_)?store\.)", path)]


def features_hold_no_lock(tree: Tree) -> list[str]:
    levels = levels_of(tree)
    if "net" not in levels:
        return []
    features = set(levels[levels.index("net") + 1:]) - {"ops", "app"}
    lock = re.compile(r"#\s*include\s*<(mutex|shared_mutex|condition_variable)>|std::(recursive_|shared_|timed_)?mutex\b")
    return [f"{path}:{text.count(chr(10), 0, m.start()) + 1}: features live on one thread and hold no lock"
            for path, text in tree.cpp("src").items() if folder(path) in features for m in lock.finditer(text)]


def every_source_is_built(tree: Tree) -> list[str]:
    """Each .cpp is named in a CMakeLists.txt above it, by its path from there (a fuzz target by its name)."""
    lists = {path: text for path, text in tree.files.items() if PurePosixPath(path).name == "CMakeLists.txt"}
    found = []
    for path in tree.under("src", "tests", ends=(".cpp",)):
        def named(at: str, text: str) -> bool:
            base = "" if at == "CMakeLists.txt" else at.removesuffix("CMakeLists.txt")
            if not path.startswith(base):
                return False
            own = path.removeprefix(base)
            return bool(re.search(rf"(?<![\w/.-]){re.escape(own)}(?![\w/.-])", text)
                        or re.search(rf"chatd_fuzz\({re.escape(own.removesuffix('.cpp'))}\b", text))
        if not any(named(at, text) for at, text in lists.items()):
            found.append(f"{path}: not in any CMakeLists.txt")
    return found


def every_header_is_included(tree: Tree) -> list[str]:
    used = {to for path, text in tree.cpp().items() for _, _, name in includes(text)
            if (to := target(tree, path, name) or (f"tests/{name}" if f"tests/{name}" in tree.files else None)) and to != path}
    return [f"{path}: included nowhere" for path in tree.cpp() if path.endswith((".hpp", ".h")) and path not in used]


def every_configuration_key_does_something(tree: Tree) -> list[str]:
    """A key that nothing reads is a promise that nothing keeps. Files that name a secret are read where the configuration is."""
    readers = [text for path, text in tree.cpp("src").items() if path != "src/base/config.cpp"]
    found = []
    for m in re.finditer(r'field\(&(\w+)::(\w+), "(\w+)"', tree.files.get("include/chatd/config.hpp", "")):
        owner, member, name = m.groups()
        section = "config" if owner == "Config" else owner.removesuffix("Config").removesuffix("Section").lower()
        used = re.compile(rf"\b(?:config\w*|{section}|key)\b[\w.()>-]*(?:\.|->){member}\b")
        if not name.endswith("_file") and not any(used.search(text) for text in readers):
            found.append(f"include/chatd/config.hpp: nothing reads {owner}::{member}")
    return found


RULES = [every_configuration_key_does_something, a_folder_includes_only_earlier_ones, headers_do_not_include_each_other_in_circles, beast_stays_in_net,
         sockets_stay_in_net, pqxx_stays_in_db_and_stores, features_hold_no_lock, every_source_is_built, every_header_is_included]

"""What no file of the repository may hold, and what each must."""

import json
import re
from pathlib import PurePosixPath

from tree import Tree, without_comments_and_strings

CODE = (".cpp", ".hpp", ".h", ".py", ".ts", ".tsx", ".js", ".mjs", ".cjs", ".css")
LINES_MAX = 400


def line_of(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def matches(tree: Tree, pattern: str, says: str, flags: int = 0, skip: tuple[str, ...] = ()) -> list[str]:
    return [f"{path}:{line_of(text, m.start())}: {says}: {m.group().strip()}"
            for path, text in tree.files.items() if not path.endswith(skip or ("\0",)) and not path.startswith("tests/tidy/snippets")
            for m in re.finditer(pattern, text, flags)]


def what_is_left_to_do_has_a_reason(tree: Tree) -> list[str]:
    """`TODO(why it can wait): what` and the like; a bare one is a wish."""
    return matches(tree, r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b(?!\([^)]{8,}\))", "no reason given", skip=("package-lock.json",))


def long_files_say_why(tree: Tree) -> list[str]:
    found = []
    for path, text in tree.files.items():
        lines = text.count("\n")
        head = "\n".join(text.splitlines()[:10])
        if path.endswith(CODE) and lines > LINES_MAX and not re.search(r"long because|generated|do not edit", head, re.I):
            found.append(f"{path}: {lines} lines; over {LINES_MAX} needs a reason (\"Long because ...\") in its first lines")
    return found


def no_path_of_a_machine(tree: Tree) -> list[str]:
    return matches(tree, r"(?<![\w.)}\]*/-])/(?:work|root|tmp|home)/[\w.-]+", "a path of somebody's machine")


def no_registry_is_named(tree: Tree) -> list[str]:
    hosts = r"(registry\.np" r"mjs|npm\.pkg|deb\.deb" r"ian|snapshot\.deb" r"ian|artifact" r"ory|/repository/(npm|apt)|np" r"m_config_registry)"
    return matches(tree, hosts, "names a package registry", re.I)


def locks_name_no_source(tree: Tree) -> list[str]:
    """`npm install --omit-lockfile-registry-resolved` writes such a lock; npm ci then asks whatever registry is configured."""
    found = []
    for path, text in tree.files.items():
        if PurePosixPath(path).name == "package-lock.json":
            for name, entry in json.loads(text).get("packages", {}).items():
                if str(entry.get("resolved", "")).startswith("http"):
                    found.append(f"{path}: {name} is resolved to a URL")
                elif name.startswith("node_modules") and not entry.get("link") and not entry.get("optional") and "integrity" not in entry:
                    found.append(f"{path}: {name} has no integrity")
    return found


def names_say_something(tree: Tree) -> list[str]:
    banned = r"(?:Manager|Helpers?|Utils?|Impl)"
    found = []
    for path, text in tree.files.items():
        name = PurePosixPath(path).name
        words = re.split(r"[_.\-]", name)
        if path.startswith(("src/", "include/", "tests/", "web/", "scripts/")):
            if any(re.fullmatch(r"(manager|helpers?|utils?|impl)", word, re.I) for word in words) \
                    or (path.endswith(CODE) and re.search(rf"[a-z]{banned}\b|^{banned}[A-Z.]", name)) \
                    or re.fullmatch(r"(data|info|process)\.(cpp|hpp|ts|tsx|js|mjs|py)", name):
                found.append(f"{path}: the name says nothing")
        if path.endswith((".cpp", ".hpp", ".ts", ".tsx")):
            clean = without_comments_and_strings(text)
            for m in re.finditer(rf"\b(?:class|struct|interface|enum class|concept|type)\s+(\w*{banned}\b|{banned}[A-Z]\w*)", clean):
                found.append(f"{path}:{line_of(clean, m.start())}: {m[1]} says nothing")
    return found


def headers_open_with_a_paragraph(tree: Tree) -> list[str]:
    found = []
    for path, text in tree.cpp("src", "include").items():
        if path.endswith(".hpp"):
            if not text.startswith("//"):
                found.append(f"{path}: the first lines say what this is, what it owns, on which thread it lives")
            if "#pragma once" not in text:
                found.append(f"{path}: no #pragma once")
    return found


def no_conflict_is_left(tree: Tree) -> list[str]:
    return matches(tree, r"^(<{7}|>{7}) ", "a conflict of a merge", re.M)


def alerts_know_their_metrics(tree: Tree) -> list[str]:
    """A renamed metric must not silence an alert."""
    made = {name for text in tree.cpp("src").values() for name in re.findall(r'"(chatd_\w+)"', text)}
    return [f"{path}:{line_of(text, m.start())}: no source makes {m[1]}"
            for path, text in tree.under("config/prometheus").items()
            for m in re.finditer(r"\b(chatd_[a-z_]+?)(?:_bucket|_sum|_count)?\b(?=[\s{\[)])", text) if m[1] not in made]


def time_is_measured_by_a_steady_clock(tree: Tree) -> list[str]:
    """The wall clock is stepped and drifts: it says what time it is, to people and of tokens, and measures nothing."""
    tell = ("src/base/ids.cpp", "src/base/metrics.cpp", "src/net/loop.cpp", "src/accounts/callers.cpp", "src/app/commands.cpp")
    wall = r"\bsystem_clock\b|\bsystem_timer\b|\bhigh_resolution_clock\b|\bstd::time\(|\btime\(nullptr\)|\bgettimeofday\(|\bCLOCK_REALTIME\b|\bdeadline_timer\b"
    return [f"{path}:{line_of(text, m.start())}: {m.group().strip('(')} is no measure of time"
            for path, text in ((path, without_comments_and_strings(text)) for path, text in tree.cpp("src", "include").items())
            if path not in tell for m in re.finditer(wall, text)]


def no_banners(tree: Tree) -> list[str]:
    return [f"{path}:{line_of(text, m.start())}: a banner" for path, text in tree.files.items() if path.endswith(CODE)
            for m in re.finditer(r"^\s*(//|#|/?\*)\s*[-=*#/_~]{6,}", text, re.M)]


RULES = [what_is_left_to_do_has_a_reason, long_files_say_why, no_path_of_a_machine, no_registry_is_named, locks_name_no_source,
         names_say_something, headers_open_with_a_paragraph, no_conflict_is_left, alerts_know_their_metrics, time_is_measured_by_a_steady_clock, no_banners]

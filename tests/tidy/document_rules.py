"""Documents that would be wrong if nothing ran them."""

import re
import subprocess
from pathlib import Path, PurePosixPath

from tree import Tree

ROOT = Path(__file__).resolve().parents[2]


def the_example_of_contributing_applies(tree: Tree) -> list[str]:
    """Its diff fits the sources as they are."""
    text = tree.files.get("CONTRIBUTING.md", "")
    if not (diff := re.search(r"^```diff\n(.*?)^```$", text, re.S | re.M)):
        return ["CONTRIBUTING.md: no diff"]
    applied = subprocess.run(["git", "apply", "--check", "--unidiff-zero", "-"], cwd=ROOT, input=diff[1].encode(), capture_output=True)
    return [f"CONTRIBUTING.md: {line}" for line in applied.stderr.decode().splitlines()]


def links_lead_somewhere(tree: Tree) -> list[str]:
    """Relative links and named paths of Markdown files."""
    folders = {str(parent) for path in tree.files for parent in PurePosixPath(path).parents}
    found = []
    for path, text in tree.files.items():
        if not path.endswith(".md"):
            continue
        here = PurePosixPath(path).parent
        for m in re.finditer(r"\]\((?!\w+:|#)([^)#\s]+)[^)]*\)", text):
            if not exists(tree, folders, here, m[1]):
                found.append(f"{path}: a link to {m[1]}")
        for m in re.finditer(r"`((?:src|include|tests|config|docs|scripts|docker|migrations|cmake)/[\w./-]+)`", text):
            if "/X/" not in m[1] and not exists(tree, folders, PurePosixPath("."), m[1]):
                found.append(f"{path}: names {m[1]}")
    return found


SPOKEN = {"chat:start": "starts a chat", "chat:accept": " accepts ", "chat:send_message": " says ", "chat:join": " joins ",
          "chat:leave": " leaves ", "chat:end": " ends ", "chat:resume": "comes back"}


def every_operation_is_in_a_story(tree: Tree) -> list[str]:
    """By its event, the words that stories have for it, or one of its routes."""
    stories = "\n".join(text for path, text in tree.under("tests").items() if path.endswith((".story", ".test.mjs")))
    found = []
    for path, text in tree.cpp("src").items():
        for m in re.finditer(r'\.operation\("([^"]+)"(.*?);\n', text, re.S):
            routes = (re.sub(r"\\{\w+\\}", r"[^/ ?]+", re.escape(route)) for route in re.findall(r'\.rest\([\w:]+, "([^"]+)"', m[2]))
            told = m[1] in stories or SPOKEN.get(m[1], "\0") in stories or any(re.search(route + r"(?![/\w])", stories) for route in routes)
            if not told:
                found.append(f"{path}: no story tells of {m[1]}")
    return found


def exists(tree: Tree, folders: set[str], here: PurePosixPath, to: str) -> bool:
    parts: list[str] = []
    for part in [*here.parts, *to.rstrip("/").split("/")]:
        if part == "..":
            parts and parts.pop()
        elif part not in (".", ""):
            parts.append(part)
    target = "/".join(parts)
    pictures = target.endswith((".png", ".svg")) and (ROOT / target).exists()  # binary files are no part of the tree
    return target in tree.files or target in folders or pictures


RULES = [the_example_of_contributing_applies, links_lead_somewhere, every_operation_is_in_a_story]

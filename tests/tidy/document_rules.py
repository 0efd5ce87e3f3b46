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


RULES = [the_example_of_contributing_applies, links_lead_somewhere]

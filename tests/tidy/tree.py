"""The files that a rule looks at: those of the repository, or a snippet in memory."""

import re
import subprocess
from pathlib import Path


class Tree:
    def __init__(self, files: dict[str, str]):
        self.files = files

    @classmethod
    def of_repository(cls, root: Path) -> "Tree":
        """All tracked files and those not yet added; what is ignored is not the repository's. Binary files are left out."""
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root,
                                check=True, capture_output=True).stdout.decode()
        files = {}
        for name in sorted(set(filter(None, listed.split("\0")))):
            path = root / name
            if path.is_file() and not path.is_symlink():
                content = path.read_bytes()
                if b"\0" not in content[:8000]:
                    files[name] = content.decode("utf-8", "replace")
        return cls(files)

    def under(self, *folders: str, ends: tuple[str, ...] = ("",)) -> dict[str, str]:
        return {path: text for path, text in self.files.items()
                if path.startswith(tuple(folder + "/" for folder in folders)) and path.endswith(ends)}

    def cpp(self, *folders: str) -> dict[str, str]:
        return self.under(*(folders or ("src", "include", "tests")), ends=(".cpp", ".hpp", ".h"))


def without_comments_and_strings(text: str) -> str:
    """C++ with comments, literals and preprocessor lines blanked; line numbers stay."""
    pattern = re.compile(
        r'R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"'  # raw string
        r'|//[^\n]*|/\*.*?\*/'
        r'|"(?:\\.|[^"\\\n])*"'
        r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'"  # a character, not a digit separator
        r"|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.S | re.M)

    def blank(match: re.Match) -> str:
        found = match.group()
        return ('""' if found[0] in "R\"'" else "") + "\n" * found.count("\n")

    return pattern.sub(blank, text)

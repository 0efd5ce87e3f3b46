"""A statement that awaits holds no brace, no lambda and no ternary (docs/decisions/0001-clang.md).

A small parser: comments and literals go, the rest becomes tokens, and braces are told apart: blocks and function bodies hold
statements of their own; a lambda's body too, but its lambda belongs to the statement around it; all other braces belong to an expression.
The header of `if (co_await ready()) {` is a statement; what its block holds are others.
"""

import re

from tree import Tree, without_comments_and_strings

TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.']*|\"\"|->|::|&&|[^\s\w]")
STARTS_BLOCK = {"{", "}", ";", ":", "else", "do", "try", "const", "noexcept", "override", "final", "mutable", ")"}
TYPE_HEAD = {"class", "struct", "namespace", "enum", "union", "extern", "concept"}
EXPRESSION_HEAD = {"return", "co_return", "co_await", "co_yield", "throw", "="}


class Parser:
    def __init__(self, text: str):
        clean = without_comments_and_strings(text)
        self.tokens = [(m.group(), clean.count("\n", 0, m.start()) + 1) for m in TOKEN.finditer(clean)]
        self.at = 0
        self.found: list[tuple[int, str]] = []

    def block(self) -> None:
        """Statements up to the brace that closes this block."""
        while self.at < len(self.tokens) and self.tokens[self.at][0] != "}":
            self.statement()
        self.at += 1

    def is_lambda(self, i: int, start: int) -> bool:
        """Whether the `[` at i introduces a lambda: not an index, an attribute or a structured binding."""
        before = [t for t, _ in self.tokens[max(start, i - 2):i]]
        last = before[-1] if before else ""
        if self.tokens[i + 1][0] == "[" or last == "[":
            return False
        if last in ("&", "&&") and "auto" in before:
            return False
        return not (re.fullmatch(r"[A-Za-z_]\w*|\"\"|\)|\]|>", last) and last not in EXPRESSION_HEAD)

    def is_block(self, head: list[str]) -> bool:
        """Whether a `{` after these tokens of a statement, outside all parentheses, opens a block."""
        if not head or head[-1] in STARTS_BLOCK:
            return "=" not in head or head[-1] != "}"
        if set(head) & EXPRESSION_HEAD:
            return False
        if TYPE_HEAD & set(head):
            return True
        return ")" in head and "->" in head[len(head) - 1 - head[::-1].index(")"):]

    def statement(self) -> None:
        start, depth, awaits = self.at, 0, 0
        holds: set[str] = set()
        head: list[str] = []  # the tokens outside parentheses, without nested bodies
        lambdas: list[int] = []  # depths at which a lambda waits for its body
        braces: list[int] = []  # depths of open expression braces
        while self.at < len(self.tokens):
            token, line = self.tokens[self.at]
            if token == "{":
                if lambdas and lambdas[-1] == depth:
                    lambdas.pop()
                    self.at += 1
                    self.block()
                    head.append("}")
                    continue
                if depth == 0 and self.is_block(head):
                    self.at += 1
                    self.check(holds, awaits, start)
                    self.block()
                    return
                holds.add("a brace")
                braces.append(depth)
                depth += 1
            elif token == "}":
                if not braces:  # the block around ends without a semicolon
                    break
                depth = braces.pop()
                if depth == 0:
                    head.append("}")
            elif token in "([":
                if token == "[" and self.is_lambda(self.at, start):
                    holds.add("a lambda")
                    lambdas.append(depth)
                depth += 1
            elif token in ")]":
                depth = max(depth - 1, 0)
                if depth == 0:
                    head.append(token)
            elif token == ";" and depth == 0:
                self.at += 1
                break
            elif token == ":" and depth == 0 and head and head[0] in ("case", "default", "public", "private", "protected"):
                self.at += 1
                break
            else:
                if token == "co_await":
                    awaits = awaits or line
                elif token == "?":
                    holds.add("a ternary")
                if depth == 0:
                    head.append(token)
            self.at += 1
        self.check(holds, awaits, start)

    def check(self, holds: set[str], awaits: int, start: int) -> None:
        if awaits and holds:
            words = " ".join(t for t, _ in self.tokens[start:self.at])
            self.found.append((awaits, f"a statement that awaits holds {' and '.join(sorted(holds))}: {words[:90]}"))

    def parse(self) -> list[tuple[int, str]]:
        while self.at < len(self.tokens):
            self.block()
        return self.found


def no_brace_lambda_or_ternary(tree: Tree) -> list[str]:
    return [f"{path}:{line}: {what}" for path, text in tree.cpp().items() if "co_await" in text
            for line, what in Parser(text).parse()]

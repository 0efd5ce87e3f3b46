#!/usr/bin/env python3
"""Contrast of every pair of colours that the design uses, in both themes; exits 1 below WCAG AA."""
import re
import sys
from pathlib import Path

CSS = (Path(__file__).parent / "style/tokens.css").read_text()
BLOCKS = {"light": r":root,:host,\[data-theme=light\]\{(.*?)\n\}", "dark": r"\n\[data-theme=dark\]\{(.*?)\n\}"}
THEMES = {name: dict(re.findall(r"--([\w-]+):(#[0-9A-Fa-f]{6})", re.search(block, CSS, re.S)[1])) for name, block in BLOCKS.items()}

TEXT = [(text, ground) for text in ("text", "text-2", "text-3") for ground in ("bg", "surface", "surface-2", "surface-3", "sel")] + [
    ("text", "accent-tint"), ("text-2", "accent-tint"), ("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-mine", "mine"),
    ("accent-text", "accent-tint"), ("accent-text", "surface"), ("accent-text", "bg"), ("accent-text", "sel"),
    ("on-ai", "ai"), ("ai-text", "ai-tint"), ("ai-text", "surface"), ("ai-text", "bg"), ("text", "ai-tint"), ("text-2", "ai-tint"),
    ("note-text", "note-tint"), ("text", "note-tint"), ("note-text", "surface"),
    ("ok-text", "ok-tint"), ("ok-text", "surface"), ("warn-text", "warn-tint"), ("warn-text", "surface"), ("warn-text", "bg"),
    ("danger-text", "danger-tint"), ("danger-text", "surface"), ("danger-text", "bg"), ("on-danger", "danger")]
SHAPES = [(glyph, ground) for glyph in ("p-green", "p-amber", "p-red", "p-grey") for ground in ("surface", "surface-2", "bg", "sel")] + [
    ("line-strong", "surface"), ("line-strong", "bg"), ("focus", "surface"), ("focus", "bg"), ("focus", "surface-3"), ("focus", "accent-tint"),
    ("accent", "surface"), ("ai", "surface"), ("ai", "ai-tint"), ("danger", "surface"), ("warn", "surface"), ("ok", "surface"), ("note", "surface"),
    ("c1", "surface"), ("c2", "surface"), ("c3", "surface"), ("c4", "surface")]


def luminance(colour: str) -> float:
    channels = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= .04045 else ((c + .055) / 1.055) ** 2.4 for c in channels)
    return .2126 * red + .7152 * green + .0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + .05) / (low + .05)


failures = 0
for needed, pairs in ((4.5, TEXT), (3.0, SHAPES)):
    for front, ground in pairs:
        for name, theme in THEMES.items():
            ratio = contrast(theme[front], theme[ground])
            if ratio < needed - .005:
                failures += 1
                print(f"{name}: {front} on {ground} is {ratio:.2f}, needs {needed}")
print(f"{len(TEXT) + len(SHAPES)} pairs in {len(THEMES)} themes, {failures} below AA")
sys.exit(failures > 0)

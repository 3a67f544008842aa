"""Which files a .dockerignore keeps from the builder (moby/patternmatcher)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import cache

_PARTS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def is_ignored(path: str, patterns: Iterable[str]) -> bool:
    """Whether the last pattern that takes the file, or a folder that it lies in, keeps it out; `!` lets it in."""
    cleaned = posixpath.normpath(path.lstrip("/"))
    parts = cleaned.split("/")
    ways = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    ignored = False
    for written in patterns:
        line = written.strip()
        if line and not line.startswith("#"):
            pattern = _pattern(posixpath.normpath(line.removeprefix("!").strip().lstrip("/")))
            if any(pattern.fullmatch(way) for way in ways):
                ignored = not line.startswith("!")
    return ignored


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    parts = re.findall(r"\*\*/|\*\*|\[\^?[^\]]+\]|\\.|.", glob, re.DOTALL)
    return re.compile("".join(_PARTS.get(part) or _class_or_character(part) for part in parts), re.DOTALL)


def _class_or_character(part: str) -> str:
    if len(part) > 1 and part[0] == "[":
        return part.replace("\\", "\\\\").replace("[", r"\[").replace(r"\[", "[", 1)
    return re.escape(part[-1])

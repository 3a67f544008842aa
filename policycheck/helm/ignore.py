"""Which files of a chart's folder Helm passes over, as its .helmignore says (pkg/ignore/rules.go)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from policycheck.records import Record

ALWAYS = "templates/.?*"
"""The rule that Helm adds to every chart's."""


class _Rule(Record):
    """`whole`: the pattern takes the path, else the last part of it."""

    pattern: re.Pattern[str]
    whole: bool
    negated: bool
    folders_only: bool

    def takes(self, path: str) -> bool:
        return bool(self.pattern.fullmatch(path if self.whole else path.rpartition("/")[2]))


class Ignoring:
    """The rules of a .helmignore; of one that is not there, or that Helm could not read, only what it always adds."""

    def __init__(self, text: str = "") -> None:
        self._rules = [*map(_rule, _written(text.splitlines())), _rule(ALWAYS)]

    def ignores(self, path: str) -> bool:
        """Whether a file is passed over, itself or with a folder that it lies in; the path has slashes."""
        parts = path.split("/")
        folders = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
        return self._takes(path, folder=False) or any(self._takes(one, folder=True) for one in folders)

    def _takes(self, path: str, *, folder: bool) -> bool:
        for rule in self._rules:
            if rule.negated:
                if (rule.folders_only and not folder) or not rule.takes(path):
                    return True
            elif (folder or not rule.folders_only) and rule.takes(path):
                return True
        return False


def _written(lines: Iterable[str]) -> Iterable[str]:
    trimmed = map(str.strip, lines)
    return (line for line in trimmed if line and not line.startswith("#") and "**" not in line)


def _rule(line: str) -> _Rule:
    negated, text = line.startswith("!"), line.removeprefix("!")
    folders_only, text = text.endswith("/"), text.removesuffix("/")
    return _Rule(_pattern(text.removeprefix("/")), "/" in text, negated, folders_only)


def _pattern(glob: str) -> re.Pattern[str]:
    """A pattern of Go's path.Match, in which `*` takes no slash."""
    parts = re.findall(r"\[\^?[^\]]*\]|\\.|.", glob, re.DOTALL)
    return re.compile("".join(_PARTS.get(part) or _class_or_character(part) for part in parts), re.DOTALL)


_PARTS = {"*": "[^/]*", "?": "[^/]"}


def _class_or_character(part: str) -> str:
    if len(part) > 1 and part[0] == "[":
        return part.replace("\\", "\\\\") if part not in ("[]", "[^]") else re.escape(part)
    return re.escape(part[-1])

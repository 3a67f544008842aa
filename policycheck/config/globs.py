"""Globs, matched quickly and looked up by a text: what a glob spells out, a text that it takes must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Generic, TypeVar

from policycheck.patterns import regex

T = TypeVar("T")

_SPECIAL = regex(r"[*?[]")


def is_exact(glob: str) -> bool:
    """Whether it takes one text only: itself."""
    return _SPECIAL.search(glob) is None


@lru_cache(maxsize=4096)
def spelled_out(glob: str) -> str:
    """The longest run of characters that every text it takes must hold; "" for a glob such as `*`."""
    return max(re.split(r"[*?]", glob.partition("[")[0]), key=len)


def takes(glob: str, text: str) -> bool:
    """As `fnmatchcase`, but a glob of stars only needs no regular expression: ten thousand of them would cost."""
    if is_exact(glob):
        return glob == text
    if "?" in glob or "[" in glob:
        return fnmatchcase(text, glob)
    first, *middle, last = glob.split("*")
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True


class GlobTable(Generic[T]):
    """Values under globs; asked which may stand under a glob that takes a text. Answers name some that do not."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._exact: dict[str, list[T]] = {}
        self._holding: dict[str, list[T]] = {}
        for glob, value in rows:
            table = self._exact if is_exact(glob) else self._holding
            table.setdefault(spelled_out(glob), []).append(value)
        self._lengths = sorted({len(run) for run in self._holding})
        self._known: dict[str, list[T]] = {}

    def candidates(self, text: str) -> list[T]:
        if text not in self._known:
            self._known[text] = [*self._exact.get(text, ()), *self._under_globs(text)]
        return self._known[text]

    def _under_globs(self, text: str) -> Iterator[T]:
        runs = {text[at : at + length] for length in self._lengths for at in range(len(text) - length + 1)}
        return (value for run in runs for value in self._holding.get(run, ()))

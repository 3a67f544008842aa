"""The fast way to places: along the wanted paths of an ordinary document, past everything else in it.

What belongs to a key or dash stands deeper than it, scalars of several lines too: so columns alone lead the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from policycheck.exact_yaml.flow import Flow, flow_of_lines
from policycheck.exact_yaml.lines import ALONE, BELOW, ENTRY, INSIDE, OPEN, SKIP, lines_known
from policycheck.exact_yaml.ordinary import ROOT, document, first_line, lines_of
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Path

_Wanted: TypeAlias = "dict[str | int, _Wanted]"
"""What is wanted below a node, step by step."""


def ordinary_places(text: str, paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Line and column of each path, from 1; a missing one stands where its nearest ancestor does.

    Raises UnusualError: then go the careful way.
    """
    lines = lines_of(text)
    document(lines.copy())
    given = list(paths)
    wanted: _Wanted = {}
    for path in given:
        below = wanted
        for step in path:
            below = below.setdefault(step, {})
    walk = _Walk(lines)
    walk.below(first_line(lines), ROOT, (), wanted)
    if () not in walk.found:
        raise UnusualError
    return {path: walk.nearest(path) for path in given}


class _Walk:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.found: dict[Path, tuple[int, int]] = {}

    def nearest(self, path: Path) -> tuple[int, int]:
        while path not in self.found:
            path = path[:-1]
        return self.found[path]

    def below(self, at: int, place: int, path: Path, wanted: _Wanted) -> None:
        """What the key or dash at a place holds in the lines from `at`: it begins there unless its place is known."""
        while lines_known[self.lines[at]][1] == SKIP:
            at += 1
        inside = lines_known[self.lines[at]][0]
        if inside <= place:
            return
        self.found.setdefault(path, (at + 1, inside // 3 + 1))
        if inside % 3 == ALONE:
            self.brackets(at, place, path, wanted)
        elif wanted:
            self.collection(at, inside, path, wanted)

    def collection(self, at: int, place: int, path: Path, wanted: _Wanted) -> None:
        for line, step in self.members(at, place):
            if step in wanted:
                self.member(line, place, (*path, step), wanted[step])

    def members(self, at: int, place: int) -> Iterator[tuple[int, str | int]]:
        """Line and key of each entry, or line and index of each item, of the collection that begins in line `at`."""
        column, index = place // 3, 0
        while True:
            line = self.lines[at]
            if line[column : column + 1] != " ":  # else it is deeper, or blank
                its_place, code, key, _ = lines_known[line]
                if its_place == place:
                    yield at, key if place % 3 == ENTRY else index
                    index += 1
                elif its_place < place and code != SKIP:
                    return
            at += 1

    def member(self, at: int, place: int, path: Path, wanted: _Wanted) -> None:
        line, column = self.lines[at], place // 3
        _, code, _, value = lines_known[line]
        if place % 3 == ENTRY:
            self.found[path] = at + 1, column + 1
        elif code not in (BELOW, INSIDE):
            self.found[path] = at + 1, len(line) - len(line[column + 1 :].lstrip(" ")) + 1
        if code == INSIDE:
            self.lines[at] = str(value)
            self.below(at, place, path, wanted)
        elif code == BELOW:
            self.below(at + 1, place, path, wanted)
            self.found.setdefault(path, (at + 1, column + 2))
        else:
            self.brackets(at, place, path, wanted)

    def brackets(self, at: int, place: int, path: Path, wanted: _Wanted) -> None:
        """What the brackets hold that begin in line `at`, if it has some."""
        _, code, _, value = lines_known[self.lines[at]]
        if wanted and code == OPEN and isinstance(value, int):
            value, _ = flow_of_lines(self.lines, at + 1, value, place // 3)
        if wanted and isinstance(value, Flow):
            for steps, index in value.members():
                if _holds(wanted, steps):
                    self.found[*path, *steps] = self.place(at, index)

    def place(self, at: int, index: int) -> tuple[int, int]:
        """The place of a character, counted from the beginning of line `at`."""
        while index > len(self.lines[at]):
            index -= len(self.lines[at]) + 1
            at += 1
        return at + 1, index + 1


def _holds(wanted: _Wanted, steps: Path) -> bool:
    for step in steps:
        if step not in wanted:
            return False
        wanted = wanted[step]
    return True

"""A template's lines, joined where an action runs over several of them, and what can follow each when it renders."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.authoring.origin.template_text import Action, whole_definitions
from policycheck.exact_yaml.places import Places
from policycheck.patterns import regex
from policycheck.records import Record

Branch = tuple[tuple[int, int], ...]
"""The blocks (`if`, `range`, `with`) around a place: of each where it begins, and which of its branches it is."""


class LogicalLine(Record):
    """One line, or those that an action joins. `line` is the first that prints something, 0 where none does.

    `end` is where its text ends, before the line break. `literals` are the texts outside of actions. `begins_in` and
    `ends_in` are the branches at the first thing it prints and at its end. `follows` is the action that comes next,
    with nothing but white space between.
    """

    line: int
    end: int
    literals: tuple[str, ...]
    trims_after: bool
    begins_in: Branch
    ends_in: Branch
    jumps: bool
    follows: Action | None

    @property
    def prints(self) -> bool:
        return self.line > 0

    @property
    def reaches_its_end(self) -> bool:
        """Whether all that it prints is followed by its end, whatever the branches."""
        return not self.jumps and is_reached(self.begins_in, self.ends_in)


def is_reached(branch: Branch, later: Branch) -> bool:
    """Whether what is printed in a branch is always followed by a later place."""
    return branch[: len(later)] == later


def logical_lines(text: str) -> list[LogicalLine]:
    return list(_Lines(text).read())


_LINE_END = regex(r"\r?\n|\Z")


class _Lines:
    def __init__(self, text: str) -> None:
        self._text = text
        self._places = Places(text)
        self._actions = whole_definitions(text)
        self._branch: list[tuple[int, int]] = []
        self._next = 0

    def read(self) -> Iterator[LogicalLine]:
        start = 0
        while start < len(self._text):
            line, start = self._line(start)
            yield line

    def _line(self, start: int) -> tuple[LogicalLine, int]:
        """The logical line from `start`, and where the next one starts."""
        literals: list[str] = []
        printed: tuple[int, Branch] | None = None
        at, jumps, last = start, False, None
        while True:
            end = _LINE_END.search(self._text, at)
            stop = end.start() if end else len(self._text)
            action = self._actions[self._next] if self._next < len(self._actions) else None
            inside = action is not None and action.start < stop
            literal = self._text[at : action.start if inside and action else stop]
            if literal.strip():
                literals.append(literal.strip())
                indent = len(literal) - len(literal.lstrip())
                printed = printed or (at + indent, tuple(self._branch))
            if not inside or action is None:
                break
            self._enter(action)
            if action.prints:
                printed = printed or (action.start, tuple(self._branch))
            jumps = jumps or action.word in ("break", "continue")
            at, last = action.end, action
        trims = last is not None and last.trims_after and not self._text[last.end : stop].strip()
        begin, begins_in = printed or (0, ())
        line = LogicalLine(
            line=self._places.line(begin) if printed else 0,
            end=stop,
            literals=tuple(literals),
            trims_after=trims,
            begins_in=begins_in,
            ends_in=tuple(self._branch),
            jumps=jumps,
            follows=self._follows(stop),
        )
        return line, end.end() if end and end.end() > stop else len(self._text)

    def _enter(self, action: Action) -> None:
        self._next += 1
        if action.word in ("if", "range", "with"):
            self._branch.append((action.start, 0))
        elif action.word == "else" and self._branch:
            block, number = self._branch[-1]
            self._branch[-1] = (block, number + 1)
        elif action.word == "end" and self._branch:
            self._branch.pop()

    def _follows(self, stop: int) -> Action | None:
        following = self._actions[self._next] if self._next < len(self._actions) else None
        return following if following and not self._text[stop : following.start].strip() else None

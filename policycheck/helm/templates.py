"""A template's file, parsed: its texts, its actions and the blocks around them, and what it defines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from policycheck.exact_yaml.places import Places
from policycheck.helm.actions import Cut, cuts
from policycheck.helm.pipelines import Parsed, Pipeline, parsed
from policycheck.helm.tokens import ActionError
from policycheck.records import Record

_SPACES = " \t\r\n"
_OPENS = frozenset({"if", "range", "with", "define", "block"})


class Block(Record):
    """What is around a place: `if`, `range`, `with`, or a `define` or `block` of a name. In its `else`, `otherwise`.

    `number` tells it from the others of its file.
    """

    keyword: str
    pipeline: Pipeline | None
    name: str
    around: Block | None
    number: int
    otherwise: bool = False


class Text(Record):
    """Literal text as it is printed, trimmed; `start` is where that begins in the file, in characters from 0."""

    text: str
    start: int
    block: Block | None


class Action(Record):
    """An action that prints, assigns, or opens a block; `start`, `end` and `body_start` in characters from 0."""

    keyword: str
    name: str
    pipeline: Pipeline | None
    start: int
    end: int
    body_start: int
    block: Block | None


class Definition(Record):
    """A `define`, or the content of a `block`. `start` to `end` is its content, `begin` where the action begins."""

    name: str
    begin: int
    start: int
    end: int
    close: int
    blank: bool
    block: Block


class Fault(Record):
    message: str
    at: int


class Template:
    """`fault` is what Go refuses; what stands before it is there all the same."""

    def __init__(self, text: str) -> None:
        self.text = text
        reading = _Reading(text)
        self.fault = reading.read()
        self.pieces = tuple(reading.pieces)
        self.definitions = tuple(sorted(reading.definitions, key=lambda one: one.begin))
        self.comments = tuple(reading.comments)

    @cached_property
    def _places(self) -> Places:
        return Places(self.text)

    def line(self, at: int) -> int:
        """The line, from 1, of a character counted from 0."""
        return self._places.line(at)

    @property
    def actions(self) -> Iterator[Action]:
        return (piece for piece in self.pieces if isinstance(piece, Action))


def blocks_around(block: Block | None) -> Iterator[Block]:
    """From the inside out."""
    while block is not None:
        yield block
        block = block.around


def definition_of(block: Block | None) -> str | None:
    """The name of the define, or of the block, that a place is in."""
    return next((one.name for one in blocks_around(block) if one.keyword in ("define", "block")), None)


class _Opened(Record):
    """A block not closed yet. `closes` counts the blocks that its `end` closes: `else if` opens one more.

    `variables` are those known where it began; `held` is how many pieces there were.
    """

    block: Block
    cut: Cut
    variables: list[str]
    held: int
    had_else: bool = False


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[Text | Action] = []
        self.definitions: list[Definition] = []
        self.comments: list[tuple[int, int]] = []
        self.opened: list[_Opened] = []
        self.variables = ["$"]
        self.blocks = 0

    def read(self) -> Fault | None:
        at, trims = 0, False
        try:
            for cut in cuts(self.text):
                self.literal(at, cut.start, trims_start=trims, trims_end=cut.trims_before)
                self.cut(cut)
                at, trims = cut.end, cut.trims_after
        except ActionError as error:
            return Fault(error.message, error.at)
        self.literal(at, len(self.text), trims_start=trims, trims_end=False)
        if self.opened:
            first = self.opened[-1]
            return Fault(f"this `{first.block.keyword}` is not closed by an `end`", first.cut.start)
        return None

    @property
    def block(self) -> Block | None:
        return self.opened[-1].block if self.opened else None

    def literal(self, start: int, end: int, *, trims_start: bool, trims_end: bool) -> None:
        text = self.text[start:end]
        if trims_end:
            text = text.rstrip(_SPACES)
        if trims_start:
            stripped = text.lstrip(_SPACES)
            start += len(text) - len(stripped)
            text = stripped
        if text:
            self.pieces.append(Text(text, start, self.block))

    def cut(self, cut: Cut) -> None:
        if cut.body is None:
            self.comments.append((cut.start, cut.end))
            return
        try:
            action = parsed(cut.body)
        except ActionError as error:
            raise ActionError(error.message, cut.body_start + error.at) from None
        if action.keyword == "end":
            self.close(cut)
        elif action.keyword == "else":
            self.otherwise(action, cut)
        else:
            self.act(action, cut)

    def act(self, action: Parsed, cut: Cut) -> None:
        if action.keyword == "define" and self.opened:
            raise ActionError("a `define` stands in no other block; move it out", cut.start)
        if action.keyword in ("break", "continue") and not self.in_range():
            raise ActionError(f"`{action.keyword}` stands in a `range` only", cut.start)
        if action.keyword != "define":
            self.pieces.append(self.action(action.keyword, action, cut))
        if action.keyword in _OPENS:
            self.open(action.keyword, action, cut)
        else:
            self.know(action, cut)

    def action(self, keyword: str, action: Parsed, cut: Cut) -> Action:
        return Action(keyword, action.name, action.pipeline, cut.start, cut.end, cut.body_start, self.block)

    def in_range(self) -> bool:
        for block in blocks_around(self.block):
            if block.keyword in ("define", "block"):
                return False
            if block.keyword == "range" and not block.otherwise:
                return True
        return False

    def open(self, keyword: str, action: Parsed, cut: Cut) -> None:
        self.blocks += 1
        defines = keyword in ("define", "block")
        before = list(self.variables)
        self.know(action, cut)
        if defines:
            before, self.variables = self.variables, ["$"]
        block = Block(keyword, action.pipeline, action.name, self.block, self.blocks)
        self.opened.append(_Opened(block, cut, before, len(self.pieces)))

    def know(self, action: Parsed, cut: Cut) -> None:
        """A variable is known from where it is set to the end of the block around."""
        for name, sets, at in action.mentioned:
            if sets:
                self.variables.append(name)
            elif name not in self.variables:
                raise ActionError(f"the variable {name} is set nowhere above", cut.body_start + at)

    def otherwise(self, action: Parsed, cut: Cut) -> None:
        """`else if` is an `if` in the `else`; the `end` that follows closes both."""
        if not self.opened or self.opened[-1].block.keyword in ("define", "block") or self.opened[-1].had_else:
            raise ActionError("an `else` that belongs to no `if`, `range` or `with`", cut.start)
        opened = self.opened.pop()
        if action.branch and action.branch != opened.block.keyword:
            raise ActionError(f"`else {action.branch}` in a `{opened.block.keyword}`", cut.start)
        around = opened._replace(block=opened.block._replace(otherwise=True), had_else=True)
        if action.branch:
            self.opened.append(around)
            self.pieces.append(self.action(action.branch, action, cut))
            self.opened.pop()
            self.know(action, cut)
            self.blocks += 1
            inner = Block(action.branch, action.pipeline, "", around.block, self.blocks)
            self.opened.append(opened._replace(block=inner, held=len(self.pieces)))
        else:
            self.opened.append(around)

    def close(self, cut: Cut) -> None:
        if not self.opened:
            raise ActionError("an `end` that closes nothing", cut.start)
        opened = self.opened.pop()
        self.variables = opened.variables
        if opened.block.keyword in ("define", "block"):
            self.define(opened, cut)

    def define(self, opened: _Opened, cut: Cut) -> None:
        inside = self.pieces[opened.held :]
        blank = all(isinstance(piece, Text) and not piece.text.strip() for piece in inside)
        name = opened.block.name
        if not blank and any(one.name == name and not one.blank for one in self.definitions):
            raise ActionError(f'"{name}" is defined twice in this file', opened.cut.start)
        found = Definition(name, opened.cut.start, opened.cut.end, cut.start, cut.end, blank, opened.block)
        self.definitions.append(found)

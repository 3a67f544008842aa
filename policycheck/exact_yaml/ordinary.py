"""The fast way for YAML: an ordinary document read line by line, without libyaml.

Ordinary is what charts render: block mappings and lists, scalars plain or quoted or after `|` and `>`, of one or more
lines, brackets, comments. Anchors, tags, directives, repeated or retyped keys, tabs, and all that is doubtful raise
UnusualError, and the careful way decides. That is safe, since a line is taken only where it says the same whatever
stands around it (`lines`), its place is right for what it says, and what it holds stands deeper than it.
"""

from __future__ import annotations

import re

from policycheck.exact_yaml.block_scalars import block_scalar
from policycheck.exact_yaml.flow import DEEPEST, flow_of_lines
from policycheck.exact_yaml.folded import plain, quoted
from policycheck.exact_yaml.lines import (
    ALONE,
    BELOW,
    BLOCK,
    END_LINE,
    ENTRY,
    INSIDE,
    OPEN,
    QUOTE,
    READY,
    SKIP,
    TEXT,
    UNUSUAL,
    lines_known,
)
from policycheck.exact_yaml.nodes import DEPTH
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Value

ROOT = -3
"""The place that the root stands in, one column left of the first."""


def ordinary(text: str) -> Value:
    """The value of the one document, None for none. Raises UnusualError: then go the careful way."""
    return document(lines_of(text))


def lines_of(text: str) -> list[str]:
    """The lines of a text whose characters have no meaning of their own, and END_LINE. Raises UnusualError."""
    if not text.replace("\n", "").isprintable():
        text = text.replace("\r\n", "\n")
        if _unusual_character().search(text):
            raise UnusualError
    lines = text.split("\n")
    lines.append(END_LINE)
    return lines


def document(lines: list[str]) -> Value:
    """The value of the document that lines hold; INSIDE ones are replaced in place."""
    reader = _Reader(lines, first_line(lines))
    value = reader.below(ROOT, 0)
    while lines_known[lines[reader.at]][1] == SKIP:
        reader.at += 1
    if lines[reader.at] != END_LINE:
        raise UnusualError
    return value


def first_line(lines: list[str]) -> int:
    """The line after the `---` of the document, if it has one."""
    for number, line in enumerate(lines):
        if lines_known[line][1] != SKIP:
            mark, _, comment = line.partition(" ")
            return number + (mark == "---" and comment.lstrip(" ")[:1] in ("", "#"))
    return 0


def _unusual_character() -> re.Pattern[str]:
    """Controls, the line breaks that only YAML knows, marks of byte order, halves of surrogate pairs."""
    return re.compile("[^\t\n -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


class _Reader:
    """`at` is the line to be read next. `place` is that of a key or dash, `level` how many collections it is in."""

    __slots__ = ("at", "lines")

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines = lines
        self.at = at

    def below(self, place: int, level: int) -> Value:
        """What the next lines hold for the key or dash at a place."""
        lines, at = self.lines, self.at
        while (line := lines_known[lines[at]])[1] == SKIP:
            at += 1
        self.at = at
        inside = line[0]
        if inside <= place:
            return None
        if inside % 3 == ALONE:
            return self.alone(place, level)
        if level == DEPTH:
            raise UnusualError
        return self.mapping(inside, level + 1) if inside % 3 == ENTRY else self.sequence(inside, level + 1)

    def alone(self, place: int, level: int) -> Value:
        inside, code, _, value = lines_known[self.lines[self.at]]
        if inside // 3 <= place // 3 or (place == ROOT and code > READY):
            raise UnusualError
        self.at += 1
        if code == TEXT:
            value, self.at = plain(value, self.lines, self.at, place // 3)
        elif code > READY:
            return self.begun(place, level)
        return value

    def begun(self, place: int, level: int) -> Value:
        """What begins in the line before the next one and is not ready there."""
        lines = self.lines
        _, code, _, value = lines_known[lines[self.at - 1]]
        if code == BELOW:
            return self.below(place, level)
        if code == BLOCK:
            text, self.at = block_scalar(lines, self.at, value, place // 3)
            return text
        if code == QUOTE:
            text, self.at = quoted(value, lines, self.at, place // 3)
            return text
        if code == UNUSUAL or level + DEEPEST > DEPTH:
            raise UnusualError
        if code == OPEN:
            value, self.at = flow_of_lines(lines, self.at, value, place // 3)
        return value.value()

    def continued(self, place: int) -> tuple[str, str]:
        """Key and text of the entry or item above, whose unquoted text the next line continues."""
        above = self.at - 1
        while not self.lines[above].strip(" "):
            above -= 1
        its_place, code, key, value = lines_known[self.lines[above]]
        if its_place != place or code != TEXT:
            raise UnusualError
        text, after = plain(value, self.lines, above + 1, place // 3)
        if after <= self.at:
            raise UnusualError
        self.at = after
        return key, text

    def mapping(self, place: int, level: int) -> dict[str, Value]:
        lines, at = self.lines, self.at
        mapping: dict[str, Value] = {}
        while True:
            its_place, code, key, value = lines_known[lines[at]]
            if its_place == place:
                if key in mapping:
                    raise UnusualError
                at += 1
                if code > READY:
                    self.at = at
                    value = self.below(place, level) if code == BELOW else self.begun(place, level)
                    at = self.at
                mapping[key] = value
            elif code == SKIP:
                at += 1
            elif its_place < place:
                self.at = at
                return mapping
            else:
                self.at = at
                key, mapping[key] = self.continued(place)
                at = self.at

    def sequence(self, place: int, level: int) -> list[Value]:
        lines, at = self.lines, self.at
        sequence: list[Value] = []
        while True:
            its_place, code, _, value = lines_known[lines[at]]
            if its_place == place:
                if code == INSIDE:
                    lines[at] = value
                    self.at = at
                    sequence.append(self.below(place, level))
                    at = self.at
                elif code > READY:
                    self.at = at + 1
                    sequence.append(self.begun(place, level))
                    at = self.at
                else:
                    sequence.append(value)
                    at += 1
            elif code == SKIP:
                at += 1
            elif its_place < place:
                self.at = at
                return sequence
            else:
                self.at = at
                sequence[-1] = self.continued(place)[1]
                at = self.at

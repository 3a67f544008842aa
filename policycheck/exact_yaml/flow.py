"""Lists and mappings in brackets, each key with a value and no scalar broken over lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from policycheck.exact_yaml.held import keys, values
from policycheck.exact_yaml.quotes import only_comment, unquoted
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Value
from policycheck.patterns import regex

DEEPEST = 20
"""Levels of brackets. More go the careful way, which counts those around them too."""

LONGEST_KEY = 1000
"""Characters from the beginning of a key to its colon: libyaml gives up at 1,024."""

# Without the indicators of YAML, among them the `?` that only Kubernetes takes for one, and with a colon inside a word.
_PLAIN = r"""
    ((?:[^-?:,\[\]{}#&*!|>'"%@`\ \n]|-(?=[\w-]))[^:,\[\]{}#?'"\n]*(?::(?=[\w/])[^:,\[\]{}#?'"\n]*)*)"""
_QUOTED = r"""("[^"\\\n]*(?:\\.[^"\\\n]*)*"|'[^'\n]*(?:''[^'\n]*)*')"""
_VALUE = rf"(?:{_PLAIN}|{_QUOTED}|([\[{{]))[ \n]*([,\]}}]?)"
_ITEM = regex(rf"([ \n]*){_VALUE}", re.VERBOSE)
_ENTRY = regex(rf"([ \n]*)(?:{_PLAIN}:(?=[ \n])|{_QUOTED}\ ?:)[ \n]*{_VALUE}", re.VERBOSE)
_SIGN = regex(r"[ \n]*([,\]}])")

_Collection: TypeAlias = "list[Value] | dict[str, Value]"


class Flow:
    """What stands in brackets. `starts`: where each key and each item begins in the text, in written order."""

    __slots__ = ("_value", "starts")

    def __init__(self, value: _Collection, starts: list[int]) -> None:
        self._value = value
        self.starts = starts

    def value(self) -> Value:
        """The value, made anew each time: two documents share no collection."""
        return _copied(self._value)

    def members(self) -> Iterator[tuple[tuple[str | int, ...], int]]:
        """The path of each key and item, and where it begins."""
        return zip(_paths(self._value, ()), self.starts, strict=True)


def flow(text: str, start: int) -> tuple[Flow, int]:
    """What the bracket at `start` opens, and where it ends. UnusualError for what is not plain or not closed."""
    reader = _Reader(text, start + 1)
    value = reader.collection(text[start], 1)
    return Flow(value, reader.starts), reader.at


def flow_of_lines(lines: Sequence[str], after: int, start: int, column: int) -> tuple[Flow, int]:
    """What a bracket opens that stands at `start` of the line before `after`; and the line after the closing one."""
    margin = " " * (column + 1)
    last = after
    while lines[last].startswith(margin) or lines[last].lstrip(" ")[:1] in ("]", "}"):  # which begin nothing else
        last += 1
    text = "\n".join(lines[after - 1 : last])
    if "\t" in text:
        raise UnusualError
    found, end = flow(text, start)
    only_comment(text[end:].partition("\n")[0])
    return found, after + text.count("\n", 0, end)


class _Reader:
    """`at`: the character to be read next."""

    __slots__ = ("at", "starts", "text")

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at
        self.starts: list[int] = []

    def collection(self, opening: str, level: int) -> _Collection:
        if level > DEEPEST:
            raise UnusualError
        sign = _SIGN.match(self.text, self.at)
        if sign is None:
            return self.items(level) if opening == "[" else self.entries(level)
        if opening + sign[1] not in ("[]", "{}"):
            raise UnusualError
        self.at = sign.end()
        return [] if opening == "[" else {}

    def items(self, level: int) -> list[Value]:
        items: list[Value] = []
        sign = ","
        while sign == ",":
            found = _ITEM.match(self.text, self.at)
            if found is None:
                raise UnusualError
            self.starts.append(found.end(1))
            value, sign = self.value(found, found.groups()[1:], level)
            items.append(value)
        if sign != "]":
            raise UnusualError
        return items

    def entries(self, level: int) -> dict[str, Value]:
        entries: dict[str, Value] = {}
        sign = ","
        while sign == ",":
            found = _ENTRY.match(self.text, self.at)
            if found is None:
                raise UnusualError
            self.starts.append(found.end(1))
            _, name, quoted, *written = found.groups()
            key = keys[name.rstrip(" ")] if name else unquoted(quoted[1:-1], quoted[0])
            if key in entries or len(name or quoted) > LONGEST_KEY:
                raise UnusualError
            entries[key], sign = self.value(found, written, level)
        if sign != "}":
            raise UnusualError
        return entries

    def value(self, found: re.Match[str], written: Sequence[str], level: int) -> tuple[Value, str]:
        """The value that a match ends with, or that a bracket at its end begins, and the sign after it."""
        plain, quoted, opening, sign = written
        self.at = found.end()
        if plain:
            return values[plain.rstrip(" ")], sign
        if quoted:
            return unquoted(quoted[1:-1], quoted[0]), sign
        self.at = found.end(found.re.groups - 1)
        value = self.collection(opening, level + 1)
        after = _SIGN.match(self.text, self.at)
        if after is None:
            raise UnusualError
        self.at = after.end()
        return value, after[1]


def _copied(value: Value) -> Value:
    if isinstance(value, list):
        return [_copied(item) for item in value]
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return value


def _paths(value: Value, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in members:
        yield (*path, step)
        yield from _paths(inner, (*path, step))

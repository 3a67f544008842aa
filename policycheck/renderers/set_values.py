"""`--set` and `--set-string` expressions: "image.tag=1.2,ports[0].name=web,hosts={a,b}", read as Helm reads them."""

from __future__ import annotations

from typing import NoReturn

from policycheck.errors import RenderError
from policycheck.model import Value
from policycheck.records import Record

_LARGEST_INDEX = 65_536
_DEEPEST = 30
_LARGEST_INTEGER = 2**63
_WORDS: dict[str, Value] = {"true": True, "false": False, "null": None}


class SetInteger(int):
    """A whole number that --set gives: Helm holds it as an integer, every number of a YAML file as a float."""


class _Token(Record):
    text: str
    end: str
    """The character that ended it; nothing at the end of the expression."""


def apply(expression: str, values: dict[str, Value], *, strings: bool) -> None:
    """Set what the expression says in `values`; with `strings` every value stays text. RenderError names the option."""
    _Setter(expression, strings=strings).run(values)


class _Setter:
    def __init__(self, expression: str, *, strings: bool) -> None:
        self._expression = expression
        self._strings = strings
        self._at = 0

    def run(self, values: dict[str, Value]) -> None:
        while self._at < len(self._expression):
            self._entry(values, 0)

    def _entry(self, values: dict[str, Value], depth: int) -> bool:
        """Read `key=value`, where the key may lead deeper, into a mapping. Whether the expression broke off first."""
        key, end = self._until("=[,.")
        if depth > _DEEPEST:
            self._fail(f"more than {_DEEPEST} levels deep")
        if end == "=":
            broken_off = self._at == len(self._expression)
            _set(values, key, self._value())
            return broken_off
        if end == ".":
            return self._deeper(values, key, depth)
        if end == "[":
            index = self._index()
            if index is None:
                return True
            held = values.get(key, [])
            if not isinstance(held, list):
                self._fail(f"{key} is no list")
            items, broken_off = self._item(list(held), index, depth)
            _set(values, key, items)
            return broken_off
        if end or key:
            self._fail(f'"{key}" has no value; write {key or "key"}=value')
        return True

    def _deeper(self, values: dict[str, Value], key: str, depth: int) -> bool:
        inner = values.get(key, {})
        if not isinstance(inner, dict):
            self._fail(f"{key} is no mapping")
        broken_off = self._entry(inner, depth + 1)
        if inner:
            _set(values, key, inner)
        elif not broken_off:
            self._fail(f'"{key}" has no value; write {key}.key=value')
        return broken_off

    def _item(self, items: list[Value], index: int, depth: int) -> tuple[list[Value], bool]:
        """Read what follows `[index]` into the list, which grows by nulls up to it, if the expression goes on."""
        text, end = self._until("[.=")
        if text:
            self._fail(f"after [{index}] follows =, . or [")
        if not end:
            return items, True
        held = items[index] if index < len(items) else None
        new: Value
        broken_off = False
        if end == "=":
            new = self._value()
        elif end == "[":
            inner = self._index()
            if inner is None:
                return items, True
            new, broken_off = self._item(list(held) if isinstance(held, list) else [], inner, depth)
        else:
            new = held if isinstance(held, dict) else {}
            broken_off = self._entry(new, depth)
        if not broken_off:
            items += [None] * (index + 1 - len(items))
            items[index] = new
        return items, broken_off

    def _index(self) -> int | None:
        """The number up to the bracket; None where the expression breaks off, which Helm takes for its end."""
        text, end = self._until("]")
        if not end:
            return None
        if not text.isdecimal() or not text.isascii() or int(text) > _LARGEST_INDEX:
            self._fail(f"[{text}] is no index from 0 to {_LARGEST_INDEX}")
        return int(text)

    def _value(self) -> Value:
        if self._expression[self._at : self._at + 1] != "{":
            return self._typed(self._until(",").text)
        self._at += 1
        items: list[Value] = []
        while True:
            text, end = self._until(",}")
            if not end:
                self._fail("a list ends with }")
            items.append(self._typed(text))
            if end == "}":
                self._at += self._expression[self._at : self._at + 1] == ","
                return items

    def _typed(self, text: str) -> Value:
        if self._strings:
            return text
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        digits = text[1:] if text[:1] in ("+", "-") else text
        if text == "0" or (digits.isdecimal() and digits.isascii() and text[0] != "0"):
            number = int(text)
            return SetInteger(number) if -_LARGEST_INTEGER <= number < _LARGEST_INTEGER else text
        return text

    def _until(self, ends: str) -> _Token:
        """The text up to one of the characters, which is read too; a backslash takes away the next one's meaning."""
        text = ""
        while self._at < len(self._expression):
            character = self._expression[self._at]
            self._at += 1
            if character in ends:
                return _Token(text, character)
            if character == "\\":
                character = self._expression[self._at : self._at + 1]
                self._at += 1
            text += character
        return _Token(text, "")

    def _fail(self, why: str) -> NoReturn:
        raise RenderError(f'"{self._expression}" cannot be set: {why}', source="--set")


def _set(values: dict[str, Value], key: str, value: Value) -> None:
    if key:  # Helm reads "=1", and sets nothing
        values[key] = value

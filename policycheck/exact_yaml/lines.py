"""What one line of block YAML says, each distinct line looked at once: rendered manifests repeat their lines.

A line says where it stands (`place`), what follows its key or dash (`code`), its key, and its value or what the value
is made of. Only what means the same whatever stands around it is taken; all else is UNUSUAL.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from policycheck.exact_yaml.block_scalars import Header, header
from policycheck.exact_yaml.flow import LONGEST_KEY, Flow, flow
from policycheck.exact_yaml.folded import is_mark
from policycheck.exact_yaml.held import Held, keys, values
from policycheck.exact_yaml.quotes import closing, only_comment, unquoted
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Value

Line: TypeAlias = tuple[int, int, str, Any]
"""Place, code, key, and what the code says of it; a plain tuple, which Python takes apart fastest."""

# A place is three times the column and one of these, so that each level has a greater one than what it stands in:
# an entry `key: ...`, an item `- ...` (in a list as far left as its key), a value alone on its line.
ENTRY, ITEM, ALONE = range(3)

TEXT = 0
"""An unquoted text, which deeper lines would continue."""
READY = 1
"""A value."""
BELOW = 2
"""Nothing: the value is on the next lines, or null."""
FLOW = 3
"""Brackets, as a Flow."""
OPEN = 4
"""Brackets that later lines close: the column of the first one."""
BLOCK = 5
"""A `|` or `>`, as a Header."""
QUOTE = 6
"""A quoted text with its quote, which later lines close."""
INSIDE = 7
"""A dash before an entry or an item: the line with the dash blanked out."""
SKIP = 8
"""A blank line or a comment."""
UNUSUAL = 9
END = 10

END_LINE = "\n"
"""What no line of a text is; it stands after the last one."""

_FAR = 1 << 40
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")


class _Lines(Held[Line]):
    def __missing__(self, line: str) -> Line:
        try:
            found = _line(line)
        except UnusualError:
            found = (_FAR, UNUSUAL, "", None)
        return self.keep(line, found)


lines_known = _Lines()


def _line(line: str) -> Line:
    if line == END_LINE:
        return -9, END, "", None
    text = line.strip(" ")
    if not text or text[0] == "#":
        return _FAR, SKIP, "", None
    column = line.index(text)
    if "\t" in text or is_mark(line):
        raise UnusualError
    if text[0] not in _INDICATORS:
        return _unquoted(text, column)
    if text[0] == "-":
        return _item(text, column) if text[1:2] in ("", " ") else _unquoted(text, column)
    return _quoted(text, column) if text[0] in ('"', "'") else _alone(text, column)


def _item(text: str, column: int) -> Line:
    inner = text[1:].lstrip(" ")
    place = 3 * column + ITEM
    if not inner or inner[0] == "#":
        return place, BELOW, "", None
    blanked = " " * (column + len(text) - len(inner)) + inner
    if inner[0] == "-" and inner[1:2] in ("", " "):
        return place, INSIDE, "", blanked
    inside, code, _, value = lines_known[blanked]
    if code == UNUSUAL:
        raise UnusualError
    return (place, code, "", value) if inside % 3 == ALONE else (place, INSIDE, "", blanked)


def _unquoted(text: str, column: int) -> Line:
    key, colon, after = text.partition(": ")
    if not colon:
        if text[-1] != ":":
            return _alone(text, column)
        key = text[:-1]
    if " #" in key:
        raise UnusualError
    return _entry(keys[key.rstrip(" ")], text, column, after)


def _quoted(text: str, column: int) -> Line:
    end = closing(text, text[0], 1)
    after = text[end + 1 :].lstrip(" ")
    if end < 0 or after[:1] != ":" or after[1:2] not in ("", " "):
        return _alone(text, column)
    return _entry(unquoted(text[1:end], text[0]), text, column, after[1:])


def _entry(key: str, text: str, column: int, after: str) -> Line:
    """`after`: what follows the colon of the key that the text begins with."""
    if len(text) - len(after) > LONGEST_KEY:
        raise UnusualError
    content = after.lstrip(" ")
    if not content or content[0] == "#":
        return 3 * column + ENTRY, BELOW, key, None
    code, value = _content(content, column + len(text) - len(content))
    return 3 * column + ENTRY, code, key, value


def _alone(text: str, column: int) -> Line:
    code, value = _content(text, column)
    return 3 * column + ALONE, code, "", value


def _content(text: str, column: int) -> tuple[int, Value | Flow | Header]:
    """Code and value of a text that goes from a column to the end of its line."""
    first = text[0]
    if first not in _INDICATORS or (first == "-" and text[1:2] not in ("", " ")):
        return _plain(text)
    if first in ('"', "'"):
        end = closing(text, first, 1)
        if end < 0:
            return QUOTE, text
        only_comment(text[end + 1 :])
        return READY, unquoted(text[1:end], first)
    if first in ("[", "{"):
        if text[-1] in ("[", "{", ","):
            return OPEN, column
        found, end = flow(" " * column + text, column)
        only_comment(text[end - column :])
        return FLOW, found
    if first in ("|", ">"):
        return BLOCK, header(text)
    raise UnusualError


def _plain(text: str) -> tuple[int, Value]:
    code = TEXT
    if " #" in text:
        code, text = READY, text[: text.index(" #")].rstrip(" ")
    if ": " in text or text[-1] == ":":
        raise UnusualError
    value = values[text]
    return (code if isinstance(value, str) else READY), value

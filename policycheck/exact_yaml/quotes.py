"""Quoted scalars on one line: where they end, and what they say."""

from __future__ import annotations

from policycheck.exact_yaml.unusual import UnusualError

_ESCAPES = {
    "\\": "\\",
    '"': '"',
    " ": " ",
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
}
_DIGITS = {"x": 2, "u": 4}
_SURROGATES = range(0xD800, 0xE000)
_HEX = frozenset("0123456789abcdefABCDEF")


def closing(text: str, quote: str, start: int) -> int:
    """Where the quote stands that ends a scalar whose text begins at `start`; -1 where it goes on in the next line."""
    end = text.find(quote, start)
    if quote == "'":
        while end >= 0 and text[end + 1 : end + 2] == "'":
            end = text.find(quote, end + 2)
    else:
        while end >= 0 and _is_escaped(text, start, end):
            end = text.find(quote, end + 1)
    return end


def unquoted(text: str, quote: str) -> str:
    """What stands between two quotes, read. UnusualError for an escape that Kubernetes refuses or few people know."""
    if quote == "'":
        return text.replace("''", "'")
    if "\\" not in text:
        return text
    first, *escaped = text.split("\\")
    parts = iter(escaped)
    return first + "".join(_escape(part) if part else "\\" + next(parts) for part in parts)


def only_comment(after: str) -> None:
    """Refuse what follows a value on its line, but a comment."""
    if after.strip(" ") and not (after[0] == " " and after.lstrip(" ")[0] == "#"):
        raise UnusualError


def _escape(part: str) -> str:
    """The text after a backslash with what it escapes read."""
    digits = _DIGITS.get(part[0])
    if digits is None:
        if part[0] not in _ESCAPES:
            raise UnusualError
        return _ESCAPES[part[0]] + part[1:]
    code = part[1 : 1 + digits]
    if len(code) < digits or not _HEX.issuperset(code) or int(code, 16) in _SURROGATES:
        raise UnusualError
    return chr(int(code, 16)) + part[1 + digits :]


def _is_escaped(text: str, start: int, place: int) -> bool:
    before = text[start:place]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1

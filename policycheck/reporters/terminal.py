"""Text that is safe on a terminal and in a CI log, whatever a manifest holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_COLOURS: Mapping[str, str] = {
    "bold": "1",
    "dim": "2",
    "error": "1;31",
    "warning": "33",
    "info": "36",
    "passed": "1;32",
    "failed": "1;31",
    "not checked": "1;31",
    "not judged": "1;31",
}

_CI_COMMAND = r"(?m)^\s*:(?=:)|#(?=#(?:vso)?\[)"
"""GitHub obeys a line that begins with `::`, Azure `##[` and `##vso[`: a manifest must not speak to the CI."""


def printable(text: str) -> str:
    r"""One line without control, format or surrogate characters: each becomes its escape, as `\x1b`."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def without_ci_commands(text: str) -> str:
    r"""Spell out the first character of a CI's command, as `\x3a` or `\x23`."""
    return re.sub(_CI_COMMAND, _spelled_out, text) if "::" in text or "##" in text else text


def _spelled_out(command: re.Match[str]) -> str:
    return f"{command[0][:-1]}\\x{ord(command[0][-1]):x}"


def painted(text: str, style: str) -> str:
    """Colour the text as a severity or a verdict, `bold` or `dim`; unchanged for any other word."""
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if style in _COLOURS else text


def wrapped(text: str, *, width: int, first: str, indent: str) -> Iterator[str]:
    """Break the text into lines of at most `width` columns where its words allow it.

    `first` opens the first line and counts as `indent`, which opens the others: colour takes no columns.
    """
    line, room = first, width - len(indent)
    left = room
    for number, word in enumerate(text.split(" ")):
        if number and len(word) >= left:
            yield line
            line, left = indent + word, room - len(word)
        elif number:
            line, left = f"{line} {word}", left - 1 - len(word)
        else:
            line, left = line + word, room - len(word)
    yield line


def paragraphs(blocks: Iterable[Iterable[str]]) -> str:
    """Join blocks of lines, an empty line between two; empty blocks vanish."""
    return "\n\n".join(text for text in ("\n".join(lines) for lines in blocks) if text)

"""Plain and quoted scalars that go on in deeper lines: one line break is a space, blank lines are the breaks."""

from __future__ import annotations

from collections.abc import Sequence

from policycheck.exact_yaml.quotes import closing, only_comment, unquoted
from policycheck.exact_yaml.unusual import UnusualError


def is_mark(line: str) -> bool:
    """Whether a line begins or ends a document."""
    return line[:3] in ("---", "...") and line[3:4] in ("", " ", "\t")


def plain(text: str, lines: Sequence[str], at: int, column: int) -> tuple[str, int]:
    """The text with the lines from `at` that continue it below a key or dash in `column`, and the line after them.

    The last of the lines is a line break alone, which no text holds.
    """
    margin = " " * (column + 1)
    after, breaks = at, 0
    while True:
        line = lines[at].strip(" ")
        at += 1
        if not line:
            breaks += 1
        elif line[0] in ("#", "\n") or not lines[at - 1].startswith(margin):
            return text, after
        elif ": " in line or " #" in line or line[-1] == ":" or "\t" in line or is_mark(lines[at - 1]):
            raise UnusualError
        else:
            text += ("\n" * breaks or " ") + line
            after, breaks = at, 0


def quoted(text: str, lines: Sequence[str], at: int, column: int) -> tuple[str, int]:
    """What a quoted text says that begins so, quote included, and goes on in line `at`; and the line after it."""
    quote, text = text[0], text[1:]
    margin = " " * (column + 1)
    breaks = 0
    while True:
        line = lines[at].strip(" ")
        at += 1
        if not line:
            breaks += 1
            continue
        if text.endswith("\\") or "\t" in line or not lines[at - 1].startswith(margin):
            raise UnusualError
        end = closing(line, quote, 0)
        text += ("\n" * breaks or " ") + (line if end < 0 else line[:end])
        breaks = 0
        if end >= 0:
            only_comment(line[end + 1 :])
            return unquoted(text, quote), at

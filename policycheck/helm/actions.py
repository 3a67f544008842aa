"""A template's text, cut into actions and comments where Go's text/template cuts it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycheck.helm.tokens import SPACE, ActionError
from policycheck.patterns import regex
from policycheck.records import Record

_OPENING = regex(rf"\{{\{{(?P<trims>-{SPACE})?(?P<comment>/\*)?")
_BODY = regex(
    rf"""(?P<body>(?:[^"`'\}}\s]++|"(?:\\[^\n]|[^"\\\n])*"|`[^`]*`|'(?:\\[^\n]|[^'\\\n])*'
    |(?!(?:{SPACE}-)?\}}\}})[^"`'])*+)
    (?P<trims>{SPACE}-)?\}}\}}""",
    re.VERBOSE,
)
_QUOTED = regex(r""""(?:\\[^\n]|[^"\\\n])*"|`[^`]*`|'(?:\\[^\n]|[^'\\\n])*'""")
_CLOSING = regex(rf"(?P<trims>{SPACE}-)?\}}\}}")


class Cut(Record):
    """`{{ ... }}` from `start` to `end`; `body` is what it holds, from `body_start`, None for a comment.

    The places are characters from 0. A `-` at either side trims the white space there.
    """

    start: int
    end: int
    trims_before: bool
    trims_after: bool
    body: str | None
    body_start: int


def cuts(text: str) -> Iterator[Cut]:
    """Actions and comments in order; braces in quoted texts end none. ActionError, its place in the whole text."""
    at = 0
    while found := _OPENING.search(text, at):
        cut = _comment(text, found) if found["comment"] else _action(text, found)
        yield cut
        at = cut.end


def _comment(text: str, opening: re.Match[str]) -> Cut:
    end = text.find("*/", opening.end())
    if end < 0:
        raise ActionError("a comment that is not closed by */", opening.start())
    closing = _CLOSING.match(text, end + 2)
    if not closing:
        raise ActionError("a comment ends in */}} or */ -}}, with nothing between", end)
    return Cut(
        opening.start(), closing.end(), bool(opening["trims"]), bool(closing["trims"]), None, opening.end("trims")
    )


def _action(text: str, opening: re.Match[str]) -> Cut:
    found = _BODY.match(text, opening.end())
    if not found:
        raise _not_closed(text, opening)
    return Cut(
        opening.start(), found.end(), bool(opening["trims"]), bool(found["trims"]), found["body"], found.start("body")
    )


def _not_closed(text: str, opening: re.Match[str]) -> ActionError:
    rest = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text[opening.end() :])
    closed = _CLOSING.search(rest)
    quote = re.search("[\"'`]", rest[: closed.start()] if closed else rest)
    if quote and (closed or rest[quote.start()] != "'"):
        return ActionError("a quoted text that is not closed", opening.end() + quote.start())
    return ActionError("an action that is not closed by }}", opening.start())

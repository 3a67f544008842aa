"""What stands between `{{` and `}}`, cut as Go's text/template cuts it (text/template/parse/lex.go)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycheck.patterns import regex
from policycheck.records import Record

SPACE = r"[ \t\r\n]"
_TERMINATED = rf"(?=\Z|{SPACE}|[.,|:)(])"
_SIGNED = r"[+-]?(?:0[xX][0-9a-fA-F_]*|0[oO][0-7_]*|0[bB][01_]*|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?"
_TOKEN = regex(
    rf"""
    (?P<space>{SPACE}+)
    |(?P<variable>\$\w*){_TERMINATED}
    |(?P<field>\.(?![0-9])\w+){_TERMINATED}
    |(?P<dot>\.){_TERMINATED}
    |(?P<number>(?=[0-9+-]|\.[0-9]){_SIGNED}(?:[+-]{_SIGNED})?)(?!\w)
    |(?P<word>[^\W0-9]\w*){_TERMINATED}
    |(?P<text>"(?:\\[^\n]|[^"\\\n])*"|`[^`]*`)
    |(?P<character>'(?:\\[^\n]|[^'\\\n])*')
    |(?P<declare>:=)
    |(?P<sign>[=|(),])
    """,
    re.VERBOSE,
)
_ESCAPE = regex(
    r"\\(?:([abfnrtv\\'\"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2}))", re.ASCII
)
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


class ActionError(Exception):
    """What Go's parser would refuse, at a character of the action's text."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class Token(Record):
    """`kind` is a group of the pattern above, of a sign the sign itself, and "end" after the last; `at` its place."""

    kind: str
    text: str
    at: int


def tokens(action: str) -> Iterator[Token]:
    """The tokens of an action's text, spaces too, since they separate operands. ActionError for what is none."""
    at = 0
    for found in _TOKEN.finditer(action):
        if found.start() != at:
            break
        kind, text = found.lastgroup or "", found[0]
        yield Token(text if kind == "sign" else kind, text, at)
        at = found.end()
    if at < len(action):
        raise ActionError(_refused(action, at), at)
    yield Token("end", "", at)


def _refused(action: str, at: int) -> str:
    if action[at] in "\"'`":
        return "a quoted text that is not closed"
    return f"`{action[at : at + 20].splitlines()[0]}` is no part of an action"


def unquoted(token: Token) -> str:
    """The text that a quoted one stands for; ActionError for an escape that Go does not know."""
    held = token.text[1:-1]
    if token.text[0] == "`":
        return held.replace("\r", "")
    if "\\" not in held:
        return held
    parts, at = [], 0
    while (start := held.find("\\", at)) >= 0:
        found = _ESCAPE.match(held, start)
        character = _character(found, quote=token.text[0]) if found else None
        if found is None or character is None:
            raise ActionError(f"`{held[start : start + 2]}` is no escape that Go knows", token.at)
        parts += [held[at:start], character]
        at = found.end()
    return "".join([*parts, held[at:]])


def _character(found: re.Match[str], *, quote: str) -> str | None:
    plain, short, unicode, long, octal = found.groups()
    if plain:
        return _PLAIN.get(plain, plain) if plain not in "'\"" or plain == quote else None
    code = int(octal, 8) if octal else int(short or unicode or long, 16)
    return None if code > _LAST_CHARACTER or code in _SURROGATES else chr(code)

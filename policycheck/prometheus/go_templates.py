"""Templates in labels and annotations of alerts: whether Go's text/template parses them (semantics B5.15, B5.17).

Prometheus parses them when it loads the rules and carries them out when an alert fires; only the first is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from policycheck.patterns import regex
from policycheck.records import Record

FUNCTIONS = frozenset(
    (
        *("and", "break", "call", "continue", "eq", "ge", "gt", "html", "index", "js", "le", "len", "lt", "ne", "not"),
        *("or", "print", "printf", "println", "slice", "urlquery"),
        *(
            "args",
            "convertToFloat",
            "externalURL",
            "first",
            "graphLink",
            "humanize",
            "humanize1024",
            "humanizeDuration",
        ),
        *("humanizePercentage", "humanizeTimestamp", "label", "match", "now", "parseDuration", "pathPrefix", "query"),
        *("reReplaceAll", "safeHtml", "sortByLabel", "stripDomain", "stripPort", "strvalue", "tableLink", "title"),
        *("tmpl", "toDuration", "toLower", "toTime", "toUpper", "urlQueryEscape", "value"),
    )
)
"""Those of Go and those of Prometheus."""

VARIABLES = frozenset(("$", "$labels", "$value", "$externalLabels", "$externalURL"))

_ACTION = regex(r"\{\{(?:- )?\s*(/\*.*?\*/)\s*(?: -)?\}\}|\{\{", re.DOTALL)
_TOKEN = regex(
    r"(?P<space>\s+)|(?P<text>\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|'(?:\\[^'\n]+|\\'|[^'\\\n])')"
    r"|(?P<number>[+-]?\.?\d[\w.+-]*)|(?P<variable>\$\w*)|(?P<field>\.\w+|\.)|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign>:=|[=|,()])|(?P<end>-?\}\})",
)
_OPENING = frozenset(("if", "range", "with", "block", "define"))
_KEYWORDS = _OPENING | {"else", "end", "template", "nil", "true", "false"}


class Token(Record):
    kind: str
    text: str


class _Refused(Exception):  # noqa: N818 - never leaves this module
    pass


@lru_cache(maxsize=4096)
def template_fault(text: str) -> str:
    """Why Go does not parse the template, "" where it does."""
    try:
        scopes: list[tuple[str, frozenset[str]]] = [("", VARIABLES)]
        for action in _actions(text):
            _check(action, scopes)
    except _Refused as refused:
        return str(refused)
    return f"{scopes[-1][0]} without end" if len(scopes) > 1 else ""


def mentions(text: str) -> tuple[str, ...]:
    """What a template asks for: `$value` for the value in any spelling, `$labels.x` for a label."""
    try:
        tokens = [token for action in _actions(text) for token in action]
    except _Refused:
        return ()
    found = []
    for place, token in enumerate(tokens):
        after = tokens[place + 1].text if place + 1 < len(tokens) else ""
        if token.text in {"$value", ".Value"}:
            found.append("$value")
        elif token.text in {"$labels", ".Labels"} and after.startswith(".") and len(after) > 1:
            found.append(f"$labels{after}")
    return tuple(dict.fromkeys(found))


def is_templated(text: str) -> bool:
    return "{{" in text


def _actions(text: str) -> Iterator[list[Token]]:
    position = 0
    while (opened := _ACTION.search(text, position)) is not None:
        position = opened.end()
        if opened[1] is not None:  # a comment
            continue
        tokens, position = _tokens(text, position)
        yield tokens


def _tokens(text: str, position: int) -> tuple[list[Token], int]:
    """The tokens up to the end of an action, and where that is. A minus with a blank trims what is around it."""
    if text.startswith("- ", position) or text.startswith("-\n", position):
        position += 1
    tokens: list[Token] = []
    while (found := _TOKEN.match(text, position)) is not None:
        position = found.end()
        kind = str(found.lastgroup)
        if kind == "end":
            return tokens, position
        if kind != "space":
            tokens.append(Token(kind, found[0]))
    raise _Refused("an action {{ is not closed" if position >= len(text) else "an action holds what Go does not know")


def _check(tokens: list[Token], scopes: list[tuple[str, frozenset[str]]]) -> None:
    """One action, against the blocks that are open, each with the variables it sees."""
    first = tokens[0].text if tokens and tokens[0].kind == "word" else ""
    if not tokens:
        raise _Refused("an action {{ }} is empty")
    if first == "end":
        if len(scopes) == 1:
            raise _Refused("end without if, range or with")
        scopes.pop()
        return
    if first == "else":
        if scopes[-1][0] not in {"if", "range", "with"}:
            raise _Refused("else without if, range or with")
        tokens = tokens[1:]
        if tokens and tokens[0].text in {"if", "with"}:
            tokens = tokens[1:]
    known = scopes[-1][1]
    if first in _OPENING:
        scopes.append((first, known | _pipeline(tokens[1:], known)))
    else:
        scopes[-1] = (scopes[-1][0], known | _pipeline(tokens[1:] if first == "template" else tokens, known))


def _pipeline(tokens: list[Token], known: frozenset[str]) -> frozenset[str]:
    """Check the names that a pipeline uses; the variables that it declares."""
    signs = [token.text for token in tokens]
    if signs.count("(") != signs.count(")"):
        raise _Refused("a parenthesis is not closed")
    declared: frozenset[str] = frozenset()
    if {":=", "="} & set(signs):
        place = next(number for number, sign in enumerate(signs) if sign in {":=", "="})
        declared = frozenset(token.text for token in tokens[:place] if token.kind == "variable")
        tokens = tokens[place + 1 :]
        if not tokens:
            raise _Refused("a variable is given nothing")
    for token in tokens:
        if token.kind == "word" and token.text not in FUNCTIONS | _KEYWORDS:
            raise _Refused(f"function {token.text} is not defined")
        if token.kind == "variable" and token.text not in known:
            raise _Refused(f"variable {token.text} is not defined")
    if tokens and tokens[0].text == "|":
        raise _Refused("a pipeline lacks a command")
    return declared

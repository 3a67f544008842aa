"""A template's text, cut into actions as Go's text/template cuts it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycheck.patterns import regex
from policycheck.records import Record

_SPACE = r"[ \t\r\n]"
_ACTION = regex(
    rf"""
    \{{\{{(?P<before>-(?={_SPACE}))?
    (?:(?P<comment>{_SPACE}*/\*.*?\*/)
      |(?P<body>(?:"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'
         |(?!(?:{_SPACE}-)?\}}\}})[^"`'])*+))
    (?P<after>{_SPACE}-)?\}}\}}
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = regex(r"\s*(if|else|end|range|with|define|block|template|break|continue)\b")
_ASSIGNMENT = regex(r"\s*\$\w*\s*(?:,\s*\$\w*\s*)?:?=")
_OPENS = ("if", "range", "with", "define", "block")


class Action(Record):
    """`{{ ... }}` from `start` to `end`, in characters; a `-` at either side trims the white space there.

    `word` is its keyword, "comment" or "assign", and "" where it prints the value of a pipeline.
    """

    start: int
    end: int
    trims_before: bool
    trims_after: bool
    word: str
    body: str

    @property
    def prints(self) -> bool:
        return self.word in ("", "template", "block")

    @property
    def opens(self) -> bool:
        return self.word in _OPENS


def actions(text: str) -> Iterator[Action]:
    """The actions of a template, in order. Braces in strings, raw strings and comments end none."""
    for found in _ACTION.finditer(text):
        body = found["body"] or ""
        word = "comment" if found["comment"] else _word(body)
        yield Action(found.start(), found.end(), bool(found["before"]), bool(found["after"]), word, body)


def _word(body: str) -> str:
    if found := _WORD.match(body):
        return found[1]
    return "assign" if _ASSIGNMENT.match(body) else ""


def whole_definitions(text: str) -> list[Action]:
    """The actions, where a `define` or `block` with all that it holds, up to its `end`, is one.

    What a `define` holds is printed elsewhere; a `block` prints what it holds, or what another file defines instead.
    """
    found: list[Action] = []
    opened: Action | None = None
    depth = 0
    for action in actions(text):
        if opened is None and action.word not in ("define", "block"):
            found.append(action)
        elif opened is None:
            opened, depth = action, 1
        else:
            depth += action.opens - (action.word == "end")
            if not depth:
                found.append(opened._replace(end=action.end, trims_after=action.trims_after))
                opened = None
    return found

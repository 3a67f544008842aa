"""A template's text without what differs between copies: comments, white space, the chart's own name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from policycheck.helm.templates import Template

CHART = "CHART"
_TOKEN = re.compile(r"\{\{-?|-?\}\}|\"[^\"]*\"|[\w.$/-]+|[^\s\w]")
_COMMENT_LINE = re.compile(r"^[ \t]*#[^\n]*$", re.MULTILINE)
_MARKERS = {"{{-": "{{", "-}}": "}}"}


class Span(NamedTuple):
    """Characters of a file, from `start` to `end`."""

    start: int
    end: int


class Words(NamedTuple):
    """Tokens, and where in the file each begins."""

    texts: list[str]
    places: list[int]


def words(template: Template, span: Span, names: Iterable[str], without: Iterable[Span] = ()) -> Words:
    """The tokens of a part of a file. The charts' own `names` are one and the same word; `without` are parts left out.

    The whole of a line after a YAML # is left out, although Helm runs the actions in it: it prints a comment.
    """
    text = template.text
    if template.comments or without:
        text = _blanked(text, [*template.comments, *without])
    if "#" in text:
        text = _COMMENT_LINE.sub(lambda line: " " * len(line[0]), text)
    found = list(_TOKEN.finditer(text, span.start, span.end))
    texts = [_MARKERS.get(word, word) for word in map(itemgetter(0), found)]
    known = [name for name in names if name]
    own = own_names(known)
    if own:
        texts = [own.sub(CHART, word) if any(name in word for name in known) else word for word in texts]
    return Words(texts, [token.start() for token in found])


def own_names(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for the names of charts where they stand for themselves, as in "orders.labels" and orders-headless."""
    known = sorted(filter(None, names), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Spaces in place of what is left out, so that every place stays."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text

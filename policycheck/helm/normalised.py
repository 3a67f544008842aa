"""A template's text without what differs between copies: comments, white space, the chart's own name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from policycheck.helm.templates import Template
from policycheck.patterns import regex
from policycheck.records import Record

CHART = "CHART"
_TOKEN = regex(r"\{\{-?|-?\}\}|\"[^\"]*\"|[\w.$/-]+|[^\s\w]")
_COMMENT_LINE = regex(r"^[ \t]*#[^\n]*$", re.MULTILINE)
_MARKERS = {"{{-": "{{", "-}}": "}}"}


class Span(Record):
    """Characters of a file, from `start` to `end`."""

    start: int
    end: int


def words(template: Template, span: Span, names: Iterable[str], without: Iterable[Span] = ()) -> list[str]:
    """The tokens of a part of a file. The charts' own `names` are one and the same word; `without` are parts left out.

    The whole of a line after a YAML # is left out, although Helm runs the actions in it: it prints a comment.
    """
    found: list[str] = _TOKEN.findall(_bare(template, without), span.start, span.end)
    meant = dict(_MARKERS)
    if own := own_names(known := [name for name in names if name]):
        meant |= {word: own.sub(CHART, word) for word in {*found} if any(name in word for name in known)}
    return [meant.get(word, word) for word in found]


def places(template: Template, span: Span, without: Iterable[Span] = ()) -> list[int]:
    """Where in the file each of the tokens begins."""
    return [token.start() for token in _TOKEN.finditer(_bare(template, without), span.start, span.end)]


def _bare(template: Template, without: Iterable[Span]) -> str:
    text = _blanked(template.text, [*template.comments, *without])
    return _COMMENT_LINE.sub(lambda line: " " * len(line[0]), text) if "#" in text else text


def own_names(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for the names of charts where they stand for themselves, as in "orders.labels" and orders-headless."""
    return _pattern(tuple(sorted(filter(None, names), key=len, reverse=True)))


@lru_cache
def _pattern(known: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Spaces in place of what is left out, so that every place stays."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text

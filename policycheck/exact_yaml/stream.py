"""A stream of manifests to the texts of its documents, without reading them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycheck.exact_yaml.ordinary_json import json_lengths
from policycheck.exact_yaml.texts import BOM
from policycheck.patterns import regex
from policycheck.records import Record

_SEPARATOR = b"\n---"
_BLANK = b" \t\r\n"
_DIRECTIVE = regex(rb"^%", re.MULTILINE)
_TEMPLATE = regex(rb"^# Source: (\S+)[ \t]*\r?$", re.MULTILINE)
_HEAD = regex(
    rb"""
    (?:---(?=[ \t\r\n]|\Z))?                # a separator
    (?:[ \t]*(?:\#[^\n]*)?\r?\n             # blank lines and comments
      |%[^\n]*(?:\n|\Z))*                   # directives
    (?:[ \t]*(?:\#[^\n]*)?\r?\Z)?           # a last line without its line break
    """,
    re.VERBOSE,
)


class Slice(Record):
    """The text of one document with the comments above it.

    `line` is the first line of the text in the stream, from 1; `template` the chart file of its `# Source:` comment.
    """

    text: memoryview
    line: int
    template: str | None


def split(data: bytes) -> Iterator[Slice]:
    """Cut at each `---` in column 0, which no block scalar can hold, and between JSON values that follow each other.

    Texts without content are left out. A `# Source:` above a separator counts for what follows, and that of a chart's
    crds/ file for all of its documents, as `helm template --include-crds` prints them.
    """
    view = memoryview(data)
    lines = _Lines(data)
    template: str | None = None
    from_crds: str | None = None
    for start, content, end in _pieces(data):
        if named := _TEMPLATE.search(data, start, content):
            template = named[1].decode(errors="replace")
            from_crds = template if "/crds/" in template else None
        if content < end:
            for first, last in _texts(data, start, content, end):
                yield Slice(view[first:last], lines.at(first), template or from_crds)
            template = None


def _pieces(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Start, begin of the content, and end of each piece; directives are of one piece with their document."""
    joined: int | None = None
    for separator, end in _cuts(data):
        start = separator if joined is None else joined
        head = _HEAD.match(data, separator, end)
        content = head.end() if head else separator
        if content == end and _DIRECTIVE.search(data, separator, end):
            joined = start
            continue
        joined = None
        yield start, content, end
    if joined is not None:
        yield joined, joined, len(data)


def _cuts(data: bytes) -> Iterator[tuple[int, int]]:
    start = len(BOM) if data.startswith(BOM) else 0
    at = data.find(_SEPARATOR, start)
    while at >= 0:
        after = at + len(_SEPARATOR)
        if data[after : after + 1] in _BLANK:
            yield start, at + 1
            start = at + 1
        at = data.find(_SEPARATOR, after)
    yield start, len(data)


def _texts(data: bytes, start: int, content: int, end: int) -> Iterator[tuple[int, int]]:
    """One text, or one for each JSON value; what follows the last JSON value is a text of its own."""
    first = content
    if data[content] in b"{[" and not _DIRECTIVE.search(data, start, content):
        for length in json_lengths(data[content:end]):
            yield first, first + length
            first += length
    if data[first:end].strip(_BLANK):
        yield (start if first == content else first), end


class _Lines:
    """The line, from 1, of offsets that only grow: each byte of the stream is looked at once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 0
        self.line = 1

    def at(self, offset: int) -> int:
        self.line += self.data.count(b"\n", self.offset, offset)
        self.offset = offset
        return self.line

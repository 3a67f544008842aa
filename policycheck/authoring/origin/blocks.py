"""The text of `helm template`, cut at its `# Source:` comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policycheck.patterns import regex
from policycheck.records import Record

_HEAD = regex(r"^---[ \t]*\r?\n# Source: (?P<source>[^\r\n]+?)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)


class Block(Record):
    """What stands below one `# Source:` comment, from its first line that is not blank to its last.

    It is one document, but of a file of crds/ all of them. `first` is the number of its first line in the text, from 1.
    """

    source: str
    first: int
    lines: tuple[str, ...]

    @property
    def numbers(self) -> range:
        """Those of its lines in the text."""
        return range(self.first, self.first + len(self.lines))


def blocks(text: str) -> Iterator[Block]:
    """The blocks that hold anything, in order; none of a text without `# Source:` comments."""
    heads = [*_HEAD.finditer(text)]
    ends = [*(head.start() for head in heads), len(text)][1:]
    line, at = 1, 0
    for head, end in zip(heads, ends, strict=True):
        line += text.count("\n", at, head.end())
        at = head.end()
        lines = text[at:end].split("\n")
        held = [number for number, one in enumerate(lines) if one.strip()]
        if held:
            found = lines[held[0] : held[-1] + 1]
            found[-1] = found[-1].rstrip()  # Helm trims what it prints last
            yield Block(head["source"], line + held[0], tuple(found))


def by_source(found: Sequence[Block]) -> dict[str, list[Block]]:
    """The blocks of each template, in order."""
    sources: dict[str, list[Block]] = {}
    for block in found:
        sources.setdefault(block.source, []).append(block)
    return sources

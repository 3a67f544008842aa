"""How Helm cuts what one template rendered into documents, each generation of it a little otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from policycheck.patterns import regex

SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What Go trims as white space; Python would trim the four separators below it as well."""

_FROM_LINE_BREAK = regex(r"(?:\A|[\t\n\f\r ]*\n)---[\t\n\f\r ]*")
_ALONE = regex(r"^---[ \t]*", re.MULTILINE)


class Generation(Enum):
    """Helms that print alike, by the first of them.

    Until 4.2 documents are trimmed at both ends, until 4.3 the line breaks before `---` are eaten with it.
    """

    HELM_3 = (3, 0)
    HELM_4_0 = (4, 0)
    HELM_4_2 = (4, 2)
    HELM_4_3 = (4, 3)

    def documents(self, output: str) -> list[str]:
        """The documents of a template's output, in order; comments alone are one, white space alone is none."""
        return [document for _, document in self.places(output)]

    def places(self, output: str) -> Iterator[tuple[int, str]]:
        """Each document with the number of lines above it."""
        rest = output.lstrip(SPACE)
        above = output.count("\n", 0, len(output) - len(rest))
        cuts = [*(_ALONE if self is Generation.HELM_4_3 else _FROM_LINE_BREAK).finditer(rest)]
        begins = [0, *(cut.end() for cut in cuts)]
        ends = [*(cut.start() for cut in cuts), len(rest)]
        for begin, end in zip(begins, ends, strict=True):
            text = rest[begin:end].lstrip(SPACE)
            if text:
                line = above + rest.count("\n", 0, end - len(text))
                yield line, text.rstrip(SPACE) if self.value < Generation.HELM_4_2.value else text


NEWEST = Generation.HELM_4_3


def generation_of(version: str) -> Generation:
    """How the Helm of this version ("4.3.1") prints; one newer than we know as the newest we know."""
    major, minor = (int(number) for number in version.split(".")[:2])
    return max(
        (one for one in Generation if one.value <= (major, minor)), key=lambda one: one.value, default=Generation.HELM_3
    )

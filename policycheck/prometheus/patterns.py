"""Regular expressions as Prometheus compiles them: RE2, and always over the whole text (semantics B5.19)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from policycheck.errors import Unreadable
from policycheck.patterns import regex

if TYPE_CHECKING:
    import re2

_REFERENCE = regex(r"\$(?:\$|\{(\w+)\}|(\w+))", re.ASCII)


@lru_cache(maxsize=4096)
def anchored(pattern: str) -> re2.Pattern:
    """The compiled pattern, as Prometheus 2 anchors it (`.` takes no newline); Unreadable for what RE2 refuses."""
    import re2  # noqa: PLC0415 - imported where something is relabelled

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(f"^(?:{pattern})$", options)
    except re2.error:
        raise Unreadable("the regex is none of RE2 (no look-around, no back-references)") from None


def is_pattern(pattern: str) -> bool:
    try:
        anchored(pattern)
    except Unreadable:
        return False
    return True


def matches_whole(pattern: str, text: str) -> bool:
    return anchored(pattern).search(text) is not None


def expand(template: str, found: re2.Match[str]) -> str:
    """Go's Expand: `$1x` asks for a group called 1x, an unknown group is empty, `$$` is a dollar."""

    def value(reference: re.Match[str]) -> str:
        name = reference[1] or reference[2]
        if name is None:
            return "$"
        groups = found.re.groupindex
        number = int(name) if name.isdigit() else groups.get(name, -1)
        return found.group(number) or "" if 0 <= number <= found.re.groups else ""

    return _REFERENCE.sub(value, template)

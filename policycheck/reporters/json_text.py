"""JSON that strict readers take, whatever a manifest holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from policycheck.model import Value
from policycheck.patterns import regex

_ESCAPES = regex(r"\\(?:ud[89ab]..\\ud[c-f]..|(ud[89a-f]..)|.)")
"""Every escape of a JSON text, so that a backslash is never taken for the start of the next one; group 1 is the half
of a surrogate pair."""


def listed(values: Iterable[Value]) -> str:
    """A text that is a JSON list, one line a value."""
    lines = ",\n".join(map(json.dumps, values))
    return whole_characters(f"[\n{lines}\n]\n" if lines else "[]\n")


def rows(name: str, values: Iterable[Value]) -> str:
    """`"name": [...]` with one line a value."""
    lines = ",\n".join(map(json.dumps, values))
    return f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []'


def whole_characters(text: str) -> str:
    """The JSON text with U+FFFD for each half of a surrogate pair."""
    return _ESCAPES.sub(_whole_character, text) if "\\ud" in text else text


def _whole_character(escape: re.Match[str]) -> str:
    return r"\ufffd" if escape[1] else escape[0]

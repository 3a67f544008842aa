"""Our own policies as they were read when they were written: no start reads the YAML of three hundred files.

What is stored is only ever a short cut: a file with another head is read, and a test keeps all equal to their files.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import cast
from zlib import crc32

from policycheck.model import Match, Policy, Value

POLICIES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "policies.json")
"""Pairs: the CRC-32 of a file's head, which is what stands before its examples, and its Policy's fields in order."""

EXAMPLES = b"\nexamples:"
"""Where the proof begins: in our own policies only `equivalent` follows."""

_ID, _AREA, _SOURCE, _MATCH = map(Policy._fields.index, ("id", "area", "source", "match"))


def stored_policy(text: bytes, source: str) -> Policy | None:
    """The policy of this file, without its examples; None where it must be read."""
    row = _policies().get(crc32(text.partition(EXAMPLES)[0]))
    folder, name = os.path.split(source)
    if row is None or name != f"{row[_ID]}.yaml":
        return None
    fields = _tuples(row)
    fields[_AREA], fields[_SOURCE] = os.path.basename(folder), source
    fields[_MATCH] = Match._make(_tuples(cast("list[Value]", row[_MATCH])))
    return Policy._make(fields)


def _tuples(row: list[Value]) -> list[Value]:
    """JSON knows no tuple, and a record no list."""
    return [tuple(value) if isinstance(value, list) else value for value in row]


@cache
def _policies() -> Mapping[int, list[Value]]:
    import json  # noqa: PLC0415 - only a run that judges

    try:
        with open(POLICIES, encoding="utf-8") as file:
            return dict(json.load(file))
    except FileNotFoundError:
        return {}

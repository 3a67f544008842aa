"""The answer that the marks in a field give."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from policycheck.authoring.origin.answers import Answer
from policycheck.authoring.origin.sentinels import Sentinels
from policycheck.authoring.origin.values_layers import Leaf
from policycheck.model import Path, Value


def by_sentinels(marked: Value, leaves: Sequence[Leaf], sentinels: Sentinels) -> Answer:
    """The key whose marked value the field is; else the key that all of its marks have in common, or the first."""
    paths = [leaf.path for leaf in leaves]
    shared = _shared(paths)
    for length in range(len(shared), 0, -1):
        if _is_value(marked, shared[:length], sentinels):
            return Answer("value", shared[:length])
    if isinstance(marked, dict | list) and shared:
        return Answer("part of the value", shared)
    return Answer("part of the value", paths[0], tuple(paths[1:]))


def _is_value(marked: Value, key: Path, sentinels: Sentinels) -> bool:
    """Whether a rendered value is what stands at a key with the marks in it."""
    expected = sentinels.at(key)
    return marked == expected or (not isinstance(marked, dict | list) and str(marked) == str(expected))


def _shared(paths: Sequence[Path]) -> Path:
    """What all of them begin with."""
    columns = takewhile(lambda column: len(set(column)) == 1, zip(*paths, strict=False))
    return tuple(column[0] for column in columns)

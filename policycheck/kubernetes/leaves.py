"""The scalars of a tree of mappings and lists, each with the name that says what it is."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.model import Path, Value
from policycheck.records import Record


class Leaf(Record):
    """`name` is the last key above the value, or what stands in `name` beside a `value`; `value` is its text.

    A null is "". `path` leads from the root of the tree. `line` is what it was read from, where that is a line.
    """

    path: Path
    name: str
    value: str
    line: str = ""


def leaves(value: Value, path: Path = (), name: str = "") -> Iterator[Leaf]:
    """Every scalar but booleans, which switch something and tell nothing, in written order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key), _name(value, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index), name)
    elif not isinstance(value, bool):
        yield Leaf(path, name, "" if value is None else str(value))


def _name(mapping: dict[str, Value], key: str) -> str:
    """`{name: DB_PASS, value: x}` is the entry DB_PASS of a list, as variables of a container are written."""
    named = mapping.get("name") if key == "value" else None
    return named if isinstance(named, str) else key

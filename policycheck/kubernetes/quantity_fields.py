"""Every amount that an object writes, whatever its field: found by the types of `fields`, never by a key's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import TypeAlias

from policycheck.kubernetes import fields
from policycheck.model import Path, Value

Amount: TypeAlias = tuple[Path, Value]
"""Where an amount stands, and what is written there; null is not written."""

_Find: TypeAlias = Callable[[Value], Iterator[Amount]]


def written_amounts(body: Value, group: str, kind: str) -> list[Amount]:
    """Return the values of all fields that hold quantities; none of a kind whose fields are not known."""
    root = fields.root(group, kind)
    find = _finder(root) if root else None
    return list(find(body)) if find else []


@cache
def _finder(type_: str) -> _Find | None:
    """Build the search in a type's values; None where it holds no quantity, so that nobody looks there."""
    if type_ == "quantity":
        return _amount
    if type_.startswith(fields.LIST):
        inner = _finder(type_.removeprefix(fields.LIST))
        return inner and _in_each(inner, _elements)
    if type_.startswith(fields.MAP):
        inner = _finder(type_.removeprefix(fields.MAP))
        return inner and _in_each(inner, _entries)
    finders = {name: find for name, inner in fields.structure(type_).items() if (find := _finder(inner))}
    return _in_fields(finders) if finders else None


def _amount(value: Value) -> Iterator[Amount]:
    if value is not None:
        yield (), value


def _elements(value: Value) -> Iterable[tuple[int, Value]]:
    return enumerate(value) if isinstance(value, list) else ()


def _entries(value: Value) -> Iterable[tuple[str, Value]]:
    return value.items() if isinstance(value, dict) else ()


def _in_each(find: _Find, children: Callable[[Value], Iterable[tuple[str | int, Value]]]) -> _Find:
    def search(value: Value) -> Iterator[Amount]:
        for step, inner in children(value):
            for path, amount in find(inner):
                yield (step, *path), amount

    return search


def _in_fields(finders: Mapping[str, _Find]) -> _Find:
    def search(value: Value) -> Iterator[Amount]:
        if isinstance(value, dict):
            for name, find in finders.items():
                for path, amount in find(value.get(name)):
                    yield (name, *path), amount

    return search

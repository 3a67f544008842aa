"""Values of a type that the API server refuses: no string where it takes strings, no integer where it takes integers.

Semantics 0.4. Where such values stand is read off the types of `fields`, never guessed from the name of a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, TypeAlias

from policycheck.kubernetes import fields
from policycheck.model import Path, Value

Wrong: TypeAlias = tuple[Path, str]
"""Where a refused value stands, and its type: boolean, number, string, list or mapping. Never the value itself."""

_Check: TypeAlias = Callable[[Value], Sequence[Wrong]]
_Expected: TypeAlias = Literal["string", "integer"]

_TYPES: dict[type, str] = {bool: "boolean", int: "number", float: "number", str: "string", list: "list"}


def wrong_strings(body: Value, group: str, kind: str) -> Sequence[Wrong]:
    """Find the values that are no string in labels, annotations, data and all other string maps, and in env values.

    null is legal there and means "". Of a kind whose fields are not known only the metadata is read.
    """
    return _check_of_kind(group, kind, "string")(body)


def wrong_integers(body: Value, group: str, kind: str) -> Sequence[Wrong]:
    """Find the values that are no integer where only integers, or integers and strings, are taken.

    2.0 is 2 and null is absent. Of a kind whose fields are not known only the metadata is read.
    """
    return _check_of_kind(group, kind, "integer")(body)


@cache
def _check_of_kind(group: str, kind: str, expected: _Expected) -> _Check:
    root = fields.root(group, kind)
    return _structure(fields.structure(root) if root else {"metadata": "ObjectMeta"}, expected) or _nothing


@cache
def _check_of(type_: str, expected: _Expected) -> _Check | None:
    """Build the check of a type's values; None where nothing in them matters, so that nobody looks there."""
    if leaf := _LEAVES[expected].get(type_):
        return leaf
    if type_.startswith(fields.LIST):
        return _each(_elements, _check_of(type_.removeprefix(fields.LIST), expected))
    if type_.startswith(fields.MAP):
        return _each(_entries, _check_of(type_.removeprefix(fields.MAP), expected))
    return _structure(fields.structure(type_), expected)


def _structure(types: Mapping[str, str], expected: _Expected) -> _Check | None:
    checks = {field: check for field, type_ in types.items() if (check := _check_of(type_, expected))}

    def check_fields(value: Value) -> Sequence[Wrong]:
        return [
            ((key, *path), type_)
            for key, inner in _entries(value)
            if key in checks
            for path, type_ in checks[key](inner)
        ]

    return check_fields if checks else None


def _each(children: Callable[[Value], Iterable[tuple[str | int, Value]]], check: _Check | None) -> _Check | None:
    if check is None:
        return None

    def check_each(value: Value) -> Sequence[Wrong]:
        return [((key, *path), type_) for key, inner in children(value) for path, type_ in check(inner)]

    return check_each


def _entries(value: Value) -> Iterable[tuple[str, Value]]:
    return value.items() if isinstance(value, dict) else ()


def _elements(value: Value) -> Iterable[tuple[int, Value]]:
    return enumerate(value) if isinstance(value, list) else ()


def _nothing(_: Value) -> Sequence[Wrong]:
    return ()


def _type(value: Value) -> str:
    return _TYPES.get(type(value), "mapping")


def _string(value: Value) -> Sequence[Wrong]:
    return () if value is None or isinstance(value, str) else [((), _type(value))]


def _string_map(value: Value) -> Sequence[Wrong]:
    # No call of _string for each entry: labels are most of what is looked at.
    return [
        ((key,), _type(inner)) for key, inner in _entries(value) if not isinstance(inner, str) and inner is not None
    ]


def _env_variable(value: Value) -> Sequence[Wrong]:
    return [(("value",), type_) for _, type_ in _string(value.get("value"))] if isinstance(value, dict) else ()


def _integer(value: Value) -> Sequence[Wrong]:
    if value is None or type(value) is int or (isinstance(value, float) and value.is_integer()):
        return ()
    return [((), _type(value))]


def _integer_or_string(value: Value) -> Sequence[Wrong]:
    return () if isinstance(value, str) else _integer(value)


_LEAVES: dict[_Expected, dict[str, _Check]] = {
    "string": {"{}string": _string_map, "EnvVar": _env_variable},
    "integer": {"integer": _integer, "int-or-string": _integer_or_string},
}

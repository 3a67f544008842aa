"""Quantifiers over lists and reading of mappings. A null list is an empty one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from policycheck.kubernetes.reading import refused
from policycheck.language.functions.strings import needed_text
from policycheck.language.items import Item, computed
from policycheck.language.values import is_true
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

Test: TypeAlias = Callable[[Value], Value]


def elements(value: Value) -> list[Value]:
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise refused(value, "a list")


def every(_: Bindings, values: Value, test: Test) -> bool:
    """`every(list, &test)`: whether the test holds for each element; true for an empty list."""
    return all(is_true(test(value)) for value in elements(values))


def some(_: Bindings, values: Value, test: Test) -> bool:
    """`some(list, &test)`: whether the test holds for at least one element."""
    return any(is_true(test(value)) for value in elements(values))


def none(_: Bindings, values: Value, test: Test) -> bool:
    """`none(list, &test)`: whether the test holds for no element."""
    return not any(is_true(test(value)) for value in elements(values))


def get(_: Bindings, mapping: Value, key: Value) -> Value:
    """`get(mapping, 'app.kubernetes.io/name')`: the value of a key that has dots or slashes."""
    return _mapping(mapping).get(needed_text(key, "a key"))


def entries(_: Bindings, mapping: Value) -> list[Value]:
    """`entries(mapping)`: each key of a mapping with its value: {key, value}."""
    return [{"key": key, "value": value} for key, value in _mapping(mapping).items()]


def placed_get(_: Bindings, mapping: Item, key: Value) -> Item:
    name = needed_text(key, "a key")
    return mapping.inner(name, None if mapping.value is None else _mapping(mapping.value).get(name))


def placed_entries(_: Bindings, mapping: Item) -> Item:
    base, found = mapping.path, _mapping(mapping.value).items()
    if mapping.made:
        return computed([Item({"key": key, "value": value}, base, made=True) for key, value in found])
    return computed([Item({"key": key, "value": value}, (*base, key), made=True) for key, value in found])


def _mapping(value: Value) -> Mapping[str, Value]:
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise refused(value, "a mapping")


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "every": every,
    "some": some,
    "none": none,
    "get": get,
    "entries": entries,
}
FOLLOWING: dict[str, Callable[..., Item]] = {"get": placed_get, "entries": placed_entries}

"""Quantifiers over lists and reading of mappings. A null list is an empty one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from policycheck.kubernetes.reading import refused
from policycheck.language.functions.strings import needed_text
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
    if mapping is None:
        return None
    if not isinstance(mapping, dict):
        raise refused(mapping, "a mapping")
    return mapping.get(needed_text(key, "a key"))


FUNCTIONS: dict[str, Callable[..., Value]] = {"every": every, "some": some, "none": none, "get": get}

"""Sets of type words: all that a value in an expression can be.

The words are those of `kubernetes.fields`, and two more: "null", and "{a,b}" for an object with just these keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from policycheck.kubernetes import fields
from policycheck.model import Value

Types: TypeAlias = frozenset[str]
"""Empty: not known, and nothing below it is checked."""

UNKNOWN: Types = frozenset()


def known(words: Iterable[str | None]) -> Types:
    """Collect words into a set; not known where one of them stands for anything."""
    types = frozenset(word for word in words if word)
    return UNKNOWN if fields.ANY in types else types


def union(each: Iterable[Types]) -> Types:
    """Return all that one of several values can be: not known where one of them is not."""
    each = list(each)
    return frozenset().union(*each) if all(each) else UNKNOWN


def lists_of(types: Types) -> Types:
    return frozenset(fields.LIST + word for word in types)


def items_of(types: Types) -> Types:
    """Return what the elements of a list can be; what is no list has none."""
    return known(fields.item(word) for word in types)


def elements_of(types: Types) -> Types:
    """Return what there is to go through: the elements of what is a list, else the value itself."""
    return known(fields.item(word) or word for word in types)


def as_list(types: Types) -> Types:
    """Return lists as they are, and the lists of one for what is none."""
    return frozenset(word if fields.item(word) else fields.LIST + word for word in types)


def object_with(keys: Iterable[str]) -> str:
    """The word for an object with these keys, of whose values nothing is known."""
    return "{" + ",".join(keys) + "}"


def members(word: str) -> Mapping[str, str]:
    """The fields of a structure or of an object with known keys, and their types."""
    if word.startswith("{") and not word.startswith(fields.MAP):
        return dict.fromkeys(word[1:-1].split(","), fields.ANY)
    return fields.structure(word)


def child(word: str, name: str) -> str | None:
    """The type of a field; None where there is no such field."""
    return fields.child(word, name) or members(word).get(name)


def values_of(word: str) -> Iterable[str]:
    """What the values of an object can be; nothing for what is no object."""
    return [word.removeprefix(fields.MAP)] if word.startswith(fields.MAP) else members(word).values()


def of_literal(value: Value) -> Types:
    """The type of a value written in an expression.

    An empty list or object stands in for one that is absent: it has no items, so nothing asked of them is wrong.
    """
    if isinstance(value, list):
        return UNKNOWN if value else frozenset(["[]null"])
    if isinstance(value, dict):
        return UNKNOWN if value else frozenset(["{}null"])
    words = {type(None): "null", bool: "boolean", str: "string"}
    return frozenset([words.get(type(value), "number")])

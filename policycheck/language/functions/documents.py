"""What a document says beyond its values: keys written twice, values of a type the API does not take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from policycheck.kubernetes import string_maps
from policycheck.language.items import Item
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def duplicate_keys(bindings: Bindings) -> list[Item]:
    """`duplicate_keys()`: keys written twice in one mapping: {key, first_line, line}; the last value stands."""
    return [
        Item({"key": _last_key(note.path), "first_line": note.first_line, "line": note.line}, path, made=True)
        for note in bindings.context.resource.document.duplicates
        if (path := bindings.context.own_path(note.path)) is not None
    ]


def retyped_keys(bindings: Bindings) -> list[Item]:
    """`retyped_keys()`: keys that are read otherwise than written (`y:` is "true"): {key, written}."""
    return _key_notes(bindings, "retyped")


def overridden_keys(bindings: Bindings) -> list[Item]:
    """`overridden_keys()`: own keys whose value a later `<<` merge replaces: {key, written}."""
    return _key_notes(bindings, "overridden")


def wrong_strings(bindings: Bindings) -> list[Item]:
    """`wrong_strings()`: values that are no string where the API takes strings only: {key, type}."""
    return _wrong(bindings, string_maps.wrong_strings)


def wrong_integers(bindings: Bindings) -> list[Item]:
    """`wrong_integers()`: values that are no integer where the API takes integers only: {key, type}."""
    return _wrong(bindings, string_maps.wrong_integers)


def _wrong(bindings: Bindings, find: Callable[[Value, str, str], Sequence[string_maps.Wrong]]) -> list[Item]:
    resource = bindings.context.resource
    found = find(resource.body, resource.group, resource.kind)
    return [Item({"key": _last_key(path), "type": word}, path, made=True) for path, word in found]


def _key_notes(bindings: Bindings, kind: str) -> list[Item]:
    return [
        Item({"key": _last_key(note.path), "written": note.written}, path, made=True)
        for note in bindings.context.resource.document.key_notes
        if note.kind == kind and (path := bindings.context.own_path(note.path)) is not None
    ]


def _last_key(path: tuple[str | int, ...]) -> str:
    return str(path[-1]) if path else ""


PLACED: dict[str, Callable[..., list[Item]]] = {
    "duplicate_keys": duplicate_keys,
    "retyped_keys": retyped_keys,
    "overridden_keys": overridden_keys,
    "wrong_strings": wrong_strings,
    "wrong_integers": wrong_integers,
}

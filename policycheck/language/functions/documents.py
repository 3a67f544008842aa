"""What a document says beyond its values: keys written twice, values of a type the API does not take."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from policycheck.kubernetes.kinds import is_custom
from policycheck.kubernetes.versions import NEWEST
from policycheck.language.functions.resources import misplaced
from policycheck.language.items import Item

if TYPE_CHECKING:
    from policycheck.kubernetes.field_faults import Kind
    from policycheck.language.bindings import Bindings


def duplicate_keys(bindings: Bindings) -> list[Item]:
    """`duplicate_keys()`: keys written twice in one mapping: {key, first_line, line}; the last value stands."""
    return [
        Item({"key": _last_key(note.path), "first_line": note.first_line, "line": note.line}, path, made=True)
        for document in bindings.context.documents
        for note in document.duplicates
        if (path := bindings.context.own_path(note.path, document)) is not None
    ]


def retyped_keys(bindings: Bindings) -> list[Item]:
    """`retyped_keys()`: keys that are read otherwise than written (`y:` is "true"): {key, written}."""
    return _key_notes(bindings, "retyped")


def overridden_keys(bindings: Bindings) -> list[Item]:
    """`overridden_keys()`: own keys whose value a later `<<` merge replaces: {key, written}."""
    return _key_notes(bindings, "overridden")


def wrong_strings(bindings: Bindings) -> list[Item]:
    """`wrong_strings()`: values that are no string in a map of strings or a variable: {key, type}."""
    return _wrong(bindings, "text")


def wrong_integers(bindings: Bindings) -> list[Item]:
    """`wrong_integers()`: values that are no integer where the API takes integers only: {key, type}."""
    return _wrong(bindings, "integer")


def wrong_types(bindings: Bindings) -> list[Item]:
    """`wrong_types()`: other values of a type that the API does not take: {key, type, expected}."""
    return _wrong(bindings, "type")


def unknown_fields(bindings: Bindings) -> list[Item]:
    """`unknown_fields()`: fields that the kind does not have, or may not: {key, near, custom}."""
    if bindings.context.release.kube_version > NEWEST:
        return []  # what its fields are nobody has told us
    unknown = [fault for fault in bindings.context.field_faults if fault.kind == "unknown"]
    # Of misplaced resources it is known what they should be, so misplaced_resources() says it better.
    said = {item.path for item in misplaced(bindings)} if unknown else ()
    # Of a budget's selector pdb-selector-valid says that it takes every pod.
    read_whole = ("spec", "selector") if bindings.context.resource.kind == "PodDisruptionBudget" else None
    # An operator of another version than the one we know may have more fields.
    custom = is_custom(bindings.context.resource.group)
    return [
        Item(
            {"key": (key := _last_key(fault.path)), "near": _nearest(key, fault.known), "custom": custom},
            fault.path,
            made=True,
        )
        for fault in unknown
        if fault.path not in said and fault.path[:-1] != read_whole
    ]


def _nearest(key: str, known: Collection[str]) -> str | None:
    import difflib  # noqa: PLC0415 - only a field that is none needs it

    same = next((name for name in known if name.lower() == key.lower()), None)
    return same or next(iter(difflib.get_close_matches(key, known, n=1)), None)


def _wrong(bindings: Bindings, kind: Kind) -> list[Item]:
    return [
        Item({"key": _last_key(fault.path), "type": fault.found, "expected": fault.expected}, fault.path, made=True)
        for fault in bindings.context.field_faults
        if fault.kind == kind
    ]


def _key_notes(bindings: Bindings, kind: str) -> list[Item]:
    return [
        Item({"key": _last_key(note.path), "written": note.written}, path, made=True)
        for document in bindings.context.documents
        for note in document.key_notes
        if note.kind == kind and (path := bindings.context.own_path(note.path, document)) is not None
    ]


def _last_key(path: tuple[str | int, ...]) -> str:
    return str(path[-1]) if path else ""


PLACED: dict[str, Callable[..., list[Item]]] = {
    "duplicate_keys": duplicate_keys,
    "retyped_keys": retyped_keys,
    "overridden_keys": overridden_keys,
    "unknown_fields": unknown_fields,
    "wrong_strings": wrong_strings,
    "wrong_integers": wrong_integers,
    "wrong_types": wrong_types,
}

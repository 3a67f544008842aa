"""Fields whose value has a type that the API server refuses, and fields that it does not know (semantics 0.4, 0.5).

What a field takes is read off the types of `fields`, never guessed from its name; inside what is not known there, as in
a status or in a schema, nothing is looked at. Everything is found in one walk over an object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Literal, TypeAlias

from policycheck.kubernetes import fields
from policycheck.kubernetes.kinds import is_custom
from policycheck.model import Path, Value
from policycheck.records import Record

Kind: TypeAlias = Literal["text", "integer", "type", "unknown"]
"""text: no string in labels, data, a variable or any other map of strings, which YAML reads otherwise than its author
meant. integer: no whole number where only those are taken. type: anything else of another type, as a list for a
mapping. unknown: no field of its mapping."""


class Fault(Record):
    """Where it stands; the type of the value, never the value itself; what is taken, and the fields there could be."""

    path: Path
    kind: Kind
    found: str
    expected: str
    known: Collection[str] = ()


_Check: TypeAlias = Callable[[Value], Sequence[Fault]]

_TYPES: dict[type, str] = {bool: "boolean", int: "number", float: "number", str: "string", list: "list"}

_OF_PROBES = frozenset({"GRPCAction", "HTTPGetAction", "TCPSocketAction"})
"""Their ports have policies of their own, which say how to write them."""


def field_faults(body: Value, api_version: str, kind: str) -> Sequence[Fault]:
    """Find what the API server refuses or drops in an object, in source order. null is a field left out.

    Of a kind whose fields are not known only the metadata is read. The versions of a built-in API are known as one, as
    it is now: of an alpha or a beta one only text and integers are judged.
    """
    group, _, version = api_version.rpartition("/")
    found = _check_of_kind(group, kind)(body)
    if found and not is_custom(group) and not re.fullmatch(r"v\d+", version):
        return [fault for fault in found if fault.kind in {"text", "integer"}]
    return found


@cache
def _check_of_kind(group: str, kind: str) -> _Check:
    root = fields.root(group, kind)
    if root is None:
        return _structure({"metadata": "ObjectMeta"}, complete=False)
    return _check_of(root) or _nothing


@cache
def _check_of(type_: str) -> _Check | None:
    """Build the check of a type's values; None where nothing in them can be wrong, so that nobody looks there."""
    if leaf := _LEAVES.get(type_):
        return leaf
    if type_.startswith(fields.LIST):
        return _list(_check_of(type_.removeprefix(fields.LIST)))
    if type_.startswith(fields.MAP):
        return _map(_check_of(type_.removeprefix(fields.MAP)))
    types = dict(fields.structure(type_))
    if type_ in _OF_PROBES:
        types["port"] = fields.ANY
    return _structure(types, text=("value",) if type_ == "EnvVar" else ()) if types else None


def _structure(types: Mapping[str, str], *, complete: bool = True, text: Collection[str] = ()) -> _Check:
    """Of an incomplete one not all fields are known; `text` are the fields that are kept like a map of strings."""
    checks = {field: _text if field in text else _check_of(type_) for field, type_ in types.items()}
    known = frozenset(types)

    def check(value: Value) -> Sequence[Fault]:
        if not isinstance(value, dict):
            return _other_than(value, "a mapping")
        faults: list[Fault] = []
        for key, inner in value.items():
            look = checks.get(key, _nothing)
            if look is None or (look is _string and inner.__class__ is str):  # most fields: not worth a call
                continue
            if look is not _nothing:
                if inner is not None and (found := look(inner)):
                    faults += _below(key, found)
            elif complete and key not in known:
                faults.append(Fault((key,), "unknown", _type(inner), "", known))
        return faults

    return check


def _list(look: _Check | None) -> _Check:
    def check(value: Value) -> Sequence[Fault]:
        if not isinstance(value, list):
            return _other_than(value, "a list")
        if look is None:
            return ()
        faults: list[Fault] = []
        for place, inner in enumerate(value):
            if inner is not None and (found := look(inner)):
                faults += _below(place, found)
        return faults

    return check


def _map(look: _Check | None) -> _Check:
    def check(value: Value) -> Sequence[Fault]:
        if not isinstance(value, dict):
            return _other_than(value, "a mapping")
        if look is None:
            return ()
        faults: list[Fault] = []
        for key, inner in value.items():
            if inner is not None and (found := look(inner)):
                faults += _below(key, found)
        return faults

    return check


def _below(step: str | int, faults: Sequence[Fault]) -> list[Fault]:
    return [fault._replace(path=(step, *fault.path)) for fault in faults]


def _other_than(value: Value, expected: str) -> Sequence[Fault]:
    return () if value is None else [Fault((), "type", _type(value), expected)]


def _nothing(_: Value) -> Sequence[Fault]:
    return ()


def _type(value: Value) -> str:
    return _TYPES.get(type(value), "mapping")


def _string(value: Value) -> Sequence[Fault]:
    return () if isinstance(value, str) else _other_than(value, "a string")


def _boolean(value: Value) -> Sequence[Fault]:
    return () if isinstance(value, bool) else _other_than(value, "true or false")


def _text(value: Value) -> Sequence[Fault]:
    return () if value is None or isinstance(value, str) else [Fault((), "text", _type(value), "a string")]


def _text_map(value: Value) -> Sequence[Fault]:
    if not isinstance(value, dict):
        return _other_than(value, "a mapping")
    # No call of _text for each entry: labels are most of what is looked at.
    return [
        Fault((key,), "text", _type(inner), "a string")
        for key, inner in value.items()
        if not isinstance(inner, str) and inner is not None
    ]


def _integer(value: Value) -> Sequence[Fault]:
    """2.0 is 2."""
    if type(value) is int or (isinstance(value, float) and value.is_integer()):
        return ()
    return [Fault((), "integer", _type(value), "a whole number")]


def _integer_or_string(value: Value) -> Sequence[Fault]:
    return () if isinstance(value, str) else _integer(value)


_LEAVES: dict[str, _Check] = {
    "string": _string,
    "boolean": _boolean,
    "{}string": _text_map,
    "integer": _integer,
    "int-or-string": _integer_or_string,
}

"""The protobuf in which helm sends namespaces and the Secrets of its releases: as many fields as those have."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from policycheck.model import Value

_NAME, _GENERATE_NAME, _NAMESPACE, _LABELS, _ANNOTATIONS = 1, 2, 3, 11, 12


def decoded(data: bytes) -> dict[str, Value]:
    """A Namespace or Secret as JSON holds it (k8s.io/apimachinery runtime.Unknown: type in field 1, object in 2)."""
    envelope = dict(_fields(data.removeprefix(b"k8s\0")))
    kind = dict(_fields(envelope[1]))[2].decode()
    body: dict[str, Value] = {"apiVersion": dict(_fields(envelope[1]))[1].decode(), "kind": kind}
    values: dict[str, Value] = {}
    for number, value in _fields(envelope[2]):
        if number == 1:
            body["metadata"] = _metadata(value)
        elif kind == "Secret" and number == 2:
            name, content = _entry(value)
            values[name] = base64.b64encode(content).decode()
        elif kind == "Secret" and number == 3:
            body["type"] = value.decode()
    return {**body, "data": values} if values else body


def _metadata(data: bytes) -> dict[str, Value]:
    maps: dict[int, dict[str, Value]] = {_LABELS: {}, _ANNOTATIONS: {}}
    found: dict[str, Value] = {}
    for number, value in _fields(data):
        if number in maps:
            name, content = _entry(value)
            maps[number][name] = content.decode()
        elif number in (_NAME, _NAMESPACE):
            found["name" if number == _NAME else "namespace"] = value.decode()
    return {**found, "labels": maps[_LABELS], "annotations": maps[_ANNOTATIONS]}


def _entry(data: bytes) -> tuple[str, bytes]:
    fields = dict(_fields(data))
    return fields[1].decode(), fields.get(2, b"")


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each field's number and bytes; those that are numbers themselves are passed over."""
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        if tag & 7 == 2:
            length, place = _varint(data, place)
            yield tag >> 3, data[place : place + length]
            place += length
        else:
            assert tag & 7 == 0, f"a field of wire type {tag & 7}"
            _, place = _varint(data, place)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place

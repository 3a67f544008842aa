"""Kubernetes objects that a program already holds, as if they had been read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policycheck.errors import UsageError
from policycheck.kubernetes.json_values import json_value
from policycheck.model import Document, LeftOut, Loaded, Resource, Value
from policycheck.sources.loading import Contents
from policycheck.sources.manifests import resources
from policycheck.sources.namespaces import settle

SOURCE = "objects"


def contents_of(objects: Iterable[Mapping[str, Value] | None], *, namespace: str | None = None) -> Contents:
    """The resources in these objects, Lists unwrapped, in one scope. Each is a source, `objects[0]`, without lines.

    A None, which YAML readers give for an empty document, is passed over. UsageError for what is no mapping of JSON
    values.
    """
    loaded: list[Loaded] = []
    found: list[Resource] = []
    left_out: list[LeftOut] = []
    for document in _documents(objects):
        inside = list(resources(document, render=SOURCE))
        of_document = [resource for resource in inside if isinstance(resource, Resource)]
        found += of_document
        left_out += (one for one in inside if isinstance(one, LeftOut))
        loaded.append(Loaded(document.source, 1, len(of_document)))
    settled, notes = settle(found, given=namespace)
    return Contents(tuple(settled), tuple(loaded), tuple(left_out), tuple(notes))


def _documents(objects: Iterable[Mapping[str, Value] | None]) -> list[Document]:
    if isinstance(objects, (str, bytes, Mapping)):
        raise UsageError(f"`{SOURCE}` is a list of mappings, not one {type(objects).__name__}; put it into brackets")
    return [
        Document(f"{SOURCE}[{index}]", None, memoryview(b""), None, _body(one, index))
        for index, one in enumerate(objects)
        if one is not None
    ]


def _body(one: Mapping[str, Value], index: int) -> Value:
    body = json_value(one, (SOURCE, index))
    if isinstance(body, dict):
        return body
    raise UsageError(f"`{SOURCE}[{index}]` is of type {type(one).__name__}; give mappings, as json.load returns them")

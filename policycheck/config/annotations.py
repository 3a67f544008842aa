"""The annotations by which resources speak to policycheck, as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policycheck.errors import Unreadable
from policycheck.index import Index
from policycheck.model import Path, Resource, Value
from policycheck.records import Record

RESERVED = "policycheck.dev/"


class Annotation(Record):
    """A key of ours, the last part of its path in a resource. `honoured`: it stands where we look for it."""

    resource: Resource
    path: Path
    text: Value
    honoured: bool


def annotations_in(index: Index) -> list[Annotation]:
    """Those of resources and of their pod templates, and those between the two, which are not honoured."""
    return [annotation for resource in index.resources for annotation in _of(resource, index)]


def _of(resource: Resource, index: Index) -> Iterator[Annotation]:
    way = _way_to_template(resource, index)
    body: Value = resource.body
    for steps, part in enumerate((*way, None)):
        for key, text in _written(body):
            if key.startswith(RESERVED):
                path = (*way[:steps], "metadata", "annotations", key)
                yield Annotation(resource, path, text, honoured=steps in (0, len(way)))
        body = body.get(part) if isinstance(body, dict) else None


def _way_to_template(resource: Resource, index: Index) -> Path:
    try:
        pod = index.pod_template(resource)
    except Unreadable:
        return ()  # what stands in its place is a finding of every policy that looks there
    return pod.path if pod else ()


def _written(body: Value) -> Iterable[tuple[str, Value]]:
    metadata = body.get("metadata") if isinstance(body, dict) else None
    written = metadata.get("annotations") if isinstance(metadata, dict) else None
    return written.items() if isinstance(written, dict) else ()

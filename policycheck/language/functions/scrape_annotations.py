"""The annotations by which Prometheus' own discovery of Kubernetes is told what to scrape: prometheus.io/*."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.language.context import Context
from policycheck.language.items import Item, computed
from policycheck.model import Path, Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

PREFIX = "prometheus.io/"


def scrape_annotations(bindings: Bindings) -> list[Item]:
    """`scrape_annotations()`: annotations prometheus.io/*: {key, value, on}; on is pod, service or workload."""
    # `workload` is the metadata of what makes the pods, where nobody reads it. Values that are no texts are no items.
    return bindings.context.collection(_annotations).elements()


def _annotations(context: Context) -> Item:
    body, pod = context.resource.body, context.pod
    if pod is not None and pod.path:
        return computed([*_of(body, (), "workload"), *_of(pod.body, pod.path, "pod")])
    if pod is not None:
        return computed([*_of(body, (), "pod")])
    is_service = context.resource.kind == "Service" and not context.resource.group
    return computed([*_of(body, (), "service")] if is_service else [])


def _of(body: Value, path: Path, on: str) -> Iterator[Item]:
    metadata = body.get("metadata") if isinstance(body, dict) else None
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    for key, value in annotations.items() if isinstance(annotations, dict) else ():
        if key.startswith(PREFIX) and isinstance(value, str):
            told: Value = {"key": key.removeprefix(PREFIX), "value": value, "on": on}
            yield Item(told, (*path, "metadata", "annotations", key), made=True)


PLACED: dict[str, Callable[..., list[Item]]] = {"scrape_annotations": scrape_annotations}

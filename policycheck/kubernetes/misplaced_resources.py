"""Requests and limits written where no field of that name is: the API server drops them (semantics B4.17)."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.kubernetes import fields
from policycheck.kubernetes.pod_templates import PodTemplate
from policycheck.model import Path, Resource, Value
from policycheck.records import Record

_SINGULAR = {"limit": "limits", "request": "requests"}
_LISTS = ("containers", "initContainers")


class Misplaced(Record):
    """Where it stands in the object, and what it should be: `limits`, or the place where `resources` belongs."""

    path: Path
    meant: str


def misplaced_resources(resource: Resource, pod: PodTemplate) -> list[Misplaced]:
    """Return `resources` outside of containers and pod spec, and `limit` or `request` for their plurals.

    What has another shape than a pod is passed over: other findings speak of it. Around the template of a kind whose
    fields are not known `resources` may be one of them.
    """
    known = fields.root(resource.group, resource.kind) is not None
    around = _around_the_template(resource.body, pod.path) if known else ()
    return [*around, *_in_pod_spec(pod.body.get("spec"), (*pod.path, "spec"))]


def _around_the_template(body: Value, path: Path) -> Iterator[Misplaced]:
    """In what holds the template: a Deployment's spec, a CronJob's, the template itself."""
    for depth in range(1, len(path) + 1):
        around = _at(body, path[:depth])
        if isinstance(around, dict) and around.get("resources") is not None:
            yield Misplaced((*path[:depth], "resources"), "in a container")


def _in_pod_spec(spec: Value, path: Path) -> Iterator[Misplaced]:
    if not isinstance(spec, dict):
        return
    yield from _misspelt(spec, path)
    for name in _LISTS:
        for container, place in _elements(spec.get(name), (*path, name)):
            yield from _misspelt(container, place)
            for variable, inner in _elements(container.get("env"), (*place, "env")):
                if "resources" in variable:
                    yield Misplaced((*inner, "resources"), "beside env")


def _misspelt(owner: dict[str, Value], path: Path) -> Iterator[Misplaced]:
    resources = owner.get("resources")
    if isinstance(resources, dict):
        for key in resources:
            if key in _SINGULAR:
                yield Misplaced((*path, "resources", key), _SINGULAR[key])


def _elements(value: Value, path: Path) -> Iterator[tuple[dict[str, Value], Path]]:
    for place, element in enumerate(value if isinstance(value, list) else []):
        if isinstance(element, dict):
            yield element, (*path, place)


def _at(body: Value, path: Path) -> Value:
    for step in path:
        body = body.get(str(step)) if isinstance(body, dict) else None
    return body

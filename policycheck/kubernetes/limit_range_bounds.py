"""What LimitRanges allow beside what the containers of a pod, and the pod as a whole, have (semantics B4.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.kubernetes.container_resources import Resources, admitted_resources, summed
from policycheck.kubernetes.containers import PodContainer, all_containers
from policycheck.kubernetes.limit_ranges import Limits
from policycheck.kubernetes.pod_resources import pod_resources
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.model import Path, Value
from policycheck.records import Record

if TYPE_CHECKING:
    from fractions import Fraction


class Bound(Record):
    """One resource of one container, or of the pod as a whole, that one item of a LimitRange bounds.

    `path` leads there from the pod spec, () for the pod. What is not bounded, requested or limited is None.
    """

    path: Path
    source: str
    type: str
    resource: str
    min: Fraction | None
    max: Fraction | None
    ratio: Fraction | None
    request: Fraction | None
    limit: Fraction | None


def limit_range_bounds(pod_spec: Value, items: Sequence[Limits], kube_version: KubeVersion = NEWEST) -> list[Bound]:
    """Return every bound that LimitRanges with these items set to the pods of this spec, defaults filled in.

    Raises Unreadable, at its place in the pod spec, for what is no quantity.
    """
    if not items:
        return []
    containers = [found for found in all_containers(pod_spec, kube_version) if found.role != "ephemeral"]
    admitted = {found.path: _admitted(found, items) for found in containers}
    whole = _whole(pod_spec, containers, admitted, kube_version)
    return [
        bound
        for limits in items
        for path, resources in (admitted.items() if limits.type == "Container" else [((), whole)])
        if limits.type in {"Container", "Pod"}
        for bound in _bounds(path, limits, resources)
    ]


def _admitted(container: PodContainer, items: Iterable[Limits]) -> Resources:
    with reading.inside(*container.path):
        return admitted_resources(container.body, items)


def _whole(
    pod_spec: Value,
    containers: Sequence[PodContainer],
    admitted: Mapping[tuple[str, int], Resources],
    kube_version: KubeVersion,
) -> Resources:
    of_pod = pod_resources(pod_spec, kube_version)
    return Resources(
        {**summed(containers, lambda found: admitted[found.path].requests), **of_pod.requests},
        {**summed(containers, lambda found: admitted[found.path].limits), **of_pod.limits},
    )


def _bounds(path: Path, limits: Limits, resources: Resources) -> list[Bound]:
    return [
        Bound(
            path,
            limits.source,
            limits.type,
            resource,
            limits.min.get(resource),
            limits.max.get(resource),
            limits.ratio.get(resource),
            resources.requests.get(resource),
            resources.limits.get(resource),
        )
        for resource in dict.fromkeys([*limits.min, *limits.max, *limits.ratio])
    ]

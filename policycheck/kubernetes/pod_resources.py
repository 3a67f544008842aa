"""What a pod has for all of its containers together: its own `resources` (semantics B4, effective resources)."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.kubernetes import reading
from policycheck.kubernetes.container_resources import Resources, summed, written_resources
from policycheck.kubernetes.containers import PodContainer, all_containers
from policycheck.kubernetes.resource_lists import ResourceList
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.model import Value

POD_LEVEL: KubeVersion = (1, 34)
"""From here on a pod's own `resources` count without a feature gate; before, they are dropped."""


def pod_resources(pod_spec: Value, kube_version: KubeVersion = NEWEST) -> Resources:
    """Return the pod's own amounts: a request that is absent is the containers' sum, else the pod's limit.

    Raises Unreadable, at its place in the pod spec, for what the API server would refuse.
    """
    spec = reading.mapping(pod_spec, "a pod spec")
    if not spec.get("resources") or kube_version < POD_LEVEL:
        return Resources({}, {})
    written = written_resources(spec)
    limits = _of_pods(written.limits)
    asked = {name: written.requests[name] for name in _written_requests(spec)}
    return Resources({**limits, **_of_pods(requested_by_containers(spec, kube_version)), **_of_pods(asked)}, limits)


def requested_by_containers(pod_spec: Mapping[str, Value], kube_version: KubeVersion = NEWEST) -> ResourceList:
    """Return what the containers ask for together; an init container runs beside the sidecars started before it."""
    return summed(all_containers(pod_spec, kube_version), _requests)


def _requests(container: PodContainer) -> ResourceList:
    with reading.inside(*container.path):
        return written_resources(container.body).requests


def _written_requests(spec: Mapping[str, Value]) -> Mapping[str, Value]:
    resources = reading.mapping(spec.get("resources"), "a pod's resources")
    return reading.mapping(resources.get("requests"), "a mapping of resources")


def _of_pods(amounts: ResourceList) -> ResourceList:
    """Keep what a pod as a whole can have."""
    return {name: amounts[name] for name in amounts if name in {"cpu", "memory"} or name.startswith("hugepages-")}

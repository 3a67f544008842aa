"""The requests and limits a container really has, after every default (semantics B4 effective resources)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import all_containers
from policycheck.kubernetes.limit_ranges import container_defaults
from policycheck.kubernetes.resource_lists import ResourceList, resource_list
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

_POD_LEVEL: KubeVersion = (1, 34)
"""From here on a pod's own `resources` count without a feature gate."""


class Resources(NamedTuple):
    """Amounts by resource name: `limits.get("memory")` is None where nothing sets one."""

    requests: ResourceList
    limits: ResourceList


def effective_resources(
    container: Mapping[str, Value],
    *,
    pod_spec: Value = None,
    limit_ranges: Iterable[Mapping[str, Value]] = (),
    kube_version: KubeVersion = NEWEST,
) -> Resources:
    """Return what a container of this pod has, where these LimitRange objects stand in its namespace.

    In the order of the API server: what is written; a request is its limit where absent; the LimitRanges' defaults
    where still absent; then what the pod has for all of its containers together. Raises Unreadable for a quantity
    that is none.
    """
    written = _written(container)
    default_requests, default_limits = container_defaults(limit_ranges)
    of_pod = _pod_level(pod_spec, kube_version)
    return Resources(
        requests={**of_pod.requests, **default_requests, **written.requests},
        limits={**of_pod.limits, **default_limits, **written.limits},
    )


def _written(container: Mapping[str, Value]) -> Resources:
    resources = reading.mapping(container.get("resources"), "a container's resources")
    limits = resource_list(resources.get("limits"))
    return Resources({**limits, **resource_list(resources.get("requests"))}, limits)


def _pod_level(pod_spec: Value, kube_version: KubeVersion) -> Resources:
    """Read the pod's own `resources`: a request that is absent is the containers' sum, else the pod's limit."""
    spec = reading.mapping(pod_spec, "a pod spec")
    resources = reading.mapping(spec.get("resources"), "a pod's resources")
    if not resources or kube_version < _POD_LEVEL:
        return Resources({}, {})
    limits = _of_pods(resource_list(resources.get("limits")))
    written = _of_pods(resource_list(resources.get("requests")))
    return Resources({**limits, **_of_pods(_sum_of_requests(spec, kube_version)), **written}, limits)


def _of_pods(amounts: ResourceList) -> ResourceList:
    """Keep what a pod as a whole can have."""
    return {name: amounts[name] for name in amounts if name in {"cpu", "memory"} or name.startswith("hugepages-")}


def _sum_of_requests(pod_spec: Mapping[str, Value], kube_version: KubeVersion) -> ResourceList:
    """Add up what the containers ask for; an init container runs beside the sidecars that started before it."""
    running: dict[str, Fraction] = {}
    sidecars: dict[str, Fraction] = {}
    peaks: dict[str, Fraction] = {}
    for container in all_containers(pod_spec, kube_version):
        for name, amount in _written(container.body).requests.items():
            if container.role in {"main", "sidecar"}:
                running[name] = running.get(name, 0) + amount
            if container.role == "sidecar":
                sidecars[name] = sidecars.get(name, 0) + amount
            if container.role == "init":
                peaks[name] = max(peaks.get(name, amount), amount + sidecars.get(name, 0))
    return {**running, **{name: max(peak, running.get(name, peak)) for name, peak in peaks.items()}}

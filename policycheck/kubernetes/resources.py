"""The requests and limits a container really has, after every default (semantics B4 effective resources)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policycheck.kubernetes import reading
from policycheck.kubernetes.container_resources import Resources, admitted_resources
from policycheck.kubernetes.limit_ranges import Limits
from policycheck.kubernetes.pod_resources import pod_resources
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.model import Path, Value

__all__ = ["Resources", "effective_resources"]


def effective_resources(
    container: Mapping[str, Value],
    *,
    path: Path = (),
    pod_spec: Value = None,
    limits: Iterable[Limits] = (),
    kube_version: KubeVersion = NEWEST,
) -> Resources:
    """Return what a container of this pod has, where LimitRanges with these items stand in its namespace.

    In the order of the API server: what is written; a request is its limit where absent; the LimitRanges' defaults
    where still absent; then what the pod has for all of its containers together. `path` leads from the pod spec to the
    container. Raises Unreadable, at its place in the pod spec, for a quantity that is none.
    """
    with reading.inside(*path):
        admitted = admitted_resources(container, limits)
    of_pod = pod_resources(pod_spec, kube_version)
    return Resources({**of_pod.requests, **admitted.requests}, {**of_pod.limits, **admitted.limits})

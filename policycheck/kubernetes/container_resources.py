"""What a container asks for and may take, as written and as its namespace completes it (semantics 0.2, B4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import PodContainer
from policycheck.kubernetes.limit_ranges import Limits, container_defaults
from policycheck.kubernetes.resource_lists import ResourceList, resource_list
from policycheck.model import Value
from policycheck.records import Record

if TYPE_CHECKING:
    from fractions import Fraction


class Resources(Record):
    """Amounts by resource name: `limits.get("memory")` is None where nothing sets one."""

    requests: ResourceList
    limits: ResourceList


def written_resources(owner: Mapping[str, Value]) -> Resources:
    """Return the `resources` of a container or a pod spec; a request that is absent is the limit.

    Raises Unreadable, at its place in the owner, for what is no mapping or no quantity.
    """
    with reading.inside("resources"):
        resources = reading.mapping(owner.get("resources"), "a mapping of requests and limits")
    with reading.inside("resources", "limits"):
        limits = resource_list(resources.get("limits"))
    with reading.inside("resources", "requests"):
        return Resources({**limits, **resource_list(resources.get("requests"))}, limits)


def admitted_resources(container: Mapping[str, Value], limits: Iterable[Limits]) -> Resources:
    """Return the same with the defaults of these items of LimitRanges where something is still absent."""
    written = written_resources(container)
    default_requests, default_limits = container_defaults(limits)
    return Resources({**default_requests, **written.requests}, {**default_limits, **written.limits})


def summed(containers: Iterable[PodContainer], amounts_of: Callable[[PodContainer], ResourceList]) -> ResourceList:
    """Return the most that the containers of a pod have at one time, by resource (semantics B4.14).

    That is all main containers with all sidecars, or one init container with the sidecars that started before it.
    """
    running: dict[str, Fraction] = {}
    sidecars: dict[str, Fraction] = {}
    peaks: dict[str, Fraction] = {}
    for container in containers:
        for name, amount in amounts_of(container).items():
            if container.role in {"main", "sidecar"}:
                running[name] = running.get(name, 0) + amount
            if container.role == "sidecar":
                sidecars[name] = sidecars.get(name, 0) + amount
            if container.role == "init":
                peaks[name] = max(peaks.get(name, amount), amount + sidecars.get(name, 0))
    return {**running, **{name: max(peak, running.get(name, peak)) for name, peak in peaks.items()}}

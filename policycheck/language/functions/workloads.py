"""What a workload really has, once autoscalers, LimitRanges and Services of the render are counted in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index.joins import scope_of
from policycheck.kubernetes import replicas, resources
from policycheck.kubernetes.ports import reached_containers, service_ports
from policycheck.language.functions.strings import needed_text
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

    from policycheck.kubernetes.resources import Resources
    from policycheck.language.bindings import Bindings


def replica_floor(bindings: Bindings) -> int:
    """`replica_floor()`: the least replicas kept: the autoscaler's minimum, else spec.replicas, else 1."""
    context = bindings.context
    autoscalers = [found.body for found in context.index.autoscalers(context.resource)]
    return replicas.replica_floor(context.resource.body, autoscalers)


def effective_limit(bindings: Bindings, resource: Value) -> Fraction | None:
    """`effective_limit('memory')`: the container's limit after LimitRange and pod-level defaults, or null."""
    return _effective(bindings).limits.get(needed_text(resource, "a resource such as cpu"))


def effective_request(bindings: Bindings, resource: Value) -> Fraction | None:
    """`effective_request('cpu')`: the container's request after all defaults (a limit counts), or null."""
    return _effective(bindings).requests.get(needed_text(resource, "a resource such as cpu"))


def reached_by(bindings: Bindings) -> list[Value]:
    """`reached_by()`: Services of which a port lands on the current container."""
    context, place = bindings.context, bindings.container.path
    running = [found for found in context.roles if found.role in {"main", "sidecar"}]
    return [
        service.body
        for service in context.index.selecting_pods("Service", context.resource)
        if any(
            (*context.pod_spec.path, *found.path) == place
            for found in reached_containers(service_ports(service.body.get("spec")), running)
        )
    ]


def _effective(bindings: Bindings) -> Resources:
    context = bindings.context
    limit_ranges = context.index.of_kind("LimitRange", scope_of(context.resource))
    container = bindings.container.value
    return resources.effective_resources(
        container if isinstance(container, dict) else {},
        pod_spec=context.pod_spec.value,
        limit_ranges=[found.body for found in limit_ranges],
        kube_version=context.release.kube_version,
    )


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "replica_floor": replica_floor,
    "effective_limit": effective_limit,
    "effective_request": effective_request,
    "reached_by": reached_by,
}

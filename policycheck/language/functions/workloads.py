"""What a workload really has, once autoscalers and Services of the render are counted in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index import floors
from policycheck.index.service_ports import ports_of
from policycheck.kubernetes import reading
from policycheck.kubernetes.ports import reached_containers
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def replica_floor(bindings: Bindings) -> int:
    """`replica_floor()`: the least replicas kept: the autoscaler's minimum, else spec.replicas, else 1."""
    return floors.replica_floor(bindings.context.index, bindings.context.resource)


def reached_by(bindings: Bindings) -> list[Value]:
    """`reached_by()`: Services of which a port lands on the current container."""
    context, place = bindings.context, bindings.container.path
    running = [found for found in context.roles if found.role in {"main", "sidecar"}]
    base = context.pod_spec.path
    found: list[Value] = []
    for service in context.index.selecting_pods("Service", context.resource):
        ports = ports_of(context.index, service)
        with reading.inside(*base):
            reached = reached_containers(ports, running)
        if any((*base, *container.path) == place for container in reached):
            found.append(service.body)
    return found


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "replica_floor": replica_floor,
    "reached_by": reached_by,
}

"""What a Service reaches in the pods it selects."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index.service_ports import is_hook
from policycheck.index.service_ports import target_ports as ports_of
from policycheck.language.items import Item
from policycheck.model import Resource, Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def selected_workloads(bindings: Bindings) -> list[Value]:
    """`selected_workloads()`: the resources whose pods this one selects, without Helm's test hooks: {kind, name}."""
    selected = bindings.context.index.selected_pods(bindings.context.resource)
    return [{"kind": found.kind, "name": found.name} for found in selected if is_hook(found) != "test"]


def target_ports(bindings: Bindings) -> list[Item]:
    """`target_ports()`: ports of this Service: {port, target, declared_by, undeclared_by}, of pods that stay."""
    context = bindings.context
    found = ports_of(context.index, context.resource, context.release.kube_version)
    return [
        Item(
            {
                "port": one.port.name or one.port.number,
                "target": one.port.target,
                "declared_by": list(map(_named, one.declared_by)),
                "undeclared_by": list(map(_named, one.undeclared_by)),
            },
            ("spec", "ports", one.port.place, "targetPort"),
            made=True,
        )
        for one in found
    ]


def _named(resource: Resource) -> str:
    return f"{resource.kind}/{resource.name}"


FUNCTIONS: dict[str, Callable[..., Value]] = {"selected_workloads": selected_workloads}
PLACED: dict[str, Callable[..., list[Item]]] = {"target_ports": target_ports}

"""Relations between resources of one render, from the index. What is not in the render is not in the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from policycheck.index.joins import scope_of
from policycheck.kubernetes.replicas import scale_target
from policycheck.language.functions.strings import needed_text, text_of
from policycheck.model import Resource, Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def peers(bindings: Bindings, kind: Value) -> list[Value]:
    """`peers('Service')`: resources of the kind in the namespace of this one."""
    return bodies(bindings.context.index.of_kind(needed_text(kind, "a kind"), scope_of(bindings.context.resource)))


def named(bindings: Bindings, kind: Value, name: Value) -> Value:
    """`named('ConfigMap', name)`: the resource of that kind and name in the namespace of this one, or null."""
    choice, wanted = needed_text(kind, "a kind"), text_of(name)
    if wanted is None:
        return None
    found = bindings.context.index.named(choice, wanted, scope_of(bindings.context.resource))
    return found.body if found else None


def selected_by(bindings: Bindings, kind: Value) -> list[Value]:
    """`selected_by('PodDisruptionBudget')`: objects of the kind whose selector takes the pods of this resource."""
    return bodies(bindings.context.index.selecting_pods(needed_text(kind, "a kind"), bindings.context.resource))


def selected_elsewhere(bindings: Bindings, kind: Value) -> list[Value]:
    """`selected_elsewhere('Service')`: other namespaces that hold such an object selecting the pods."""
    return list(bindings.context.index.namespaces_selecting(needed_text(kind, "a kind"), bindings.context.resource))


def selects_pods(bindings: Bindings) -> list[Value]:
    """`selects_pods()`: resources whose pods the selector of this one takes."""
    return bodies(bindings.context.index.selected_pods(bindings.context.resource))


def target(bindings: Bindings) -> Value:
    """`target()`: the workload that this HorizontalPodAutoscaler or ScaledObject scales, or null."""
    resource = bindings.context.resource
    wanted = scale_target(resource.body)
    choice = wanted.kind if wanted.group is None else f"{wanted.group or 'core'}/{wanted.kind}"
    found = bindings.context.index.named(choice, wanted.name, scope_of(resource))
    return found.body if found else None


def bodies(resources: Iterable[Resource]) -> list[Value]:
    return [resource.body for resource in resources]


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "peers": peers,
    "named": named,
    "selected_by": selected_by,
    "selected_elsewhere": selected_elsewhere,
    "selects_pods": selects_pods,
    "target": target,
}

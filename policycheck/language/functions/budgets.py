"""What a PodDisruptionBudget takes of a render, and how much of it may be evicted at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index import budgets
from policycheck.index.pod_selectors import written_selector
from policycheck.kubernetes import disruptions
from policycheck.kubernetes.reading import whole_number
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def selector(bindings: Bindings) -> list[Value] | None:
    """`selector()`: what this resource's selector asks of pods' labels: {key, operator, values}; null for null."""
    found = written_selector(bindings.context.resource)
    return None if found is None else [{**one._asdict(), "values": sorted(one.values)} for one in found]


def controllers(bindings: Bindings) -> list[Value]:
    """`controllers()`: what this budget takes: {kind, name, replicas, scales, autoscaled}; replicas is the floor."""
    return [one._asdict() for one in budgets.controllers(bindings.context.index, bindings.context.resource)]


def pods_kept(bindings: Bindings) -> int | None:
    """`pods_kept()`: the least pods kept of all that this budget takes; null where that is not known."""
    return budgets.pods_kept(budgets.controllers(bindings.context.index, bindings.context.resource))


def disruptions_allowed(bindings: Bindings) -> int | None:
    """`disruptions_allowed()`: how many of the pods kept may be evicted at once; null where none are, or unknown."""
    return budgets.allowed(bindings.context.index, bindings.context.resource)


def renders_its_pods(bindings: Bindings) -> bool:
    """`renders_its_pods()`: whether the chart of this resource renders pods, and no operator may make more of them."""
    return budgets.renders_its_pods(bindings.context.index, bindings.context.resource)


def selects_elsewhere(bindings: Bindings) -> list[Value]:
    """`selects_elsewhere()`: other namespaces with pods that the selector of this one would take."""
    return list(bindings.context.index.namespaces_selected(bindings.context.resource))


def int_or_percent(_: Bindings, value: Value, highest: Value = None) -> Value:
    """`int_or_percent(value, 100)`: {number, percent} of a number of pods or of a percentage up to 100."""
    if value is None:
        return None
    most = None if highest is None else whole_number(highest, "a percentage")
    return disruptions.int_or_percent(value, most)._asdict()


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "selector": selector,
    "controllers": controllers,
    "pods_kept": pods_kept,
    "disruptions_allowed": disruptions_allowed,
    "selects_elsewhere": selects_elsewhere,
    "renders_its_pods": renders_its_pods,
    "int_or_percent": int_or_percent,
}

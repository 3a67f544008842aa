"""How each kind chooses pods by their labels (semantics 0.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from policycheck.errors import PolicyError
from policycheck.index.elsewhere import reading_of
from policycheck.kubernetes import reading
from policycheck.kubernetes.selectors import Selector, exact_selector, label_selector, map_selector
from policycheck.model import Resource, Value

POD_SELECTORS: dict[str, tuple[str, Callable[[Value], Selector]]] = {
    "PodDisruptionBudget": ("selector", exact_selector),
    "NetworkPolicy": ("podSelector", label_selector),
    "PodMonitor": ("selector", label_selector),
    "Service": ("selector", map_selector),
}
"""Kind -> the field of its spec that selects pods by their labels, and how it is read."""


def written_selector(resource: Resource) -> Selector:
    """The selector with which an object chooses pods, as it is written; PolicyError for a kind that has none."""
    field, read = pod_selector(resource.kind)
    return reading_of(resource, partial(read_selector, resource, field, read))


def selector_of(resource: Resource) -> Selector:
    """The same as it selects: in policy/v1beta1 `{}` takes nothing (semantics B2.4)."""
    selector = written_selector(resource)
    return selector if selector or resource.api_version != "policy/v1beta1" else None


def read_selector(resource: Resource, field: str, read: Callable[[Value], Selector]) -> Selector:
    """Read a field of the spec; what is refused in it is Unreadable at its place in the resource."""
    written = spec_of(resource).get(field)
    with reading.inside("spec", field):
        return read(written)


def spec_of(resource: Resource) -> Mapping[str, Value]:
    return reading.mapping(resource.body.get("spec"), "a spec")


def pod_selector(kind: str) -> tuple[str, Callable[[Value], Selector]]:
    """The field of a kind and how it is read; PolicyError for a kind that has none."""
    if kind not in POD_SELECTORS:
        raise PolicyError(f"{kind} does not select pods; known are {', '.join(POD_SELECTORS)}")
    return POD_SELECTORS[kind]

"""What a namespace's LimitRanges give to containers that ask for nothing (semantics 0.2, B4 effective resources)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.kubernetes.resource_lists import ResourceList, resource_list
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction


def container_defaults(limit_ranges: Iterable[Mapping[str, Value]]) -> tuple[ResourceList, ResourceList]:
    """Return the default requests and limits that these LimitRange objects give to a container.

    Only items of type Container count. Within one, `default` is filled from `max`, then `defaultRequest` from
    `default`, then from `min`. Where several give the same resource the first does.
    """
    requests: dict[str, Fraction] = {}
    limits: dict[str, Fraction] = {}
    for limit_range in limit_ranges:
        for item in _container_items(limit_range):
            default = {**resource_list(item.get("max")), **resource_list(item.get("default"))}
            default_request = {
                **resource_list(item.get("min")),
                **default,
                **resource_list(item.get("defaultRequest")),
            }
            limits = {**default, **limits}
            requests = {**default_request, **requests}
    return requests, limits


def _container_items(limit_range: Mapping[str, Value]) -> list[dict[str, Value]]:
    spec = reading.mapping(limit_range.get("spec"), "a LimitRange's spec")
    items = reading.sequence(spec.get("limits"), "a list of limits")
    return [item for value in items if (item := reading.mapping(value, "a limit")).get("type") == "Container"]

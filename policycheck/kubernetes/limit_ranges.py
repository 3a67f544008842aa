"""The LimitRanges of a namespace: what they give to containers that ask for nothing (semantics 0.2, B4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.kubernetes.resource_lists import ResourceList, resource_list
from policycheck.model import Value
from policycheck.records import Record

if TYPE_CHECKING:
    from fractions import Fraction


class Limits(Record):
    """An item of a LimitRange: `type` is Container, Pod or PersistentVolumeClaim; `source` names the LimitRange."""

    source: str
    type: str
    default: ResourceList
    default_request: ResourceList
    min: ResourceList
    max: ResourceList
    ratio: ResourceList


def limits_of(limit_range: Mapping[str, Value]) -> list[Limits]:
    """Return the items of a LimitRange as the API server completes them.

    `default` is filled from `max`, then `defaultRequest` from `default`, then from `min`; an item for pods gives no
    defaults. Raises Unreadable, at its place, for what the API server would refuse.
    """
    with reading.inside("spec", "limits"):
        spec = reading.mapping(limit_range.get("spec"), "a LimitRange's spec")
        items = reading.sequence(spec.get("limits"), "a list of limits")
    name = reading.mapping(limit_range.get("metadata"), "metadata").get("name")
    return [_limits(item, place, f"LimitRange/{name}") for place, item in enumerate(items)]


def container_defaults(limits: Iterable[Limits]) -> tuple[ResourceList, ResourceList]:
    """Return the default requests and limits that LimitRanges with these items give to a container.

    Only items of type Container count. Where several give the same resource the first does.
    """
    default_requests: dict[str, Fraction] = {}
    default_limits: dict[str, Fraction] = {}
    for item in limits:
        if item.type == "Container":
            default_limits = {**item.default, **default_limits}
            default_requests = {**item.default_request, **default_requests}
    return default_requests, default_limits


def _limits(value: Value, place: int, source: str) -> Limits:
    with reading.inside("spec", "limits", place):
        item = reading.mapping(value, "a limit")
        kind = reading.text(item.get("type"), "a type of limit")
        default, default_request, lowest, highest, ratio = (
            _amounts(item, field) for field in ("default", "defaultRequest", "min", "max", "maxLimitRequestRatio")
        )
    default = {**highest, **default}
    return Limits(source, kind, default, {**lowest, **default, **default_request}, lowest, highest, ratio)


def _amounts(item: Mapping[str, Value], field: str) -> ResourceList:
    with reading.inside(field):
        return resource_list(item.get(field))

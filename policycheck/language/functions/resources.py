"""What containers and pods ask for and may take, defaults and LimitRanges of the render counted in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index.limit_ranges import limits_around
from policycheck.kubernetes import limit_range_bounds, misplaced_resources, quantity_fields, reading, resource_names
from policycheck.kubernetes.pod_resources import POD_LEVEL, requested_by_containers
from policycheck.kubernetes.resource_lists import kept
from policycheck.kubernetes.resources import effective_resources
from policycheck.language.functions.strings import needed_text, text_of
from policycheck.language.items import Item, computed, reading_at
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

    from policycheck.kubernetes.resources import Resources
    from policycheck.language.bindings import Bindings
    from policycheck.language.context import Context


def effective_limit(bindings: Bindings, resource: Value) -> Fraction | None:
    """`effective_limit('memory')`: the container's limit after LimitRange and pod-level defaults, or null."""
    return _effective(bindings).limits.get(needed_text(resource, "a resource such as cpu"))


def effective_request(bindings: Bindings, resource: Value) -> Fraction | None:
    """`effective_request('cpu')`: the container's request after all defaults (a limit counts), or null."""
    return _effective(bindings).requests.get(needed_text(resource, "a resource such as cpu"))


def containers_request(bindings: Bindings, resource: Value) -> Fraction | None:
    """`containers_request('cpu')`: what the pod's containers ask for together, or null where none asks."""
    context = bindings.context
    with reading.inside(*context.pod_spec.path):
        spec = reading.mapping(context.pod_spec.value, "a pod spec")
        requested = requested_by_containers(spec, context.release.kube_version)
    return requested.get(needed_text(resource, "a resource such as cpu"))


def amount(_: Bindings, value: Value) -> Fraction | None:
    """`amount(value)`: a quantity as the API server keeps it in requests and limits: in whole milli, rounded up."""
    return None if value is None else kept(value)


def resource_type(_: Bindings, name: Value) -> str | None:
    """`resource_type(key)`: standard, hugepages, native (kubernetes.io/x), extended (example.com/x), or null."""
    text = text_of(name)
    return None if text is None else resource_names.resource_type(text)


def page_size(_: Bindings, name: Value) -> Fraction | None:
    """`page_size('hugepages-2Mi')`: the bytes of one page."""
    text = text_of(name)
    return None if text is None else resource_names.page_size(text)


def amounts(bindings: Bindings) -> list[Item]:
    """`amounts()`: each written request and limit: {of, role, field, resource, value, request, limit}; null is 0."""
    return bindings.context.collection(_all_amounts).elements()


def quantities(bindings: Bindings) -> list[Item]:
    """`quantities()`: every amount that the resource writes, in whatever field."""
    resource = bindings.context.resource
    found = quantity_fields.written_amounts(resource.body, resource.group, resource.kind)
    return [Item(value, path) for path, value in found]


def misplaced(bindings: Bindings) -> list[Item]:
    """`misplaced_resources()`: `resources` where none are read, `limit` for `limits`: {key, meant}."""
    context = bindings.context
    if context.pod is None:
        return []
    found = misplaced_resources.misplaced_resources(context.resource, context.pod)
    return [Item({"key": str(path[-1]), "meant": meant}, path, made=True) for path, meant in found]


def bounds(bindings: Bindings) -> list[Item]:
    """`limit_range_bounds()`: of LimitRanges: {source, type, resource, min, max, ratio, request, limit}."""
    context = bindings.context
    items = limits_around(context.index, context.resource)
    with reading.inside(*context.pod_spec.path):
        found = limit_range_bounds.limit_range_bounds(context.pod_spec.value, items, context.release.kube_version)
    return [
        Item(
            {key: value for key, value in bound._asdict().items() if key != "path"},
            (*context.pod_spec.path, *bound.path, "resources"),
            made=True,
        )
        for bound in found
    ]


def resources_of(context: Context, container: Item) -> Resources:
    """What a container of this pod has, all defaults counted in."""
    items = limits_around(context.index, context.resource)
    base = context.pod_spec.path
    with reading.inside(*base):
        return effective_resources(
            container.value if isinstance(container.value, dict) else {},
            path=container.path[len(base) :],
            pod_spec=context.pod_spec.value,
            limits=items,
            kube_version=context.release.kube_version,
        )


def _effective(bindings: Bindings) -> Resources:
    context, container = bindings.context, bindings.container
    return context.remembered(("resources", container.path), lambda: resources_of(context, container))


def _all_amounts(context: Context) -> Item:
    owners = [
        (item, f"container {found.body.get('name')}", str(found.role))
        for item, found in zip(context.containers.elements(), context.roles, strict=True)
    ]
    spec = context.pod_spec.value
    has_none = isinstance(spec, dict) and spec.get("resources") in (None, {})
    if not has_none and context.release.kube_version >= POD_LEVEL:
        owners.append((context.pod_spec, "the pod", "pod"))
    return computed([item for owner, of, role in owners for item in _amounts(owner, of, role)])


def _amounts(owner: Item, of: str, role: str) -> list[Item]:
    place = (*owner.path, "resources")
    with reading_at(place):
        resources = reading.mapping(reading.mapping(owner.value, "a pod").get("resources"), "requests and limits")
    written = {}
    for field in ("requests", "limits"):
        with reading_at((*place, field)):
            amounts_of = reading.mapping(resources.get(field), "a mapping of resources")
        # Where an amount is null it is an explicit 0.
        written[field] = {name: 0 if value is None else value for name, value in amounts_of.items()}
    return [
        Item(
            {
                "of": of,
                "role": role,
                "field": field,
                "resource": name,
                "value": value,
                "request": written["requests"].get(name),
                "limit": written["limits"].get(name),
            },
            (*place, field, name),
            made=True,
        )
        for field, values in written.items()
        for name, value in values.items()
    ]


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "effective_limit": effective_limit,
    "effective_request": effective_request,
    "containers_request": containers_request,
    "amount": amount,
    "resource_type": resource_type,
    "page_size": page_size,
}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "amounts": amounts,
    "quantities": quantities,
    "misplaced_resources": misplaced,
    "limit_range_bounds": bounds,
}

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.limit_range_bounds import Bound, limit_range_bounds
from policycheck.kubernetes.limit_ranges import limits_of
from policycheck.kubernetes.quantities import quantity
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.model import Value

MEMORY = quantity("1Gi")


def asking(memory: Value, **fields: Value) -> dict[str, Value]:
    return {"name": "a", "resources": {"requests": {"memory": memory}}, **fields}


def bounds(spec: Value, *items: Value, kube_version: KubeVersion = NEWEST) -> list[Bound]:
    limits = limits_of({"metadata": {"name": "bounds"}, "spec": {"limits": list(items)}})
    return limit_range_bounds(spec, limits, kube_version)


def test_each_resource_of_each_container_that_an_item_bounds() -> None:
    spec: Value = {"containers": [asking("1Gi"), {}], "initContainers": [{}]}
    found = bounds(spec, {"type": "Container", "min": {"memory": "1Gi", "cpu": 1}, "max": {"memory": "2Gi"}})
    assert [(bound.path, bound.resource) for bound in found] == [
        (path, resource)
        for path in (("containers", 0), ("containers", 1), ("initContainers", 0))
        for resource in ("memory", "cpu")
    ]
    first = found[0]
    assert (first.source, first.type, first.ratio) == ("LimitRange/bounds", "Container", None)
    assert (first.min, first.max, first.request, first.limit) == (MEMORY, 2 * MEMORY, MEMORY, 2 * MEMORY)


def test_a_pod_is_bounded_by_what_its_containers_have_together() -> None:
    spec: Value = {"containers": [asking("1Gi"), asking("1Gi")], "initContainers": [asking("3Gi")]}
    (found,) = bounds(spec, {"type": "Pod", "maxLimitRequestRatio": {"memory": 2}})
    assert [found.ratio, found.request, found.limit] == [2, 3 * MEMORY, None]
    assert not found.path


def test_what_a_pod_has_of_its_own_comes_first() -> None:
    spec: Value = {"resources": {"limits": {"memory": "1Gi"}}, "containers": [{}]}
    item: Value = {"type": "Pod", "max": {"memory": "1Gi"}}
    assert bounds(spec, item)[0].limit == MEMORY
    assert bounds(spec, item, kube_version=(1, 33))[0].limit is None


def test_an_item_for_pods_gives_no_defaults() -> None:
    spec: Value = {"containers": [{}]}
    found = bounds(spec, {"type": "Pod", "max": {"memory": "1Gi"}}, {"type": "Container", "min": {"memory": "1Mi"}})
    assert [(bound.type, bound.request, bound.limit) for bound in found] == [
        ("Pod", quantity("1Mi"), None),
        ("Container", quantity("1Mi"), None),
    ]


@pytest.mark.parametrize("item", [{"type": "PersistentVolumeClaim", "max": {"storage": "1Gi"}}, {"type": "Container"}])
def test_what_bounds_no_pod_is_passed_over(item: Value) -> None:
    assert bounds({"containers": [{}]}, item) == []


def test_without_limit_ranges_nothing_is_read() -> None:
    assert limit_range_bounds({"containers": 5}, []) == []


def test_what_is_no_quantity_is_unreadable_at_its_place() -> None:
    with pytest.raises(Unreadable) as caught:
        bounds({"containers": [asking("1gb")]}, {"type": "Pod", "max": {"memory": "1Gi"}})
    assert caught.value.path == ("containers", 0, "resources", "requests", "memory")
    with pytest.raises(Unreadable) as caught:
        bounds({}, {}, {"type": "Pod", "max": {"memory": "1gb"}})
    assert caught.value.path == ("spec", "limits", 1, "max", "memory")

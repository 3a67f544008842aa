from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.limit_ranges import limits_of
from policycheck.kubernetes.quantities import quantity
from policycheck.kubernetes.resource_lists import ResourceList
from policycheck.kubernetes.resources import Resources, effective_resources
from policycheck.model import Value


def limit_range(**item: Value) -> dict[str, Value]:
    return {"kind": "LimitRange", "spec": {"limits": [{"type": "Container", **item}]}}


def effective(resources: Value = None, *limit_ranges: dict[str, Value], pod_spec: Value = None) -> Resources:
    limits = [item for body in limit_ranges for item in limits_of(body)]
    return effective_resources({"resources": resources}, limits=limits, pod_spec=pod_spec)


def in_pod(index: int, *, kube_version: tuple[int, int] = (1, 34), **spec: Value) -> Resources:
    containers = spec["containers"]
    assert isinstance(containers, list)
    return effective_resources(containers[index], pod_spec=spec, kube_version=kube_version)


def amounts(**written: Value) -> ResourceList:
    return {name: quantity(amount) for name, amount in written.items()}


@pytest.mark.parametrize("resources", [None, {}, {"limits": None, "requests": None}, {"requests": {}}], ids=repr)
def test_what_is_not_written_is_not_set(resources: Value) -> None:
    found = effective(resources)
    assert (found.requests, found.limits) == ({}, {})
    assert found.limits.get("memory") is None


def test_a_request_is_its_limit_where_absent() -> None:
    found = effective({"limits": {"cpu": "500m", "memory": "256Mi"}, "requests": {"cpu": "100m"}})
    assert found.requests == amounts(cpu="100m", memory="256Mi")
    assert found.limits == amounts(cpu="500m", memory="256Mi")


def test_a_request_gives_no_limit() -> None:
    assert effective({"requests": {"cpu": "100m"}}).limits == {}


def test_a_null_amount_is_an_explicit_zero() -> None:
    assert effective({"requests": {"cpu": None}, "limits": {"cpu": "500m"}}).requests == amounts(cpu=0)
    assert effective({"limits": {"memory": None}}) == Resources(amounts(memory=0), amounts(memory=0))


def test_every_amount_is_rounded_up_to_milli() -> None:
    found = effective({"requests": {"cpu": 1.0009}, "limits": {"cpu": "1.0001"}})
    assert (found.requests, found.limits) == (amounts(cpu="1001m"), amounts(cpu="1001m"))


@pytest.mark.parametrize(
    "resources",
    [[], "1Gi", {"limits": ["1Gi"]}, {"limits": {"memory": "512mb"}}, {"requests": {"cpu": True}}],
    ids=repr,
)
def test_what_is_no_quantity_is_unreadable(resources: Value) -> None:
    with pytest.raises(Unreadable) as caught:
        effective(resources)
    assert caught.value.path
    assert caught.value.path[0] == "resources"


def test_what_is_unreadable_is_placed_from_the_pod_spec() -> None:
    containers: list[Value] = [{}, {"resources": {"requests": {"memory": "1gb"}}}]
    with pytest.raises(Unreadable) as caught:
        in_pod(0, resources={"limits": {"memory": "1Gi"}}, containers=containers)
    assert caught.value.path == ("containers", 1, "resources", "requests", "memory")
    with pytest.raises(Unreadable) as caught:
        effective_resources({"resources": {"limits": {"cpu": "x"}}}, path=("containers", 0))
    assert caught.value.path == ("containers", 0, "resources", "limits", "cpu")


@pytest.mark.parametrize(
    ("item", "requests", "limits"),
    [
        pytest.param({"default": {"memory": "512Mi"}}, "512Mi", "512Mi", id="default is the default request too"),
        pytest.param({"default": {"memory": "512Mi"}, "min": {"memory": "64Mi"}}, "512Mi", "512Mi", id="before min"),
        pytest.param({"max": {"memory": "1Gi"}, "min": {"memory": "64Mi"}}, "1Gi", "1Gi", id="max is the default"),
        pytest.param({"max": {"memory": "1Gi"}, "default": {"memory": "1Mi"}}, "1Mi", "1Mi", id="default before max"),
        pytest.param({"min": {"memory": "64Mi"}}, "64Mi", None, id="min is a request and no limit"),
        pytest.param({"defaultRequest": {"memory": "1Mi"}, "max": {"memory": "2Mi"}}, "1Mi", "2Mi", id="own request"),
    ],
)
def test_a_limit_range_gives_what_is_absent(item: dict[str, Value], requests: str, limits: str | None) -> None:
    found = effective(None, limit_range(**item))
    assert found.requests == amounts(memory=requests)
    assert found.limits == (amounts(memory=limits) if limits else {})


def test_what_is_written_comes_before_a_limit_range() -> None:
    found = effective({"requests": {"memory": "1Gi"}}, limit_range(default={"memory": "512Mi", "cpu": 1}))
    assert found == Resources(amounts(memory="1Gi", cpu=1), amounts(memory="512Mi", cpu=1))


def test_a_limit_becomes_the_request_before_a_limit_range_counts() -> None:
    found = effective(
        {"limits": {"memory": "256Mi"}}, limit_range(default={"memory": "512Mi"}, defaultRequest={"memory": "64Mi"})
    )
    assert found == Resources(amounts(memory="256Mi"), amounts(memory="256Mi"))


def test_of_several_limit_ranges_the_first_gives_a_resource() -> None:
    found = effective(None, limit_range(default={"memory": "1Mi"}), limit_range(default={"memory": "2Mi", "cpu": 1}))
    assert found.limits == amounts(memory="1Mi", cpu=1)


@pytest.mark.parametrize(
    "item", [{"type": "Pod", "max": {"memory": "1Gi"}}, {"type": "PersistentVolumeClaim"}, {}], ids=repr
)
def test_only_a_limit_range_for_containers_counts(item: dict[str, Value]) -> None:
    found = effective(None, {"spec": {"limits": [{"type": None, **item}]}})
    assert (found.requests, found.limits) == ({}, {})


@pytest.mark.parametrize("spec", [None, {}, {"limits": None}, {"limits": []}], ids=repr)
def test_a_limit_range_may_be_empty(spec: Value) -> None:
    assert effective(None, {"spec": spec}).limits == {}


def test_a_pods_own_resources_cover_every_container() -> None:
    resources = {"requests": {"cpu": 1, "memory": "1Gi"}, "limits": {"memory": "2Gi"}}
    found = in_pod(0, resources=resources, containers=[{}])
    assert found == Resources(amounts(cpu=1, memory="1Gi"), amounts(memory="2Gi"))


def test_a_containers_own_resources_come_first() -> None:
    container = {"resources": {"limits": {"memory": "1Gi"}}}
    found = in_pod(0, resources={"limits": {"memory": "2Gi", "cpu": 2}}, containers=[container])
    assert found == Resources(amounts(memory="1Gi", cpu=2), amounts(memory="1Gi", cpu=2))


def test_before_1_34_a_pods_own_resources_do_not_count() -> None:
    found = in_pod(0, kube_version=(1, 33), resources={"limits": {"memory": "2Gi"}}, containers=[{}])
    assert (found.requests, found.limits) == ({}, {})


def test_a_pod_as_a_whole_has_only_cpu_memory_and_hugepages() -> None:
    limits = {"ephemeral-storage": "1Gi", "hugepages-2Mi": "4Mi", "example.com/gpu": 1}
    assert set(in_pod(0, resources={"limits": limits}, containers=[{}]).limits) == {"hugepages-2Mi"}


def test_a_pods_missing_request_is_the_sum_of_its_containers() -> None:
    containers = [{}, {"resources": {"requests": {"memory": "1Gi"}}}, {"resources": {"requests": {"memory": "512Mi"}}}]
    found = in_pod(0, resources={"limits": {"memory": "4Gi"}}, containers=containers)
    assert found.requests == amounts(memory="1.5Gi")


def test_the_sum_knows_sidecars_and_init_containers() -> None:
    def asking(memory: str, **fields: Value) -> dict[str, Value]:
        return {"resources": {"requests": {"memory": memory}}, **fields}

    sidecar = asking("1Gi", restartPolicy="Always")
    limits: Value = {"limits": {"memory": "9Gi"}}
    containers: Value = [{}, asking("1Gi")]
    small = in_pod(0, resources=limits, containers=containers, initContainers=[sidecar, asking("512Mi")])
    large = in_pod(0, resources=limits, containers=containers, initContainers=[sidecar, asking("2Gi")])
    early = in_pod(0, resources=limits, containers=containers, initContainers=[asking("2Gi"), sidecar])
    assert (small.requests, large.requests, early.requests) == (
        amounts(memory="2Gi"),
        amounts(memory="3Gi"),
        amounts(memory="2Gi"),
    )

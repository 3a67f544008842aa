"""What policies see of requests and limits."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.quantities import quantity
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.language.bindings import Bindings
from policycheck.language.functions import registry
from policycheck.language.items import Item
from policycheck.model import Path, Value
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  resources: {limits: {memory: 2Gi}}
  containers: [{name: web, resources: {requests: {cpu: 1, memory: null}, limits: {memory: 1Gi}}}]
  initContainers:
    - {name: proxy, restartPolicy: Always, resources: {requests: {cpu: 500m}}}
    - {name: setup, resources: {limit: {memory: 1Gi}}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: bounds}
spec: {limits: [{type: Container, min: {cpu: 100m}}, {type: Pod, max: {memory: 1Gi}}]}
"""
SETTINGS = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"


def bound(manifests: str = POD, kube_version: KubeVersion = NEWEST, item: Path = ()) -> Bindings:
    return bindings(context(manifests, kube_version=kube_version), item=item)


def placed(name: str, bound: Bindings) -> list[Item]:
    return registry.PLACED[name](bound)


def test_each_amount_stands_beside_its_other_half() -> None:
    found = placed("amounts", bound())
    assert [(".".join(map(str, item.path)), item.value) for item in found] == [
        (
            f"spec.{place}",
            dict(zip(("of", "role", "field", "resource", "value", "request", "limit"), values, strict=True)),
        )
        for place, values in [
            ("containers.0.resources.requests.cpu", ("container web", "main", "requests", "cpu", 1, 1, None)),
            ("containers.0.resources.requests.memory", ("container web", "main", "requests", "memory", 0, 0, "1Gi")),
            ("containers.0.resources.limits.memory", ("container web", "main", "limits", "memory", "1Gi", 0, "1Gi")),
            (
                "initContainers.0.resources.requests.cpu",
                ("container proxy", "sidecar", "requests", "cpu", "500m", "500m", None),
            ),
            ("resources.limits.memory", ("the pod", "pod", "limits", "memory", "2Gi", None, "2Gi")),
        ]
    ]


def test_a_pod_has_amounts_of_its_own_since_1_34() -> None:
    assert "pod" not in {item.value["role"] for item in placed("amounts", bound(kube_version=(1, 33)))}  # type: ignore[index]  # a mapping


@pytest.mark.parametrize(
    "name", ["amounts", "quantities", "misplaced_resources", "limit_range_bounds", "repeated_port_names"]
)
def test_what_has_no_pod_has_none_of_it(name: str) -> None:
    assert placed(name, bound(SETTINGS)) == []


@pytest.mark.parametrize(
    ("written", "path"),
    [("5", ()), ("{limits: 5}", ("limits",)), ("{requests: [1]}", ("requests",))],
)
def test_what_is_no_mapping_is_unreadable_at_its_place(written: str, path: Path) -> None:
    pod = f"{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {{containers: [{{resources: {written}}}]}}}}"
    with pytest.raises(Unreadable) as caught:
        placed("amounts", bound(pod))
    assert caught.value.path == ("spec", "containers", 0, "resources", *path)


def test_every_quantity_is_found() -> None:
    assert len(placed("quantities", bound())) == 4


def test_what_is_misplaced_says_what_it_should_be() -> None:
    (found,) = placed("misplaced_resources", bound())
    assert found == Item(
        {"key": "limit", "meant": "limits"}, ("spec", "initContainers", 1, "resources", "limit"), made=True
    )


def test_bounds_stand_at_the_resources_they_bound() -> None:
    found = placed("limit_range_bounds", bound())
    assert [item.path for item in found] == [
        ("spec", "containers", 0, "resources"),
        ("spec", "initContainers", 0, "resources"),
        ("spec", "initContainers", 1, "resources"),
        ("spec", "resources"),
    ]
    assert found[-1].value == {
        "source": "LimitRange/bounds",
        "type": "Pod",
        "resource": "memory",
        "min": None,
        "max": quantity("1Gi"),
        "ratio": None,
        "request": 0,
        "limit": quantity("2Gi"),
    }


def test_containers_request_together() -> None:
    assert called("containers_request", "cpu", bound=bound()) == Fraction(3, 2)
    assert called("containers_request", "ephemeral-storage", bound=bound()) is None


@pytest.mark.parametrize(("written", "kept"), [("0.1m", "1m"), (1.0009, "1001m"), ("1Gi", "1Gi")])
def test_an_amount_is_what_the_api_server_keeps(written: Value, kept: str) -> None:
    assert called("amount", written) == quantity(kept)
    assert called("amount", None) is None


def test_names_of_resources() -> None:
    assert called("resource_type", "nvidia.com/gpu") == "extended"
    assert called("resource_type", "mem") is None
    assert called("page_size", "hugepages-2Mi") == 2**21
    assert called("resource_type", None) is None
    with pytest.raises(Unreadable):
        called("resource_type", 5)


@pytest.mark.parametrize(
    ("name", "text", "holds"),
    [
        ("is_label_key", "helm.sh/chart", True),
        ("is_label_key", "Helm.sh/chart", False),
        ("is_label_key", None, False),
        ("is_label_value", "app-1.0.0+build.5", False),
        ("is_label_value", None, True),
        ("is_annotation_key", "Helm.sh/chart", True),
        ("is_annotation_key", "a b", False),
    ],
)
def test_the_grammar_of_labels(name: str, text: Value, holds: bool) -> None:  # noqa: FBT001 - a table's column
    assert called(name, text) is holds


def test_repeated_ports_stand_at_their_names() -> None:
    ports = "{ports: [{name: http}, {name: http}], name: web}"
    (found,) = placed(
        "repeated_port_names",
        bound(f"{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {{containers: [{ports}]}}}}"),
    )
    assert found.path == ("spec", "containers", 0, "ports", 1, "name")
    assert found.value == {"name": "http", "container": "web", "same_container": True}

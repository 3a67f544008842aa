"""What a workload has once autoscalers, LimitRanges and Services of its render are counted in."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.versions import KubeVersion
from policycheck.model import Path, Value
from tests.language.functions.calling import called
from tests.language.surroundings import at, bindings, context

SHOP = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, ports: [{name: http, containerPort: 8080}], resources: {limits: {memory: 1Gi, cpu: 500m}}}
        - {name: side, resources: {requests: {cpu: 100m}}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults}
spec: {limits: [{type: Container, default: {memory: 256Mi}, defaultRequest: {cpu: 10m}}]}
"""

SCALER = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {minReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""


def asked(
    name: str,
    *arguments: Value,
    container: int | None = None,
    manifests: str = SHOP,
    kube_version: KubeVersion = (1, 37),
) -> Value:
    item: Path = () if container is None else ("spec", "template", "spec", "containers", container)
    return called(name, *arguments, bound=bindings(context(manifests, kube_version=kube_version), item=item))


def test_the_replica_floor_is_the_autoscalers_where_there_is_one() -> None:
    assert asked("replica_floor") == 3
    assert asked("replica_floor", manifests=SHOP + SCALER) == 2
    assert asked("replica_floor", manifests=SHOP.replace("  replicas: 3\n", "")) == 1


@pytest.mark.parametrize(
    ("name", "resource", "container", "found"),
    [
        ("effective_limit", "memory", 0, 2**30),
        ("effective_limit", "cpu", 0, Fraction(1, 2)),
        ("effective_limit", "memory", 1, 256 * 2**20),
        ("effective_limit", "cpu", 1, None),
        ("effective_request", "memory", 0, 2**30),
        ("effective_request", "cpu", 1, Fraction(1, 10)),
        ("effective_request", "memory", 1, 256 * 2**20),
        ("effective_request", "nvidia.com/gpu", 0, None),
    ],
)
def test_limits_and_requests_are_those_after_all_defaults(
    name: str, resource: str, container: int, found: Value
) -> None:
    assert asked(name, resource, container=container) == found


def test_reached_by_are_the_services_that_land_on_the_container() -> None:
    assert [at(body, ("metadata", "name")) for body in at_list(asked("reached_by", container=0))] == ["web"]
    assert asked("reached_by", container=1) == []


def test_no_service_lands_on_what_is_no_container() -> None:
    assert asked("reached_by") == []


@pytest.mark.parametrize(
    ("name", "arguments", "old", "new"),
    [
        ("replica_floor", [], "replicas: 3", "replicas: hunter2"),
        ("effective_limit", ["memory"], "memory: 1Gi", "memory: hunter2"),
        ("effective_limit", ["memory"], "memory: 256Mi", "memory: hunter2"),
        ("effective_limit", [None], "", ""),
        ("effective_request", [5], "", ""),
        ("reached_by", [], "port: 80,", "port: hunter2,"),
        ("reached_by", [], "containerPort: 8080", "containerPort: hunter2"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_unreadable_and_not_quoted(
    name: str, arguments: list[Value], old: str, new: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        asked(name, *arguments, container=0, manifests=SHOP.replace(old, new))
    assert "hunter2" not in caught.value.message


def at_list(value: Value) -> list[Value]:
    assert isinstance(value, list)
    return value

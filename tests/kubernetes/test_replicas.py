from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.replicas import ScaleTarget, autoscaler_floor, scale_target, written_replicas
from policycheck.model import Value


def workload(**spec: Value) -> dict[str, Value]:
    return {"kind": "Deployment", "spec": spec}


def hpa(**spec: Value) -> dict[str, Value]:
    return {"kind": "HorizontalPodAutoscaler", "spec": spec}


def scaled_object(**spec: Value) -> dict[str, Value]:
    return {"kind": "ScaledObject", "spec": spec}


@pytest.mark.parametrize(
    ("body", "floor"),
    [
        (workload(replicas=3), 3),
        (workload(replicas=0), 0),
        (workload(replicas=2.0), 2),
        (workload(replicas=None), 1),
        (workload(), 1),
        ({"kind": "Deployment"}, 1),
    ],
    ids=repr,
)
def test_without_an_autoscaler_it_is_what_is_written(body: dict[str, Value], floor: int) -> None:
    assert written_replicas(body) == floor


@pytest.mark.parametrize(
    ("autoscaler", "floor"),
    [
        (hpa(minReplicas=2), 2),
        (hpa(), 1),
        (hpa(minReplicas=None), 1),
        (hpa(minReplicas=0), 0),
        (scaled_object(minReplicaCount=2), 2),
        (scaled_object(), 0),
        (scaled_object(minReplicaCount=3, idleReplicaCount=1), 1),
        (scaled_object(minReplicaCount=3, idleReplicaCount=0), 0),
        (scaled_object(minReplicaCount=3, idleReplicaCount=None), 3),
    ],
    ids=repr,
)
def test_an_autoscaler_keeps_its_minimum(autoscaler: dict[str, Value], floor: int) -> None:
    assert autoscaler_floor(autoscaler) == floor


def paused(count: Value, **spec: Value) -> dict[str, Value]:
    return scaled_object(**spec) | {"metadata": {"annotations": {"autoscaling.keda.sh/paused-replicas": count}}}


def test_a_paused_scaled_object_keeps_what_it_is_paused_at() -> None:
    assert autoscaler_floor(paused("3", minReplicaCount=2, idleReplicaCount=0)) == 3
    assert autoscaler_floor(paused("0", minReplicaCount=2)) == 0
    assert autoscaler_floor(paused(None, minReplicaCount=2)) == 2
    assert autoscaler_floor(hpa(minReplicas=2) | {"metadata": paused("3")["metadata"]}) == 2


@pytest.mark.parametrize("count", ["", "two", "-1", "1.0", 3, " 3"], ids=repr)
def test_a_pause_at_no_number_is_unreadable(count: Value) -> None:
    with pytest.raises(Unreadable, match="is not a number of replicas, as text"):
        autoscaler_floor(paused(count))


@pytest.mark.parametrize("replicas", ["2", 2.5, True, -1, [2]], ids=repr)
def test_a_count_that_is_refused_is_unreadable(replicas: Value) -> None:
    with pytest.raises(Unreadable, match=r"is not a number of replicas$") as caught:
        written_replicas(workload(replicas=replicas))
    assert caught.value.path == ("spec", "replicas")
    with pytest.raises(Unreadable, match=r"is not a number of replicas$") as caught:
        autoscaler_floor(hpa(minReplicas=replicas))
    assert caught.value.path == ("spec", "minReplicas")


@pytest.mark.parametrize(
    ("autoscaler", "target"),
    [
        (
            hpa(scaleTargetRef={"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db"}),
            ScaleTarget("apps", "StatefulSet", "db"),
        ),
        (hpa(scaleTargetRef={"kind": "Deployment", "name": "web"}), ScaleTarget(None, "Deployment", "web")),
        (
            hpa(scaleTargetRef={"apiVersion": "v1", "kind": "ReplicationController", "name": "web"}),
            ScaleTarget("", "ReplicationController", "web"),
        ),
        (scaled_object(scaleTargetRef={"name": "web"}), ScaleTarget("apps", "Deployment", "web")),
        (
            scaled_object(scaleTargetRef={"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "name": "web"}),
            ScaleTarget("argoproj.io", "Rollout", "web"),
        ),
    ],
    ids=repr,
)
def test_an_autoscaler_names_its_target(autoscaler: dict[str, Value], target: ScaleTarget) -> None:
    assert scale_target(autoscaler) == target


@pytest.mark.parametrize(
    "autoscaler",
    [hpa(), hpa(scaleTargetRef={"name": "web"}), scaled_object(scaleTargetRef={}), hpa(scaleTargetRef="web")],
    ids=repr,
)
def test_an_autoscaler_without_a_target_is_unreadable(autoscaler: dict[str, Value]) -> None:
    with pytest.raises(Unreadable, match=r"is not a scale target"):
        scale_target(autoscaler)

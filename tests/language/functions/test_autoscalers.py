"""What scales a workload, and which others do."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.model import Value
from tests.language.functions.calling import called
from tests.language.surroundings import at, bindings, context

SHOP = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker}
spec: {template: {metadata: {labels: {app: worker}}, spec: {containers: [{name: a, env: [{name: AMQP_URL}]}]}}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: keda}
spec: {scaleTargetRef: {name: worker}, minReplicaCount: 2}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: first}
spec: {scaleTargetRef: {kind: Deployment, name: worker}, maxReplicas: 3}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: second}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: worker}, maxReplicas: 3}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: broken}
spec: {scaleTargetRef: {kind: Deployment}}
"""
SERVICE = """\
---
apiVersion: v1
kind: Service
metadata: {name: worker}
spec: {selector: {app: worker}, ports: [{port: 80}]}
"""


def asked(name: str, of: str, manifests: str = SHOP) -> Value:
    return called(name, bound=bindings(context(manifests, of=of)))


def names(found: Value) -> list[Value]:
    assert isinstance(found, list)
    return [at(body, ("metadata", "name")) for body in found]


def test_each_but_the_first_has_earlier_ones_and_keda_comes_last() -> None:
    assert names(asked("earlier_autoscalers", "first")) == []
    assert names(asked("earlier_autoscalers", "second")) == ["first"]
    assert names(asked("earlier_autoscalers", "keda")) == ["first", "second"]


def test_one_without_a_target_is_said_to_have_none() -> None:
    with pytest.raises(Unreadable):
        asked("earlier_autoscalers", "broken")


def test_a_workload_knows_what_scales_it() -> None:
    assert names(asked("autoscalers", "worker", SHOP.replace("{kind: Deployment}", "{kind: Job, name: a}"))) == [
        "first",
        "second",
        "keda",
    ]


def test_bounds_are_those_of_the_autoscaler() -> None:
    assert asked("autoscaler_bounds", "keda") == {"minimum": 2, "maximum": 100, "idle": None}
    assert asked("autoscaler_bounds", "first") == {"minimum": 1, "maximum": 3, "idle": None}


def test_a_worker_is_one_until_a_service_reaches_it() -> None:
    assert asked("queue_signs", "second") == ["name worker", "env AMQP_URL"]
    assert asked("queue_signs", "second", SHOP + SERVICE) == []

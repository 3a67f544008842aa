"""What policies see of autoscalers and of what they scale."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.language.bindings import Bindings
from policycheck.language.functions import registry
from policycheck.language.items import Item
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

SHOP = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers: [{name: web, resources: {limits: {cpu: CPU}}}]
      initContainers: [{name: proxy, restartPolicy: Always}, {name: setup}]
---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults}
spec: {limits: [{type: Container, defaultRequest: {cpu: 10m}}]}
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: sizes}
spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""


def of(choice: str, cpu: str = "500m") -> Bindings:
    return bindings(context(SHOP.replace("CPU", cpu), of=choice))


def test_the_containers_of_the_target_with_their_requests() -> None:
    assert called("target_containers", bound=of("HorizontalPodAutoscaler")) == [
        {"name": "web", "requests": {"cpu": Fraction(1, 2)}},
        {"name": "proxy", "requests": {"cpu": Fraction(1, 100)}},
    ]


def test_what_cannot_be_read_stands_in_the_target() -> None:
    with pytest.raises(UnreadableElsewhere) as caught:
        called("target_containers", bound=of("HorizontalPodAutoscaler", "half"))
    assert caught.value.resource.kind == "Deployment"
    assert caught.value.place == ("spec", "template", "spec", "containers", 0, "resources", "limits", "cpu")


@pytest.mark.parametrize("kind", ["Service", "Deployment"])
def test_a_target_without_pods_or_that_is_not_there_has_no_containers(kind: str) -> None:
    scaler, *_ = SHOP.replace("Deployment", kind).split("---")
    service = "{apiVersion: apps/v1, kind: Service, metadata: {name: web}}"
    bound = bindings(context(f"{scaler}---\n{service}", of="HorizontalPodAutoscaler"))
    assert called("target_containers", bound=bound) == []


def test_what_is_measured_in_percent() -> None:
    found = registry.PLACED["utilization_metrics"](of("HorizontalPodAutoscaler"))
    assert found == [Item({"resource": "cpu", "container": None}, ("spec",), made=True)]


def test_vertical_autoscalers_are_found_by_their_target() -> None:
    found = called("vertical_autoscalers", bound=of("Deployment"))
    assert isinstance(found, list)
    assert [body["metadata"] for body in found] == [{"name": "sizes"}]
    assert called("vertical_autoscalers", bound=of("LimitRange")) == []

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.utilization import Utilization, utilization_metrics
from policycheck.model import Path, Value


def metrics(*found: Value) -> list[Utilization]:
    return utilization_metrics({"kind": "HorizontalPodAutoscaler", "spec": {"metrics": list(found)}})


def triggers(*found: Value) -> list[Utilization]:
    return utilization_metrics({"kind": "ScaledObject", "spec": {"triggers": list(found)}})


@pytest.mark.parametrize("spec", [{}, {"metrics": None}, {"metrics": []}, None], ids=repr)
def test_without_metrics_cpu_is_measured(spec: Value) -> None:
    assert utilization_metrics({"spec": spec}) == [Utilization(("spec",), "cpu")]


def test_the_first_version_measures_cpu() -> None:
    found = utilization_metrics({"spec": {"targetCPUUtilizationPercentage": 80}})
    assert found == [Utilization(("spec", "targetCPUUtilizationPercentage"), "cpu")]


def test_resources_of_all_containers_or_of_one() -> None:
    target: Value = {"type": "Utilization", "averageUtilization": 80}
    assert metrics(
        {"type": "Resource", "resource": {"name": "cpu", "target": target}},
        {"type": "ContainerResource", "containerResource": {"name": "memory", "container": "web", "target": target}},
        {"type": "Resource", "resource": {"name": "memory", "targetAverageUtilization": 80}},
    ) == [
        Utilization(("spec", "metrics", 0, "resource"), "cpu"),
        Utilization(("spec", "metrics", 1, "containerResource"), "memory", "web"),
        Utilization(("spec", "metrics", 2, "resource"), "memory"),
    ]


def test_an_average_value_and_other_metrics_need_no_request() -> None:
    assert metrics({"type": "Resource", "resource": {"name": "cpu", "target": {"type": "AverageValue"}}}) == []
    assert metrics({"type": "Pods"}, {"type": "External"}, {"type": "Resource"}) == []


def test_triggers_of_keda() -> None:
    assert triggers(
        {"type": "cpu", "metricType": "Utilization"},
        {"type": "memory", "metadata": {"containerName": "web"}},
        {"type": "cpu", "metadata": {"type": "Utilization"}},
        {"type": "cpu", "metricType": "AverageValue"},
        {"type": "kafka"},
    ) == [
        Utilization(("spec", "triggers", 0), "cpu"),
        Utilization(("spec", "triggers", 1), "memory", "web"),
        Utilization(("spec", "triggers", 2), "cpu"),
    ]


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        (5, ("spec",)),
        ({"metrics": 5}, ("spec", "metrics")),
        ({"metrics": [5]}, ("spec", "metrics", 0)),
        ({"metrics": [{"type": "Resource", "resource": 5}]}, ("spec", "metrics", 0, "resource")),
        ({"metrics": [{"type": "Resource", "resource": {"name": 5}}]}, ("spec", "metrics", 0, "resource")),
    ],
    ids=repr,
)
def test_what_is_no_metric_is_unreadable_at_its_place(spec: Value, path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        utilization_metrics({"kind": "HorizontalPodAutoscaler", "spec": spec})
    assert caught.value.path == path

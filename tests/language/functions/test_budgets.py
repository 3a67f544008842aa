"""What a policy may ask about a budget."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.model import Value
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

SHOP = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec:
  minAvailable: 50%
  selector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: NotIn, values: [c, b]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {replicas: 3, template: {metadata: {labels: {app: web}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: other}
spec: {template: {metadata: {labels: {app: web}}}}
"""


def asked(name: str, *arguments: Value, manifests: str = SHOP) -> Value:
    return called(name, *arguments, bound=bindings(context(manifests, of="PodDisruptionBudget")))


def test_of_a_budget() -> None:
    assert asked("selector") == [
        {"key": "app", "operator": "In", "values": ["web"]},
        {"key": "tier", "operator": "NotIn", "values": ["b", "c"]},
    ]
    assert asked("controllers") == [
        {"kind": "Deployment", "name": "web", "replicas": 3, "scales": True, "autoscaled": False}
    ]
    assert asked("pods_kept") == 3
    assert asked("disruptions_allowed") == 1
    assert asked("renders_its_pods") is True
    assert asked("selects_elsewhere") == ["other"]


def test_of_a_budget_that_says_nothing() -> None:
    alone = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\n"
    assert asked("selector", manifests=alone) is None
    assert asked("controllers", manifests=alone) == []
    assert asked("pods_kept", manifests=alone) == 0
    assert asked("disruptions_allowed", manifests=alone) is None
    assert asked("renders_its_pods", manifests=alone) is False
    assert asked("selects_elsewhere", manifests=alone) == []


def test_a_share_of_pods() -> None:
    assert asked("int_or_percent", "050%") == {"number": 50, "percent": True}
    assert asked("int_or_percent", 2.0, 100) == {"number": 2, "percent": False}
    assert asked("int_or_percent", None) is None
    assert asked("int_or_percent", "150%") == {"number": 150, "percent": True}
    with pytest.raises(Unreadable, match='"150%" is not a percentage up to 100%'):
        asked("int_or_percent", "150%", 100)

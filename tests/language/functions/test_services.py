"""What a Service reaches in the pods it selects."""

from __future__ import annotations

import pytest

from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.language.functions import registry
from policycheck.model import Value
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

SHOP = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}, {port: 81, targetPort: 9090}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: set}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, ports: [{containerPort: 9090}]}]}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: job}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: try, labels: {app: web}, annotations: {helm.sh/hook: test}}
spec: {containers: [{name: a}]}
"""


def ports(manifests: str = SHOP) -> list[Value]:
    return [item.value for item in registry.PLACED["target_ports"](bindings(context(manifests)))]


def test_each_port_knows_who_declares_its_target() -> None:
    assert ports() == [
        {"port": "http", "target": "http", "declared_by": ["Deployment/web"], "undeclared_by": ["StatefulSet/set"]},
        {"port": 81, "target": 9090, "declared_by": ["StatefulSet/set"], "undeclared_by": ["Deployment/web"]},
    ]


def test_a_refused_port_of_a_pod_stands_in_that_pod() -> None:
    with pytest.raises(UnreadableElsewhere) as caught:
        ports(SHOP.replace("containerPort: 8080", "containerPort: 80800"))
    assert caught.value.resource.name == "web"
    assert caught.value.place == ("spec", "template", "spec", "containers", 0, "ports", 0, "containerPort")


def test_a_test_pod_is_no_workload() -> None:
    found = called("selected_workloads", bound=bindings(context(SHOP)))
    assert isinstance(found, list)
    assert [str(one) for one in found] == [
        str({"kind": kind, "name": name})
        for kind, name in (("Deployment", "web"), ("StatefulSet", "set"), ("Job", "job"))
    ]

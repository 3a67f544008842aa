"""From a ServiceMonitor to the Services it scrapes, their pods and their ports."""

from __future__ import annotations

import pytest

from policycheck.errors import PolicyError, Unreadable
from policycheck.model import Value
from tests.language.functions.calling import called
from tests.language.surroundings import at, bindings, context

SHOP = """\
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: other, labels: {app: web}}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, ports: [{name: http, containerPort: 8080}]}, {name: side}]
      initContainers: [{name: proxy, ports: [{containerPort: 9}]}]
"""


def asked(name: str, *arguments: Value, manifests: str = SHOP) -> Value:
    return called(name, *arguments, bound=bindings(context(manifests)))


def places(found: Value) -> list[tuple[Value, Value]]:
    assert isinstance(found, list)
    return [(at(body, ("metadata", "namespace")), at(body, ("metadata", "name"))) for body in found]


@pytest.mark.parametrize(
    ("namespaces", "found", "watches"),
    [
        ("", [("shop", "web")], True),
        ("namespaceSelector: {any: true}, ", [("shop", "web"), ("other", "web")], True),
        ("namespaceSelector: {matchNames: [other]}, ", [("other", "web")], True),
        ("namespaceSelector: {matchNames: [kube-system]}, ", [], False),
    ],
)
def test_services_are_selected_in_the_namespaces_it_watches(
    namespaces: str,
    found: list[tuple[str, str]],
    watches: bool,  # noqa: FBT001 - the expected answer
) -> None:
    manifests = SHOP.replace("spec: {selector: {matchLabels", f"spec: {{{namespaces}selector: {{matchLabels")
    assert places(asked("monitored_services", manifests=manifests)) == found
    assert asked("watches_render", manifests=manifests) is watches


def test_a_selector_that_is_absent_takes_nothing() -> None:
    assert asked("monitored_services", manifests=SHOP.replace("selector: {matchLabels: {app: web}}", "x: 1", 1)) == []


def test_pods_are_those_behind_the_services() -> None:
    assert places(asked("monitored_pods")) == [("shop", "web")]


def test_declared_ports_are_those_of_all_containers() -> None:
    bound = bindings(context(SHOP))
    workload = at(called("monitored_pods", bound=bound), (0,))
    assert called("declared_ports", workload, bound=bound) == [
        {"name": "http", "containerPort": 8080},
        {"containerPort": 9},
    ]
    service = at(called("monitored_services", bound=bound), (0,))
    assert called("declared_ports", service, bound=bound) == []
    assert called("declared_ports", None, bound=bound) == []


@pytest.mark.parametrize("value", ["hunter2", {"kind": "Pod"}, ["hunter2"]], ids=str)
def test_what_is_no_resource_has_no_ports(value: Value) -> None:
    with pytest.raises(PolicyError, match="takes a resource") as caught:
        asked("declared_ports", value)
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("spec", ["{selector: hunter2}", "{namespaceSelector: hunter2}", "[hunter2]"])
def test_a_monitor_that_cannot_be_read_is_unreadable_and_not_quoted(spec: str) -> None:
    manifests = f"{{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {{name: a}}, spec: {spec}}}"
    with pytest.raises(Unreadable) as caught:
        asked("monitored_services", manifests=manifests)
    assert "hunter2" not in caught.value.message

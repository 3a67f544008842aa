"""The `$names`: what each stands for, and where it stands."""

from __future__ import annotations

import pytest

from policycheck.language.bindings import ITEM_NAMES, NAMES
from policycheck.model import Path, Value, dotted
from tests.language.surroundings import bindings, context, evaluated

WEB = """\
# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers:
        - {name: wait}
        - {name: proxy, restartPolicy: Always}
      containers:
        - {name: web, ports: [{containerPort: 80}]}
      ephemeralContainers: [{name: debug}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
"""

POD: Path = ("spec", "template", "spec")


def test_every_name_has_a_value() -> None:
    bound = bindings(context(WEB), params={"x": 1})
    assert all(bound.placed(name).value is not None for name in NAMES - {"container"})
    assert ITEM_NAMES <= NAMES


def test_self_is_the_resource_and_item_the_current_item() -> None:
    bound = bindings(context(WEB), item=("metadata", "name"))
    assert evaluated("$self.kind", bound) == "Deployment"
    assert evaluated("$item", bound) == "web"
    assert evaluated("@", bound) == "web"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ((*POD, "containers", 0), "web"),
        ((*POD, "containers", 0, "ports", 0, "containerPort"), "web"),
        ((*POD, "initContainers", 1), "proxy"),
        ((*POD, "ephemeralContainers", 0), "debug"),
        ((*POD, "containers"), None),
        (("metadata", "name"), None),
        ((), None),
    ],
)
def test_container_is_the_one_around_the_item(item: Path, name: Value) -> None:
    bound = bindings(context(WEB), item=item)
    assert evaluated("$container.name", bound) == name
    assert bound.container.path == (item[:5] if name else item)


def test_container_is_null_where_there_is_no_pod() -> None:
    assert evaluated("$container", bindings(context(WEB, of="settings"))) is None


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("$containers[].name", ["web", "proxy"]),
        ("$allContainers[].name", ["web", "wait", "proxy", "debug"]),
        ("$pod.metadata.labels.app", "web"),
    ],
)
def test_collections_are_those_of_the_pod(names: str, found: Value) -> None:
    assert evaluated(names, bindings(context(WEB))) == found


@pytest.mark.parametrize("name", sorted(NAMES - {"self", "params", "release", "item", "chart"}))
def test_collections_are_empty_where_there_is_no_pod(name: str) -> None:
    assert evaluated(f"${name}", bindings(context(WEB, of="settings"))) in (None, [])


def test_before_1_29_an_init_container_is_no_sidecar() -> None:
    assert evaluated("$containers[].name", bindings(context(WEB, kube_version=(1, 28)))) == ["web"]


def test_params_release_and_chart_are_what_the_run_knows() -> None:
    bound = bindings(context(WEB, namespace="shop", kube_version=(1, 30)), params={"factor": 2})
    assert evaluated("$params", bound) == {"factor": 2}
    assert evaluated("$release", bound) == {"name": None, "namespace": "shop", "kubeVersion": "1.30"}
    assert evaluated("$chart.name", bound) == "shop"
    assert evaluated("$chart", bindings(context("{apiVersion: v1, kind: Pod, metadata: {name: a}}"))) is None


def test_what_stands_outside_the_resource_stands_at_its_root() -> None:
    bound = bindings(context(WEB), params={"kind": "x"})
    assert [bound.placed(name).path for name in ("params", "release", "chart", "self")] == [(), (), (), ()]
    assert bound.placed("params").inner("kind", "x").path == ()
    assert dotted(bound.placed("self").inner("kind", "Deployment").path) == "kind"


def test_a_collection_is_made_once() -> None:
    surroundings = context(WEB)
    assert bindings(surroundings).value("containers") is bindings(surroundings).value("containers")

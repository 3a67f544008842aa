"""Relations between the resources of one render: by kind, by name, by selector, by scale target."""

from __future__ import annotations

import pytest

from policycheck.errors import PolicyError, Unreadable
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.model import Value
from tests.language.functions.calling import called
from tests.language.surroundings import at, bindings, context

SHOP = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {selector: {app: api}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: other}
spec: {selector: {app: web}}
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: knative, namespace: shop}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: all, namespace: shop}
spec: {selector: {}}
"""


def names(found: Value) -> list[Value]:
    assert isinstance(found, list)
    return [at(body, ("metadata", "name")) for body in found]


def asked(name: str, *arguments: Value, of: str = "Deployment", manifests: str = SHOP) -> Value:
    return called(name, *arguments, bound=bindings(context(manifests, of=of)))


def test_peers_are_of_the_kind_and_of_the_namespace() -> None:
    assert names(asked("peers", "Service")) == ["web", "api"]
    assert names(asked("peers", "core/Service")) == ["web", "api"]
    assert names(asked("peers", "serving.knative.dev/Service")) == ["knative"]
    assert names(asked("peers", "Deployment")) == ["web"]
    assert asked("peers", "Secret") == []


def test_named_is_of_the_namespace_or_null() -> None:
    assert at(asked("named", "ConfigMap", "settings"), ("metadata", "name")) == "settings"
    assert at(asked("named", "Service", "web"), ("metadata", "namespace")) == "shop"
    assert asked("named", "ConfigMap", "missing") is None
    assert asked("named", "ConfigMap", None) is None


def test_selected_by_goes_by_the_labels_of_the_pods() -> None:
    assert names(asked("selected_by", "Service")) == ["web"]
    assert names(asked("selected_by", "PodDisruptionBudget")) == ["all"]
    assert asked("selected_by", "NetworkPolicy") == []
    assert asked("selected_by", "Service", of="ConfigMap") == []


def test_selected_elsewhere_names_the_other_namespaces() -> None:
    assert asked("selected_elsewhere", "Service") == ["other"]
    assert asked("selected_elsewhere", "PodDisruptionBudget") == []


def test_selects_pods_goes_the_other_way() -> None:
    assert names(asked("selects_pods", of="PodDisruptionBudget")) == ["web"]
    assert names(asked("selects_pods", of="api")) == []


def test_selects_pods_of_what_selects_none_is_the_policys_fault() -> None:
    with pytest.raises(PolicyError, match="Deployment does not select pods"):
        asked("selects_pods")


def test_target_is_what_is_scaled_or_null() -> None:
    assert at(asked("target", of="HorizontalPodAutoscaler"), ("metadata", "name")) == "web"
    elsewhere = SHOP.replace("kind: Deployment, name: web", "kind: Deployment, name: gone")
    assert asked("target", of="HorizontalPodAutoscaler", manifests=elsewhere) is None


@pytest.mark.parametrize(
    ("name", "arguments", "of", "old", "new"),
    [
        ("named", ["ConfigMap", 5], "Deployment", "", ""),
        ("named", [None, "x"], "Deployment", "", ""),
        ("peers", [["hunter2"]], "Deployment", "", ""),
        ("selected_by", [5], "Deployment", "", ""),
        ("selected_by", ["Service"], "Deployment", "{selector: {app: web}}", "{selector: [hunter2]}"),
        ("selects_pods", [], "PodDisruptionBudget", "{selector: {}}", "{selector: hunter2}"),
        (
            "target",
            [],
            "HorizontalPodAutoscaler",
            "{scaleTargetRef: {apiVersion: apps/v1, ",
            "{scaleTargetRef: hunter2, x: {",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_unreadable_and_not_quoted(
    name: str, arguments: list[Value], of: str, old: str, new: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        asked(name, *arguments, of=of, manifests=SHOP.replace(old, new))
    assert "hunter2" not in caught.value.message


def test_an_unreadable_selector_of_another_matters_where_no_other_takes_the_pods() -> None:
    with pytest.raises(UnreadableElsewhere) as caught:
        asked("selected_by", "Service", manifests=SHOP.replace("{selector: {app: web}}", "{selector: [1]}"))
    assert (caught.value.resource.name, caught.value.place) == ("web", ("spec", "selector"))
    found = asked("selected_by", "Service", manifests=SHOP.replace("{selector: {app: api}}", "{selector: [1]}"))
    assert names(found) == ["web"]

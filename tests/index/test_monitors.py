from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.index import Index
from policycheck.index.monitors import monitored_services, watched_scopes
from policycheck.model import Resource, Value
from tests.index.cluster import names, resource

WEB = {"app": "web"}
SERVICES = [
    resource("Service", "shop-web", namespace="shop", labels=WEB),
    resource("Service", "shop-api", namespace="shop", labels={"app": "api"}),
    resource("Service", "ops-web", namespace="ops", labels=WEB, spec={"selector": {"app": "api"}}),
    resource("Service", "elsewhere", namespace="shop", render="another chart", labels=WEB),
    resource("ConfigMap", "no-service", namespace="shop", labels=WEB),
]


def monitor(spec: Value, *, namespace: str | None = "monitoring") -> Resource:
    return resource("ServiceMonitor", namespace=namespace, spec=spec)


def services_of(spec: Value, *, namespace: str | None = "monitoring") -> list[str]:
    watching = monitor(spec, namespace=namespace)
    return names(monitored_services(Index([watching, *SERVICES]), watching))


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        pytest.param(None, [], id="absent: its own namespace"),
        pytest.param({}, [], id="empty: its own namespace"),
        pytest.param({"matchNames": []}, [], id="no names: its own namespace"),
        pytest.param({"any": True}, ["shop-web", "ops-web"], id="any"),
        pytest.param({"any": True, "matchNames": ["ops"]}, ["shop-web", "ops-web"], id="any wins over names"),
        pytest.param({"any": False, "matchNames": ["ops"]}, ["ops-web"], id="a name"),
        pytest.param({"matchNames": ["ops", "shop", "ops", "kube-system"]}, ["ops-web", "shop-web"], id="names"),
    ],
)
def test_namespace_selector_says_where_to_look(chosen: Value, found: list[str]) -> None:
    assert services_of({"selector": {"matchLabels": WEB}, "namespaceSelector": chosen}) == found


def test_services_are_selected_by_their_own_labels() -> None:
    assert services_of({"selector": {"matchLabels": WEB}}, namespace="shop") == ["shop-web"]
    assert services_of({"selector": {"matchLabels": {"app": "api"}}}, namespace="ops") == []


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        pytest.param(None, [], id="nil takes nothing"),
        pytest.param({}, ["shop-web", "shop-api"], id="empty takes all"),
        pytest.param(
            {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]},
            ["shop-api"],
            id="expression",
        ),
    ],
)
def test_selectors_mean_what_they_mean_everywhere(selector: Value, found: list[str]) -> None:
    assert services_of({"selector": selector}, namespace="shop") == found


@pytest.mark.parametrize(
    ("chosen", "watched"),
    [
        pytest.param(None, ["monitoring"], id="its own"),
        pytest.param({"matchNames": ["kube-system"]}, [], id="not in the render"),
        pytest.param({"matchNames": ["kube-system", "ops"]}, ["ops"], id="one of two"),
        pytest.param({"any": True}, ["monitoring", "shop", "ops"], id="all of its render"),
    ],
)
def test_watched_namespaces_are_those_the_render_shows(chosen: Value, watched: list[str]) -> None:
    watching = monitor({"namespaceSelector": chosen})
    assert [namespace for _, namespace in watched_scopes(Index([watching, *SERVICES]), watching)] == watched


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param({"selector": {"matchLabels": {"app": 5}}}, id="label"),
        pytest.param(
            {"selector": {"matchExpressions": [{"key": "app", "operator": "in", "values": ["x"]}]}}, id="operator"
        ),
        pytest.param({"namespaceSelector": "shop"}, id="namespaceSelector"),
        pytest.param({"namespaceSelector": {"matchNames": [5]}}, id="a name"),
        pytest.param("shop", id="spec"),
    ],
)
def test_what_the_operator_would_refuse_is_unreadable(spec: Value) -> None:
    with pytest.raises(Unreadable):
        services_of(spec)

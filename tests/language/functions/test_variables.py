"""Which variables a container gets, and with what values, asked by policies."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.model import Path, Value
from tests.language.functions.calling import called
from tests.language.surroundings import at, bindings, context

SHOP = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      envFrom: [{configMapRef: {name: settings}}]
      env: [{name: LEVEL, value: info}]
      resources: {limits: {cpu: 1500m}, requests: {memory: 100Mi}}
    - {name: side, env: [{name: SIDE, value: x}], resources: {limits: {memory: 1Gi}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {PORT: "80", LEVEL: debug}
"""
WEB: Path = ("spec", "containers", 0)


def asked(name: str, *arguments: Value) -> Value:
    return called(name, *arguments, bound=bindings(context(SHOP), item=WEB))


def of_resource(resource: str, **reference: Value) -> Value:
    return asked("env_value", {"name": "A", "valueFrom": {"resourceFieldRef": {"resource": resource, **reference}}})


def test_a_variable_is_one_of_the_container_at_hand() -> None:
    assert asked("variable", "LEVEL") == at(context(SHOP).resource.body, (*WEB, "env", 0))
    assert asked("env_value", asked("variable", "PORT")) == "80"
    assert asked("variable", "SIDE") is None


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ({"value": "info"}, "info"),
        ({"value": ""}, ""),
        ({"value": None}, ""),
        ({}, ""),
        ({"value": "$$(A)"}, "$$(A)"),
        ({"value": "$(A)"}, None),
        ({"value": 5}, None),
        ({"valueFrom": {"configMapKeyRef": {"name": "settings", "key": "LEVEL"}}}, "debug"),
        ({"valueFrom": {"configMapKeyRef": {"name": "settings", "key": "OTHER"}}}, None),
        ({"valueFrom": {"configMapKeyRef": {"name": "theirs", "key": "LEVEL"}}}, None),
        ({"valueFrom": {"secretKeyRef": {"name": "settings", "key": "LEVEL"}}}, None),
        ({"valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}, None),
    ],
)
def test_a_value_where_the_render_shows_it(entry: dict[str, Value], value: Value) -> None:
    assert asked("env_value", {"name": "A", **entry}) == value


def test_a_value_of_the_containers_own_resources() -> None:
    assert of_resource("limits.cpu") == "2"
    assert of_resource("limits.cpu", divisor="1m") == "1500"
    assert of_resource("requests.cpu", containerName="") == "2"
    assert of_resource("requests.memory", divisor="1Mi") == "100"
    assert of_resource("limits.memory", containerName="side") == str(2**30)


def test_a_limit_that_nothing_sets_is_the_nodes_and_a_request_is_none() -> None:
    assert of_resource("limits.memory") is None
    assert of_resource("requests.cpu", containerName="side") == "0"
    assert of_resource("limits.memory", containerName="nobody") is None


@pytest.mark.parametrize("entry", [5, {"valueFrom": 5}, {"valueFrom": {"configMapKeyRef": 5}}])
def test_a_variable_that_is_none_is_unreadable(entry: Value) -> None:
    with pytest.raises(Unreadable):
        asked("env_value", entry)


def test_a_divisor() -> None:
    assert asked("is_divisor", "1m", "limits.cpu")
    assert not asked("is_divisor", "2", "limits.cpu")
    with pytest.raises(Unreadable, match="null is not a resource"):
        asked("is_divisor", "2", None)

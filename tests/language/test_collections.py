"""The ready collections: their items, their places, and what they cannot read."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.language.context import Context
from policycheck.language.items import Item
from policycheck.model import Value, dotted
from tests.language.surroundings import at, bindings, context


def pod(spec: str, *more: str) -> Context:
    return context("\n---\n".join([f"{{apiVersion: v1, kind: Pod, metadata: {{name: web}}, spec: {spec}}}", *more]))


def items(name: str, surroundings: Context) -> list[Item]:
    return bindings(surroundings).placed(name).elements()


def places(found: list[Item]) -> list[str]:
    return [dotted(item.path) for item in found]


def test_env_has_the_last_of_each_name_and_what_env_from_brings() -> None:
    settings = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {A: from, C: from}}"
    found = items(
        "env",
        pod(
            """{containers: [
              {name: a, env: [{name: A, value: x}, {name: B, value: v}, {name: A, value: z}],
               envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: elsewhere}}]},
              {name: b, env: [{name: A, value: w}]}]}""",
            settings,
        ),
    )
    reference: Value = {
        "name": "C",
        "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "C"}},
        "envFrom": {"configMapRef": {"name": "settings"}},
    }
    assert {dotted(item.path): item.value for item in found} == {
        "spec.containers[0].envFrom[0]": reference,
        "spec.containers[0].env[1]": {"name": "B", "value": "v"},
        "spec.containers[0].env[2]": {"name": "A", "value": "z"},
        "spec.containers[1].env[0]": {"name": "A", "value": "w"},
    }


def test_ports_are_those_of_every_container() -> None:
    surroundings = pod(
        "{containers: [{name: a, ports: [{containerPort: 1}, {containerPort: 2}]}, {name: b}],"
        " initContainers: [{name: c, ports: [{containerPort: 3}]}]}"
    )
    found = items("ports", surroundings)
    assert places(found) == [
        "spec.containers[0].ports[0]",
        "spec.containers[0].ports[1]",
        "spec.initContainers[0].ports[0]",
    ]
    assert [item.value for item in found] == [at(surroundings.resource.body, item.path) for item in found]


def test_probes_have_their_name_and_their_defaults_for_refused_numbers_too() -> None:
    found = items(
        "probes",
        pod(
            "{containers: [{name: a, livenessProbe: {exec: {}, periodSeconds: 5, timeoutSeconds: 0,"
            " failureThreshold: null, successThreshold: -1, initialDelaySeconds: 10s}, readinessProbe: null}],"
            " initContainers: [{name: b, startupProbe: {}}]}"
        ),
    )
    assert places(found) == ["spec.containers[0].livenessProbe"]
    assert found[0].value == {
        "probe": "livenessProbe",
        "exec": {},
        "initialDelaySeconds": 0,
        "timeoutSeconds": 1,
        "periodSeconds": 5,
        "successThreshold": 1,
        "failureThreshold": 3,
    }


def test_lifecycle_hooks_have_their_name_and_are_those_of_what_runs_as_long_as_the_pod() -> None:
    found = items(
        "lifecycleHooks",
        pod(
            "{containers: [{name: a, lifecycle: {preStop: {sleep: {seconds: 5}}, postStart: null}}, {name: b}],"
            " initContainers: [{name: c, restartPolicy: Always, lifecycle: {postStart: {}}},"
            " {name: d, lifecycle: {preStop: {}}}]}"
        ),
    )
    assert {dotted(item.path): item.value for item in found} == {
        "spec.containers[0].lifecycle.preStop": {"hook": "preStop", "sleep": {"seconds": 5}},
        "spec.initContainers[0].lifecycle.postStart": {"hook": "postStart"},
    }


def test_volumes_are_those_of_the_pod() -> None:
    assert places(items("volumes", pod("{volumes: [{name: a}, {name: b}]}"))) == ["spec.volumes[0]", "spec.volumes[1]"]


@pytest.mark.parametrize("name", ["containers", "allContainers", "env", "lifecycleHooks", "ports", "probes", "volumes"])
@pytest.mark.parametrize("spec", ["{}", "{containers: null, volumes: null}", "{containers: [], volumes: []}", "null"])
def test_null_is_an_empty_collection(name: str, spec: str) -> None:
    assert items(name, pod(spec)) == []


@pytest.mark.parametrize(
    ("name", "spec", "place"),
    [
        ("containers", "hunter2", "spec"),
        ("containers", "{containers: hunter2}", "spec.containers"),
        ("containers", "{containers: [hunter2]}", "spec.containers[0]"),
        ("env", "{containers: [{name: a}, {name: b, env: hunter2}]}", "spec.containers[1].env"),
        ("env", "{containers: [{name: a, env: [hunter2]}]}", "spec.containers[0].env[0]"),
        (
            "env",
            "{containers: [{name: a, envFrom: [{prefix: [hunter2]}]}]}",
            "spec.containers[0].envFrom[0].prefix",
        ),
        ("ports", "{containers: [{name: a, ports: hunter2}]}", "spec.containers[0].ports"),
        ("probes", "{containers: [{name: a, livenessProbe: hunter2}]}", "spec.containers[0].livenessProbe"),
        ("lifecycleHooks", "{containers: [{name: a, lifecycle: hunter2}]}", "spec.containers[0].lifecycle"),
        ("lifecycleHooks", "{containers: [{lifecycle: {preStop: hunter2}}]}", "spec.containers[0].lifecycle.preStop"),
        ("volumes", "{volumes: {a: hunter2}}", "spec.volumes"),
    ],
)
def test_what_cannot_be_read_says_where_it_stands_and_is_not_quoted(name: str, spec: str, place: str) -> None:
    with pytest.raises(Unreadable) as caught:
        items(name, pod(spec))
    assert caught.value.path is not None
    assert dotted(caught.value.path) == place
    assert "hunter2" not in caught.value.message


def test_a_template_that_is_none_cannot_be_read() -> None:
    surroundings = context("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: [x]}}")
    for name in ("pod", "containers", "env", "volumes"):
        with pytest.raises(Unreadable):
            items(name, surroundings)

"""How patient probes are, what they ask, and how long a pod has to end, asked by policies."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.language.functions import registry
from policycheck.model import Path, Value
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context, evaluated

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 40
      initContainers:
        - {name: init, startupProbe: {periodSeconds: 7}}
        - {name: proxy, restartPolicy: Always, startupProbe: {periodSeconds: -1, failureThreshold: 10s}}
      containers:
        - name: web
          ports: [{name: http, containerPort: 8080}]
          livenessProbe: {httpGet: {port: http}, timeoutSeconds: 0}
          readinessProbe: /healthz
"""
CONTAINER: Path = ("spec", "template", "spec", "containers", 0)


def asked(expression: str) -> Value:
    return evaluated(expression, bindings(context(WEB), item=CONTAINER))


def test_numbers_are_those_written_in_probes_of_what_runs_as_long_as_the_pod() -> None:
    items = registry.PLACED["probe_numbers"](bindings(context(WEB)))
    spec: Path = ("spec", "template", "spec")
    assert [(item.value, item.path) for item in items] == [
        (
            {"probe": "livenessProbe", "key": "timeoutSeconds", "number": 0},
            (*CONTAINER, "livenessProbe", "timeoutSeconds"),
        ),
        (
            {"probe": "startupProbe", "key": "periodSeconds", "number": -1},
            (*spec, "initContainers", 1, "startupProbe", "periodSeconds"),
        ),
    ]


def test_times_of_a_probe() -> None:
    assert asked("[time_to_kill(livenessProbe), startup_budget(livenessProbe), failure_window(livenessProbe)]") == [
        *(21, 30, 30)
    ]


@pytest.mark.parametrize("name", ["time_to_kill", "startup_budget", "failure_window", "handler_target"])
def test_an_absent_probe_has_none(name: str) -> None:
    assert called(name, None, bound=bindings(context(WEB), item=CONTAINER)) is None


@pytest.mark.parametrize("name", ["time_to_kill", "startup_budget", "failure_window", "handler_target"])
def test_a_probe_that_is_no_mapping_is_unreadable(name: str) -> None:
    with pytest.raises(Unreadable, match="is not a probe"):
        called(name, "/healthz", bound=bindings(context(WEB), item=CONTAINER))


def test_a_target_has_the_number_of_the_containers_port() -> None:
    assert asked("handler_target(livenessProbe)") == ["httpGet", "HTTP", "", 8080, "/", []]


def test_the_grace_period_is_the_pods() -> None:
    assert asked("grace_period()") == 40
    assert (
        called("grace_period", bound=bindings(context(WEB.replace("      terminationGracePeriodSeconds: 40\n", ""))))
        == 30
    )


def test_what_a_hook_sleeps() -> None:
    assert called("slept_seconds", {"sleep": {"seconds": 5}}) == 5
    assert called("slept_seconds", {"exec": {"command": ["sh", "-c", "sleep 6"]}}) == 6
    assert called("slept_seconds", None) == 0
    with pytest.raises(Unreadable, match="is not a lifecycle handler"):
        called("slept_seconds", "sleep 5")


def test_a_pipeline() -> None:
    assert called("is_pipeline", ["sh", "-c", "a | b"])
    assert not called("is_pipeline", None)

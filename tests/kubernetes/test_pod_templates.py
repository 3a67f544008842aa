from __future__ import annotations

from collections.abc import Mapping

import pytest

from policycheck.errors import Unreadable, UsageError
from policycheck.kubernetes.pod_templates import CARRIERS, carriers, is_long_running, pod_spec, pod_template
from policycheck.model import Path, Value

TEMPLATE: Value = {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "a"}]}}
CONTAINERS: Value = [{"name": "a"}]


def nested(path: Path, value: Value) -> dict[str, Value]:
    for part in reversed(path):
        value = {str(part): value}
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize(
    ("group", "kind", "path"),
    [
        ("apps", "Deployment", "spec.template"),
        ("apps", "ReplicaSet", "spec.template"),
        ("apps", "StatefulSet", "spec.template"),
        ("apps", "DaemonSet", "spec.template"),
        ("extensions", "Deployment", "spec.template"),
        ("", "ReplicationController", "spec.template"),
        ("batch", "Job", "spec.template"),
        ("batch", "CronJob", "spec.jobTemplate.spec.template"),
        ("argoproj.io", "Rollout", "spec.template"),
        ("apps.openshift.io", "DeploymentConfig", "spec.template"),
        ("serving.knative.dev", "Service", "spec.template"),
        ("keda.sh", "ScaledJob", "spec.jobTargetRef.template"),
    ],
)
def test_each_kind_has_its_template_at_its_place(group: str, kind: str, path: str) -> None:
    parts = tuple(path.split("."))
    found = pod_template(nested(parts, TEMPLATE), group, kind)
    assert found is not None
    assert (found.path, found.body, pod_spec(found)) == (parts, TEMPLATE, {"containers": CONTAINERS})


def test_a_pod_is_its_own_template() -> None:
    pod: dict[str, Value] = {"kind": "Pod", "spec": {"containers": CONTAINERS}}
    found = pod_template(pod, "", "Pod")
    assert found is not None
    assert (found.path, found.body) == ((), pod)


@pytest.mark.parametrize(
    ("group", "kind"),
    [("", "Service"), ("", "ConfigMap"), ("example.com", "Deployment"), ("example.com", "Worker")],
)
def test_other_kinds_carry_none(group: str, kind: str) -> None:
    assert pod_template({"spec": {"template": TEMPLATE}}, group, kind) is None


@pytest.mark.parametrize("body", [{}, {"spec": None}, {"spec": {}}, {"spec": {"template": None}}], ids=repr)
def test_a_template_that_is_not_written_is_none(body: dict[str, Value]) -> None:
    assert pod_template(body, "apps", "Deployment") is None


@pytest.mark.parametrize("body", [{"spec": []}, {"spec": {"template": "a"}}, {"spec": {"template": [{}]}}], ids=repr)
def test_something_else_in_its_place_is_unreadable(body: dict[str, Value]) -> None:
    with pytest.raises(Unreadable):
        pod_template(body, "apps", "Deployment")


@pytest.mark.parametrize(
    ("kind", "long_running", "scalable", "pdb_relevant"),
    [
        (("apps", "Deployment"), True, True, True),
        (("apps", "StatefulSet"), True, True, True),
        (("apps", "DaemonSet"), True, False, False),
        (("", "ReplicationController"), True, True, True),
        (("batch", "Job"), False, False, False),
        (("batch", "CronJob"), False, False, False),
        (("", "Pod"), True, False, True),
        (("argoproj.io", "Rollout"), True, True, True),
        (("keda.sh", "ScaledJob"), False, False, False),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else None,
)
def test_what_is_known_of_a_kinds_pods(
    kind: tuple[str, str],
    long_running: bool,  # noqa: FBT001 - the table
    scalable: bool,  # noqa: FBT001
    pdb_relevant: bool,  # noqa: FBT001
) -> None:
    carrier = CARRIERS[kind]
    assert (carrier.long_running, carrier.scalable, carrier.pdb_relevant) == (long_running, scalable, pdb_relevant)


@pytest.mark.parametrize(
    ("spec", "stays"),
    [
        ({}, True),
        ({"restartPolicy": None}, True),
        ({"restartPolicy": ""}, True),
        ({"restartPolicy": "Always"}, True),
        ({"restartPolicy": "OnFailure"}, False),
        ({"restartPolicy": "Never"}, False),
    ],
    ids=repr,
)
def test_a_bare_pod_stays_by_its_restart_policy(spec: Mapping[str, Value], stays: bool) -> None:  # noqa: FBT001
    pod = pod_template({"spec": spec}, "", "Pod")
    assert pod is not None
    assert is_long_running(pod) is stays


def test_an_unknown_restart_policy_of_a_bare_pod_is_unreadable() -> None:
    pod = pod_template({"spec": {"restartPolicy": "always"}}, "", "Pod")
    assert pod is not None
    with pytest.raises(Unreadable, match=r"^a string is not a restartPolicy$"):
        is_long_running(pod)


def test_a_template_is_long_running_by_its_kind_alone() -> None:
    job = pod_template({"spec": {"template": {"spec": {"restartPolicy": "OnFailure"}}}}, "batch", "Job")
    deployment = pod_template({"spec": {"template": {"spec": {}}}}, "apps", "Deployment")
    assert job is not None
    assert deployment is not None
    assert (is_long_running(job), is_long_running(deployment)) == (False, True)


def test_a_user_adds_a_kind() -> None:
    table = carriers({"example.com/Worker": {"path": "spec.worker.template", "longRunning": False}})
    found = pod_template({"spec": {"worker": {"template": TEMPLATE}}}, "example.com", "Worker", table)
    assert found is not None
    assert (found.path, is_long_running(found)) == (("spec", "worker", "template"), False)
    assert table[("apps", "Deployment")] == CARRIERS[("apps", "Deployment")]


def test_a_user_replaces_a_kind() -> None:
    table = carriers({"argoproj.io/Rollout": {"path": "spec.workload", "scalable": True}})
    assert pod_template({"spec": {"workload": TEMPLATE}}, "argoproj.io", "Rollout", table) is not None


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Worker", {"path": "spec.template"}),
        ("example.com/", {"path": "spec.template"}),
        ("example.com/Worker", "spec.template"),
        ("example.com/Worker", {}),
        ("example.com/Worker", {"path": "spec..template"}),
        ("example.com/Worker", {"path": ["spec"]}),
        ("example.com/Worker", {"path": "spec.template", "longRunning": "no"}),
        ("example.com/Worker", {"path": "spec.template", "longrunning": False}),
    ],
    ids=repr,
)
def test_a_kind_that_is_configured_wrongly_is_refused_by_name(name: str, entry: Value) -> None:
    with pytest.raises(UsageError, match=f'^"{name}"'):
        carriers({name: entry})

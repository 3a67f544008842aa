from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.containers import all_containers, containers
from policycheck.model import Value

SPEC: dict[str, Value] = {
    "initContainers": [{"name": "migrate"}, {"name": "proxy", "restartPolicy": "Always"}],
    "containers": [{"name": "web"}, {"name": "agent"}],
    "ephemeralContainers": [{"name": "debug"}],
}


def test_every_container_has_its_place_and_role() -> None:
    assert [(found.body["name"], found.path, found.role) for found in all_containers(SPEC)] == [
        ("web", ("containers", 0), "main"),
        ("agent", ("containers", 1), "main"),
        ("migrate", ("initContainers", 0), "init"),
        ("proxy", ("initContainers", 1), "sidecar"),
        ("debug", ("ephemeralContainers", 0), "ephemeral"),
    ]


def test_main_containers_and_native_sidecars_run_as_long_as_the_pod() -> None:
    assert [found.body["name"] for found in containers(SPEC)] == ["web", "agent", "proxy"]


def test_before_1_29_there_are_no_native_sidecars() -> None:
    assert [found.body["name"] for found in containers(SPEC, (1, 28))] == ["web", "agent"]
    assert [found.body["name"] for found in containers(SPEC, (1, 29))] == ["web", "agent", "proxy"]


@pytest.mark.parametrize("policy", ["OnFailure", "Never", "always", None, True], ids=repr)
def test_any_other_restart_policy_makes_no_sidecar(policy: Value) -> None:
    assert [found.role for found in all_containers({"initContainers": [{"restartPolicy": policy}]})] == ["init"]


def test_a_restart_policy_on_a_main_container_changes_nothing() -> None:
    assert [found.role for found in all_containers({"containers": [{"restartPolicy": "Never"}]})] == ["main"]


@pytest.mark.parametrize("spec", [None, {}, {"containers": None}], ids=repr)
def test_a_spec_without_containers_has_none(spec: Value) -> None:
    assert all_containers(spec) == ()


@pytest.mark.parametrize("spec", [[], {"containers": "a"}, {"containers": ["a"]}, {"initContainers": [None]}], ids=repr)
def test_what_is_no_container_is_unreadable(spec: Value) -> None:
    with pytest.raises(Unreadable):
        all_containers(spec)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policycheck.kubernetes import fields
from policycheck.kubernetes.kinds import CLUSTER_SCOPED, NAMESPACED
from policycheck.kubernetes.pod_templates import CARRIERS

LEAVES = {"any", "boolean", "int-or-string", "integer", "number", "quantity", "string"}


def test_a_kind_is_known_by_group_and_name() -> None:
    assert fields.root("apps", "Deployment") == "Deployment"
    assert fields.root("", "Service") == "Service"
    assert fields.root("serving.knative.dev", "Service") is None
    assert fields.root("", "Deployment") is None


def test_two_kinds_of_one_name_are_two_types() -> None:
    probe = fields.root("monitoring.coreos.com", "Probe")
    assert probe is not None
    assert "spec" in fields.structure(probe)
    assert "httpGet" in fields.structure("Probe")


@pytest.mark.parametrize(
    ("choice", "types"),
    [
        pytest.param("Service", {"Service"}, id="a bare kind is the one at home"),
        pytest.param("apps/Deployment", {"Deployment"}, id="with its group"),
        pytest.param("v1/Service", {"Service"}, id="the core group as its apiVersion"),
        pytest.param("serving.knative.dev/Service", set(), id="of a group we do not know"),
        pytest.param("Widget", set(), id="of a name we do not know"),
    ],
)
def test_a_policys_choice_of_kind_gives_its_types(choice: str, types: set[str]) -> None:
    assert fields.roots(choice) == types


@pytest.mark.parametrize(
    ("type_", "field", "found"),
    [
        pytest.param("Container", "env", "[]EnvVar", id="a field"),
        pytest.param("Container", "enf", None, id="no field"),
        pytest.param("{}string", "app.kubernetes.io/name", "string", id="any key of a map"),
        pytest.param("any", "whatever", "any", id="anything of any"),
        pytest.param("[]EnvVar", "name", None, id="a list has no fields"),
        pytest.param("string", "name", None, id="a leaf has no fields"),
    ],
)
def test_child_is_the_type_of_a_field(type_: str, field: str, found: str | None) -> None:
    assert fields.child(type_, field) == found


@pytest.mark.parametrize(
    ("type_", "found"),
    [("[]EnvVar", "EnvVar"), ("[][]string", "[]string"), ("any", "any"), ("EnvVar", None), ("{}string", None)],
)
def test_item_is_the_type_of_a_lists_elements(type_: str, found: str | None) -> None:
    assert fields.item(type_) == found


@pytest.mark.parametrize(
    ("place", "type_"),
    [
        ("Deployment.spec.replicas", "integer"),
        ("Pod.spec.containers.0.ports.0.containerPort", "integer"),
        ("Pod.spec.containers.0.livenessProbe.httpGet.port", "int-or-string"),
        ("Pod.spec.containers.0.resources.limits.memory", "quantity"),
        ("Pod.spec.nodeSelector", "{}string"),
        ("PodDisruptionBudget.spec.minAvailable", "int-or-string"),
        ("HorizontalPodAutoscaler.spec.metrics.0.type", "string"),
        ("HorizontalPodAutoscaler.spec.targetCPUUtilizationPercentage", "integer"),
        ("ServiceMonitor.spec.endpoints.0.relabelings.0.targetLabel", "string"),
        ("ServiceMonitor.spec.selector", "LabelSelector"),
        ("ScaledObject.spec.triggers.0.metadata", "{}string"),
        ("ScaledJob.spec.jobTargetRef.template", "PodTemplateSpec"),
        ("PrometheusRule.spec.groups.0.rules.0.labels", "{}string"),
        ("CustomResourceDefinition.spec.versions.0.schema.openAPIV3Schema", "any"),
    ],
)
def test_a_place_has_its_type(place: str, type_: str) -> None:
    found: str | None
    found, *steps = place.split(".")
    for step in steps:
        assert found is not None
        found = fields.item(found) if step == "0" else fields.child(found, step)
    assert found == type_


def reachable() -> set[str]:
    """Every type that some kind leads to, out of its lists and maps."""
    found: set[str] = set()
    waiting = list(fields.kinds().values())
    while waiting:
        type_ = unwrapped(waiting.pop())
        if type_ not in found:
            found.add(type_)
            waiting += fields.structure(type_).values()
    return found


def unwrapped(type_: str) -> str:
    return re.sub(r"^(\[\]|\{\})+", "", type_)


def test_every_type_is_a_structure_or_a_leaf() -> None:
    assert {type_ for type_ in reachable() if not fields.structure(type_)} <= LEAVES


def test_no_type_contains_itself() -> None:
    def below(type_: str, above: tuple[str, ...]) -> None:
        assert type_ not in above
        for inner in fields.structure(type_).values():
            below(unwrapped(inner), (*above, type_))

    for root in fields.kinds().values():
        below(root, ())


def test_every_kind_is_one_whose_scope_is_known() -> None:
    homes = {**NAMESPACED, **CLUSTER_SCOPED}
    for name in fields.kinds():
        group, _, kind = name.rpartition("/")
        assert kind in (*NAMESPACED.get(group, ()), *CLUSTER_SCOPED.get(group, ())), name
        assert group in homes


def test_pod_templates_stand_where_they_are_looked_for() -> None:
    for (group, kind), carrier in CARRIERS.items():
        found = fields.root(group, kind)
        for step in carrier.path if found else ():
            found = fields.child(found or "", str(step))
            assert found is not None, (kind, step)
        assert found in {None, "Pod", "PodTemplateSpec"}


def test_the_file_names_the_versions_that_ci_fields_reads(root: Path) -> None:
    generator = (root / "ci" / "fields").read_text(encoding="utf-8")
    generated = (root / "policycheck" / "kubernetes" / "fields.json").read_text(encoding="utf-8")
    versions = re.findall(r"[\w-]+==[\d.]+", generator)
    assert versions
    assert all(version in generated for version in versions)


def test_the_file_is_sorted_and_small_enough_to_read_at_every_start(root: Path) -> None:
    lines = (root / "policycheck" / "kubernetes" / "fields.json").read_text(encoding="utf-8").splitlines()
    assert sum(map(len, lines)) < 150_000
    types = [line for line in lines[lines.index('"types": {') :] if line.startswith("  ")]
    assert types == sorted(types, key=lambda line: line.split('"')[1])

from __future__ import annotations

from io import BytesIO
from operator import attrgetter
from pathlib import Path

import pytest

import policycheck
from policycheck import Overrides, check, check_resources, configure
from policycheck.errors import UsageError
from policycheck.model import Render, Report
from tests.runs import ALL, TODAY, checked

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n"
LITERAL = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: web, image: web:1, env: [{name: DB_PASS, value: swordfish}]}]}
"""
EVERY_POLICY = tuple(policy.id for policy in configure().known)


def only(*ids: str) -> Overrides:
    """Of the bundled policies just these."""
    off = tuple(policy_id for policy_id in EVERY_POLICY if policy_id not in ids)
    return Overrides(enable=ids, disable=off, kube_version="1.33")


def texts(report: Report) -> list[str]:
    return [note.text for note in report.notes]


def test_a_run_without_findings_has_passed() -> None:
    report = checked(CONFIG)
    assert (report.verdict, report.not_checked, report.left_out) == ("passed", (), ())


def test_a_finding_at_the_gate_fails_the_run_and_one_below_does_not() -> None:
    assert checked(LITERAL).verdict == "failed"
    assert checked(LITERAL, ALL._replace(fail_on="never")).verdict == "passed"
    monitor = (
        "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: a}\nspec: {endpoints: [{}]}\n"
    )
    warned = only("monitor-port-named")
    assert checked(monitor, warned).verdict == "passed"
    assert checked(monitor, warned._replace(fail_on="warning")).verdict == "failed"


@pytest.mark.parametrize(
    ("manifests", "overrides", "reasons"),
    [
        pytest.param("", ALL, ("no resources",), id="an empty stream"),
        pytest.param("# nothing\n---\n", ALL, ("no resources",), id="only comments"),
        pytest.param("kind: [\n", ALL, ("some input could not be read", "no resources"), id="no YAML"),
        pytest.param(
            CONFIG + "---\nkind: [\n---\n" + LITERAL, ALL, ("some input could not be read",), id="one of three broken"
        ),
        pytest.param("a: b\n", ALL, ("some input could not be read", "no resources"), id="no resource"),
        pytest.param(CONFIG, ALL._replace(enable=(), bundled=False), ("no policies",), id="no policies"),
        pytest.param(CONFIG, only("pdb-present"), ("no policy found anything to judge",), id="every policy vacuous"),
        pytest.param("", only(), ("no resources", "no policies"), id="nothing at all"),
    ],
)
def test_a_run_that_could_not_look_is_not_checked(
    manifests: str, overrides: Overrides, reasons: tuple[str, ...]
) -> None:
    report = checked(manifests, overrides._replace(fail_on="never"))
    assert (report.verdict, report.not_checked) == ("not checked", reasons)


def test_a_policy_that_cannot_be_evaluated_makes_the_run_not_checked(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(
        "apiVersion: policycheck/v1\nid: broken\ntitle: Broken\nseverity: info\nmatch: {kind: ConfigMap}\n"
        'assert: "div(`1`, `0`) > `1`"\nexamples:\n'
        "  pass: [{name: a, manifest: '{}'}]\n  fail: [{name: b, manifest: '{}', at: [ConfigMap/a]}]\n"
    )
    report = checked(LITERAL + "---\n" + CONFIG, ALL._replace(policies=(str(tmp_path),)))
    assert (report.verdict, report.not_checked) == ("not checked", ("a policy could not be evaluated",))
    assert {outcome.status for outcome in report.outcomes if outcome.policy.id == "broken"} == {"error"}
    assert "fail" in {outcome.status for outcome in report.outcomes}


def test_what_can_be_read_beside_broken_documents_is_checked() -> None:
    report = checked(CONFIG + "---\nkind: [\n---\n" + LITERAL)
    assert [(left_out.source, left_out.line, left_out.unread) for left_out in report.left_out] == [("stdin", 5, True)]
    assert {outcome.resource.name for outcome in report.outcomes} == {"settings", "web"}
    (loaded,) = report.loaded
    assert (loaded.source, loaded.documents, loaded.resources) == ("stdin", 3, 2)


def test_missing_files_are_left_out_and_the_others_are_checked(tmp_path: Path) -> None:
    there, missing = tmp_path / "there.yaml", tmp_path / "missing.yaml"
    there.write_text(LITERAL)
    report = check([str(missing), str(there)], config=configure(overrides=ALL), today=TODAY)
    assert [(left_out.source, left_out.unread) for left_out in report.left_out] == [(str(missing), True)]
    assert report.verdict == "not checked"
    assert any(outcome.findings for outcome in report.outcomes)


def test_more_than_the_limit_is_refused_in_one_entry() -> None:
    report = check(["-"], config=configure(), stdin=BytesIO(CONFIG.encode()), max_input=10, today=TODAY)
    (left_out,) = report.left_out
    assert "raise --max-input" in left_out.reason
    assert report.not_checked == ("some input could not be read", "no resources")


def test_a_policy_that_only_skips_is_vacuous() -> None:
    report = checked(CONFIG, only("pdb-present", "k8s-string-map"))
    assert report.vacuous == ("pdb-present",)
    assert report.verdict == "passed"
    skipping = checked(LITERAL.replace("DB_PASS", "DB_HOST"), only("secret-env-from-secret", "memory-limit-set"))
    assert skipping.vacuous == ("secret-env-from-secret",)


def test_the_kubernetes_version_is_assumed_aloud_and_counts() -> None:
    pod = (
        "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {resources: {limits: {memory: 1Gi}}, containers: [{}]}}"
    )
    older, newer = (checked(pod, only("memory-limit-set")._replace(kube_version=one)) for one in ("1.33", "1.34"))
    assert (older.verdict, newer.verdict) == ("failed", "passed")
    assert texts(older) == []
    assumed = checked(pod, only("memory-limit-set")._replace(kube_version=None))
    assert assumed.verdict == "passed"
    (note,) = assumed.notes
    assert note.level == "info"
    assert note.text.startswith("assumed Kubernetes 1.")
    assert note.text.endswith("; pass --kube-version")


WORKLOAD = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 2, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web}]}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""


@pytest.mark.parametrize(
    ("namespace", "verdict", "notes"),
    [
        pytest.param(None, "passed", ["assumed release namespace shop; pass --namespace"], id="assumed"),
        pytest.param("shop", "passed", [], id="given"),
        pytest.param("other", "failed", [], id="given, and another"),
    ],
)
def test_the_release_namespace_is_assumed_aloud_and_counts(
    namespace: str | None, verdict: str, notes: list[str]
) -> None:
    report = checked(WORKLOAD, only("pdb-present")._replace(namespace=namespace))
    assert (report.verdict, texts(report)) == (verdict, notes)


def test_between_two_namespaces_nothing_is_assumed() -> None:
    third = "---\n" + CONFIG.replace("name: settings", "name: settings, namespace: other")
    report = checked(WORKLOAD + third, only("pdb-present"))
    assert (report.verdict, texts(report)) == ("failed", [])


def test_what_is_piped_is_a_render_of_its_chart() -> None:
    source = "# Source: shop/templates/a.yaml\n"
    (render,) = checked(source + CONFIG + "---\n" + source + LITERAL).renders
    assert render == Render("stdin", "shop", (), "1.33")


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param(CONFIG, id="no comment"),
        pytest.param(f"# Source: a/t.yaml\n{CONFIG}---\n# Source: b/t.yaml\n{CONFIG}", id="two charts"),
        pytest.param(f"# Source: a/t.yaml\n{CONFIG}---\n{CONFIG}", id="one without a comment"),
    ],
)
def test_a_render_of_unknown_origin_has_no_chart(manifests: str) -> None:
    assert [render.chart for render in checked(manifests).renders] == [None]


def test_plain_manifests_of_one_command_are_joined_and_standard_input_is_not(tmp_path: Path) -> None:
    workload, _, budget = WORKLOAD.partition("---\n")
    files = [tmp_path / "workload.yaml", tmp_path / "budget.yaml"]
    for file, text in zip(files, (workload, budget), strict=True):
        file.write_text(text)
    config = configure(overrides=only("pdb-present")._replace(namespace="shop"))
    together = check([str(file) for file in files], config=config, today=TODAY)
    assert together.verdict == "passed"
    assert [render.id for render in together.renders] == ["manifests"]
    apart = check(["-", str(files[1])], config=config, stdin=BytesIO(workload.encode()), today=TODAY)
    assert apart.verdict == "failed"
    assert [render.id for render in apart.renders] == ["stdin", "manifests"]


def test_objects_are_checked_as_their_text_would_be_without_lines() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "web"}]}}
    report = check_resources([pod], config=configure(overrides=only("memory-limit-set")), today=TODAY)
    (outcome,) = report.outcomes
    assert [(finding.path, finding.line, finding.column) for finding in outcome.findings] == [
        (("spec", "containers", 0), None, None)
    ]


def test_the_report_is_redacted() -> None:
    report = checked(LITERAL.replace("value: swordfish", "value: 4711"), only("secret-env-from-secret"))
    messages = [finding.message for outcome in report.outcomes for finding in outcome.findings]
    assert messages == ["cannot be judged: **** is not a string"]


def test_an_unknown_id_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match='did you mean "pdb-present"'):
        configure(overrides=Overrides(enable=("pdb-presnt",)))


def test_the_package_gives_what_it_promises_and_nothing_else() -> None:
    assert policycheck.check is check
    assert all(getattr(policycheck, name) for name in policycheck.__all__)
    with pytest.raises(AttributeError, match="no attribute 'chek'"):
        attrgetter("chek")(policycheck)

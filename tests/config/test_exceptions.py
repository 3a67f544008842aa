from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.model import Value
from tests.config.runs import Place, checked, deployment, exception, places

WEB = deployment("web")
TWO = f"{WEB}---\n{deployment('job-1', namespace='jobs')}"


def of_web(*containers: str) -> set[Place]:
    return {("limit-set", "web", container) for container in containers}


@pytest.mark.parametrize(
    ("match", "covered"),
    [
        ({}, {"web", "job-1"}),
        ({"kind": "Deployment"}, {"web", "job-1"}),
        ({"kind": ["Service", "apps/Deployment"]}, {"web", "job-1"}),
        ({"kind": "Deploy*"}, {"web", "job-1"}),
        ({"kind": "apps/*"}, {"web", "job-1"}),
        ({"kind": "core/*"}, set()),
        ({"kind": "extensions/*"}, set()),
        ({"kind": "Service"}, set()),
        ({"kind": "deployment"}, set()),
        ({"apiVersion": "apps/*"}, {"web", "job-1"}),
        ({"apiVersion": "v1"}, set()),
        ({"name": "web"}, {"web"}),
        ({"name": "w*"}, {"web"}),
        ({"name": ["job-?", "x"]}, {"job-1"}),
        ({"name": "we"}, set()),
        ({"name": "Web"}, set()),
        ({"namespace": "jobs"}, {"job-1"}),
        ({"namespace": ["sh*", "jobs"]}, {"web", "job-1"}),
        ({"namespace": ""}, set()),
        ({"labels": {"app": "web"}}, {"web"}),
        ({"labels": {"app": "*"}}, {"web", "job-1"}),
        ({"labels": {"app": "*", "team": "*"}}, set()),
        ({"template": "shop/charts/redis/*"}, {"web", "job-1"}),
        ({"template": "*/web.yaml"}, {"web"}),
        ({"template": "shop/templates/*"}, set()),
        ({"kind": "Deployment", "name": "web", "namespace": "jobs"}, set()),
    ],
    ids=lambda given: str(sorted(given) if isinstance(given, set) else given),
)
def test_an_exception_takes_what_all_its_choices_take(
    tmp_path: Path, match: dict[str, Value], covered: set[str]
) -> None:
    report = checked(tmp_path, TWO, [exception("owner-set", match)])
    assert {name for _, name, _ in places(report, excepted=True)} == covered
    assert {policy for policy, _, _ in places(report, excepted=True)} <= {"owner-set"}


@pytest.mark.parametrize(
    ("container", "covered"),
    [
        ("main", of_web("main")),
        ("m*", of_web("main", "migrate")),
        ("*", of_web("main", "proxy", "migrate")),
        ("nobody", set()),
    ],
)
def test_one_for_a_container_covers_only_findings_in_it(tmp_path: Path, container: str, covered: set[Place]) -> None:
    report = checked(tmp_path, WEB, [exception("*", {"container": container})])
    assert places(report, excepted=True) == covered
    assert {("owner-set", "web", ""), ("pod-labelled", "web", "")} <= places(report, excepted=False)


def test_an_outcome_is_excepted_when_all_its_findings_are(tmp_path: Path) -> None:
    def status(*exceptions: Value) -> str:
        report = checked(tmp_path, WEB, exceptions)
        return next(outcome.status for outcome in report.outcomes if outcome.policy.id == "limit-set")

    main, proxy, migrate = (exception("limit-set", {"container": name}) for name in ("main", "proxy", "migrate"))
    assert status() == "fail"
    assert status(main, proxy) == "fail"
    assert status(main, proxy, migrate) == "excepted"


@pytest.mark.parametrize(
    ("choice", "policies"),
    [
        ("limit-set", {"limit-set"}),
        ("house", {"owner-set", "limit-set"}),
        ("*-set", {"owner-set", "limit-set"}),
        ("res*", {"limit-set"}),
        ("all", {"owner-set", "limit-set", "pod-labelled"}),
    ],
)
def test_an_id_a_tag_or_a_glob_names_the_policies(tmp_path: Path, choice: str, policies: set[str]) -> None:
    report = checked(tmp_path, WEB, [exception(choice)])
    assert {policy for policy, _, _ in places(report, excepted=True)} == policies


def test_what_is_excepted_does_not_fail_the_run(tmp_path: Path) -> None:
    assert checked(tmp_path, WEB).verdict == "failed"
    assert checked(tmp_path, WEB, [exception("owner-set"), exception("limit-set")]).verdict == "passed"


def test_of_several_the_one_that_lasts_longest_says_until_when(tmp_path: Path) -> None:
    entries = [exception("owner-set", expires=expires) for expires in ("2027-01-01", "2028-01-01", "2026-12-31")]
    report = checked(tmp_path, WEB, entries)
    (finding,) = [
        found for outcome in report.outcomes if outcome.policy.id == "owner-set" for found in outcome.findings
    ]
    assert finding.exception is not None
    assert finding.exception.expires == "2028-01-01"
    assert not [note for note in report.notes if "hides nothing" in note.text]


def test_a_kind_of_ones_own_carries_pods_where_the_settings_say_so(tmp_path: Path) -> None:
    worker = (
        "apiVersion: example.com/v1\nkind: Worker\nmetadata: {name: w, labels: {owner: me}}\n"
        "spec: {pods: {metadata: {labels: {a: b}}, spec: {containers: [{name: main, image: a}]}}}\n"
    )
    limit = exception("limit-set", {"container": "main", "kind": "example.com/Worker"})
    own = {"example.com/Worker": {"path": "spec.pods"}}
    assert places(checked(tmp_path, worker), excepted=False) == set()
    assert places(checked(tmp_path, worker, podTemplates=own), excepted=False) == {("limit-set", "w", "main")}
    assert places(checked(tmp_path, worker, [limit], podTemplates=own), excepted=False) == set()


def test_what_is_taken_out_of_a_report_was_there_to_be_matched(tmp_path: Path) -> None:
    """A name that looks like a secret is hidden in the report, after the exceptions have been applied."""
    name = "akia" + "iosfodnn7example"
    token = "ghp_" + "a1B2" * 9
    manifest = deployment(name).replace("app: " + name, f"app: {token}")
    match: dict[str, Value] = {"labels": {"app": token}, "name": name, "template": f"*/{name}.yaml"}
    report = checked(tmp_path, manifest, [exception("*", match)])
    assert places(report, excepted=False) == set()
    assert report.verdict == "passed"

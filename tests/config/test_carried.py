from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from policycheck import Overrides, check_resources, configure
from policycheck.model import Report
from tests.config.runs import POLICIES, TODAY, checked, deployment, places, texts

KEY = "policycheck.dev/except.owner-set"
GOOD = f'{KEY}: "moves out; until 2026-12-31"'


def excepted(report: Report) -> set[tuple[str, str]]:
    return {(policy, name) for policy, name, _ in places(report, excepted=True)}


def test_a_resource_carries_its_exception(tmp_path: Path) -> None:
    report = checked(tmp_path, deployment(annotations=GOOD))
    assert excepted(report) == {("owner-set", "web")}
    assert not texts(report.notes)


def test_its_pod_template_carries_one_too(tmp_path: Path) -> None:
    assert excepted(checked(tmp_path, deployment(of_pods=GOOD))) == {("owner-set", "web")}


def test_an_exception_says_reason_and_last_day(tmp_path: Path) -> None:
    report = checked(tmp_path, deployment(annotations=f'{KEY}: "SRE-4; see the wiki ;until  never "'))
    (found,) = [finding.exception for outcome in report.outcomes for finding in outcome.findings if finding.exception]
    assert (found.policy, found.reason, found.expires) == ("owner-set", "SRE-4; see the wiki", None)
    assert (found.source, found.path) == ("stdin", ("metadata", "annotations", KEY))


def test_one_on_a_resource_covers_no_other_of_the_same_name(tmp_path: Path) -> None:
    """Neither of another namespace nor of another kind, nor the same thing rendered twice."""
    others = [deployment(namespace="other"), deployment()]
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n"
    report = checked(tmp_path, "---\n".join([*others, service, deployment(annotations=GOOD)]))
    assert len([place for place in report.outcomes if place.policy.id == "owner-set" and place.status == "fail"]) == 3
    assert [outcome.resource.document.line for outcome in report.outcomes if outcome.status == "excepted"] == [36]


@pytest.mark.parametrize("name", ["job[1]", "web-*"])
def test_a_name_that_reads_like_a_glob_is_covered_all_the_same(tmp_path: Path, name: str) -> None:
    manifest = deployment(annotations=GOOD).replace("name: web", f'name: "{name}"')
    assert excepted(checked(tmp_path, manifest)) == {("owner-set", name)}


def test_it_covers_every_finding_of_its_policy_on_the_resource(tmp_path: Path) -> None:
    report = checked(tmp_path, deployment(of_pods='policycheck.dev/except.limit-set: "small; until never"'))
    assert len(places(report, excepted=True)) == 3


@pytest.mark.parametrize(
    "text",
    [
        '""',
        '"moves out"',
        '"until 2026-12-31"',
        '"; until 2026-12-31"',
        '"moves out; 2026-12-31"',
        '"moves out; until soon"',
        '"moves out; until 2026-02-30"',
        '"moves out; until2026-12-31"',
        '"moves out; Until 2026-12-31"',
        '"moves out, until 2026-12-31"',
        '"moves out; until 2026-12-31; really"',
        "true",
        "2026-12-31",
        "null",
        "[moves out]",
    ],
)
def test_a_malformed_one_excepts_nothing_and_says_how_to_write_it(tmp_path: Path, text: str) -> None:
    report = checked(tmp_path, deployment(annotations=f"{KEY}: {text}"))
    assert excepted(report) == set()
    (note,) = [note for note in report.notes if note.line]
    assert (note.level, note.source, note.line) == ("warning", "stdin", 8)
    assert note.text == f'{KEY} excepts nothing: write "reason; until 2026-12-31", or "reason; until never"'


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("policycheck.dev/except.owner-st", 'no policy has the id "owner-st"; did you mean "owner-set"?'),
        ("policycheck.dev/except.nothing-like-it", 'no policy has the id "nothing-like-it"; `policycheck list` '),
        ("policycheck.dev/except.house", 'no policy has the id "house"'),
        ("policycheck.dev/except.*", 'no policy has the id "*"'),
        ("policycheck.dev/except.", 'no policy has the id ""'),
        ("policycheck.dev/exept.owner-set", 'unknown annotation; did you mean "except.owner-set"?'),
        ("policycheck.dev/ignore", "unknown annotation; write policycheck.dev/except.ID"),
    ],
)
def test_a_key_that_means_no_policy_excepts_nothing_and_is_said(tmp_path: Path, key: str, said: str) -> None:
    report = checked(tmp_path, deployment(annotations=f'"{key}": "moves out; until never"'))
    assert excepted(report) == set()
    (text,) = texts(report.notes)
    assert text.startswith(f"{key} excepts nothing: {said}")


def test_one_that_has_expired_stops_applying_and_says_so(tmp_path: Path) -> None:
    manifest = deployment(annotations=GOOD)
    assert excepted(checked(tmp_path, manifest, today=dt.date(2026, 12, 31)))
    report = checked(tmp_path, manifest, today=dt.date(2027, 1, 1))
    assert excepted(report) == set()
    assert texts(report.notes) == [
        "the exception from owner-set (moves out) expired on 2026-12-31; mend what it hid, or set a later day"
    ]


def test_one_that_hides_nothing_is_said_at_its_line(tmp_path: Path) -> None:
    first, second = deployment("a"), deployment(of_pods=GOOD).replace("app: web", "owner: me")
    report = checked(tmp_path, f"{first}---\n{second}", ours=POLICIES[:1])
    (note,) = [note for note in report.notes if note.line]
    assert note.text == "the exception from owner-set (moves out) hides nothing; remove it"
    assert note.line == len(first.splitlines()) + 1 + next(
        number for number, line in enumerate(second.splitlines(), start=1) if KEY in line
    )


def test_one_between_the_resource_and_its_pod_template_is_said(tmp_path: Path) -> None:
    job = (
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  jobTemplate:\n"
        f"    metadata: {{annotations: {{{GOOD}}}}}\n    spec: {{template: {{spec: {{containers: []}}}}}}\n"
    )
    report = checked(tmp_path, job)
    assert excepted(report) == set()
    assert texts(report.notes) == [
        f"{KEY} excepts nothing: it stands neither on the CronJob nor on its pod template; move it to one of them"
    ]


def test_each_item_of_a_list_carries_its_own(tmp_path: Path) -> None:
    items = f"""\
apiVersion: v1
kind: List
items:
  - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: a, annotations: {{{KEY}: "x; until 2026-01-01"}}}}}}
  - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: b, annotations: {{{GOOD}}}}}}}
  - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: c, annotations: {{{KEY}: "x; until 2026-01-02"}}}}}}
"""
    report = checked(tmp_path, items)
    assert excepted(report) == {("owner-set", "b")}
    assert [note.line for note in report.notes if "expired" in note.text] == [4, 6]


def test_objects_without_a_text_carry_them_too() -> None:
    def config_map(name: str, text: str) -> dict[str, object]:
        return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "annotations": {KEY: text}}}

    config = configure(overrides=Overrides(policies=POLICIES, bundled=False))
    bodies = [config_map("a", "moves out; until never"), config_map("b", "moves out")]
    report = check_resources(bodies, config=config, today=TODAY)
    assert excepted(report) == {("owner-set", "a")}
    (note,) = [note for note in report.notes if note.level == "warning"]
    assert (note.line, note.text.partition(":")[0]) == (None, f"{KEY} excepts nothing")


def test_what_stands_in_the_place_of_a_pod_template_is_no_fault_here(tmp_path: Path) -> None:
    manifest = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: [1]}\n"
    assert checked(tmp_path, manifest, ours=POLICIES[:1]).verdict == "failed"

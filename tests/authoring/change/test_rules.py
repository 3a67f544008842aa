"""A change that loosens its own examination is told of it, and cannot do so where the base's settings judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.change.repositories import POLICY, Repository, chart, deployment

TEMPLATE = "charts/web/templates/deployment.yaml"
SETTINGS = "extends: [./policies/probe-set.yaml]\nkubeVersion: '1.33'\nnamespace: shop\n"
EXCEPTION = """\
exceptions:
  - policy: probe-set
    match: {kind: Deployment}
    reason: a vendor's
    expires: 2030-12-31
"""


@pytest.fixture
def repository(tmp_path: Path, newest_helm: str) -> Repository:
    return Repository(tmp_path, chart(), helm=newest_helm, settings=SETTINGS)


def loosened(repository: Repository, *arguments: str) -> list[tuple[str, str | None, int | None]]:
    found = repository.diff("main", "--format=json", "--today=2026-11-01", *arguments)
    return [(one["text"], one["source"], one["line"]) for one in found.report["rules"]]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        pytest.param("policies: {probe-set: off}\n", ("probe-set is switched off", 4), id="switched off"),
        pytest.param(
            "policies: {probe-set: {severity: info}}\n",
            ("probe-set is of severity info, and was error", 4),
            id="a lower severity",
        ),
        pytest.param("failOn: never\n", ("the gate is never, and was error: less fails", 4), id="a lower gate"),
        pytest.param(
            "paths: {exclude: ['legacy/**']}\n", ("paths that match legacy/** are not looked at", 4), id="excluded"
        ),
        pytest.param(
            EXCEPTION,
            ("an exception from probe-set, until 2030-12-31, that hides 1 finding here: a vendor's", 5),
            id="an exception",
        ),
    ],
)
def test_what_the_settings_loosen_is_told_at_its_line(
    repository: Repository, added: str, said: tuple[str, int]
) -> None:
    repository.write({"policycheck.yaml": SETTINGS + added, TEMPLATE: deployment(probe=False)})
    text, line = said
    assert loosened(repository) == [(text, "policycheck.yaml", line)]
    own = repository.diff("main", "--no-version-check", "--today=2026-11-01")
    # Without any policy nothing is checked; what is excluded is another chart.
    assert own.status == {"probe-set is switched off": 2, "paths that match legacy/** are not looked at": 1}.get(
        text, 0
    )
    strict = repository.diff("main", "--no-version-check", "--config-from=base")
    assert strict.status == 1, "the base's settings judge"
    assert "What this change loosens" in strict.stdout


def test_what_was_loose_before_and_what_is_stricter_now_is_not_told(repository: Repository) -> None:
    repository.commit({"policycheck.yaml": f"{SETTINGS}failOn: error\n{EXCEPTION}"})
    repository.git("branch", "-f", "main")
    repository.write({"policycheck.yaml": f"{SETTINGS}failOn: info\n{EXCEPTION.replace('2030', '2029')}"})
    assert loosened(repository) == []


def test_an_exception_that_lasts_longer_is_told(repository: Repository) -> None:
    repository.commit({"policycheck.yaml": SETTINGS + EXCEPTION})
    repository.git("branch", "-f", "main")
    repository.write({"policycheck.yaml": SETTINGS + EXCEPTION.replace("2030-12-31", "never")})
    assert loosened(repository) == [
        ("the exception from probe-set lasts longer, for ever: a vendor's", "policycheck.yaml", 5)
    ]


def test_an_exception_on_a_resource_is_told(repository: Repository) -> None:
    note = "  annotations: {policycheck.dev/except.probe-set: 'no probe yet; until never'}\n"
    text = deployment(probe=False).replace("  name: web\nspec", f"  name: web\n{note}spec")
    repository.write({TEMPLATE: text})
    assert loosened(repository) == [
        ("Deployment web excepts itself from probe-set: no probe yet", "web/templates/deployment.yaml", None)
    ]


def test_a_policy_that_is_edited_or_gone_is_told(repository: Repository) -> None:
    repository.write({"policies/probe-set.yaml": POLICY.replace("assert: readinessProbe", "assert: name")})
    # Its examples prove it no longer, which is the business of `policycheck test`.
    assert loosened(repository) == [
        ("probe-set judges otherwise: its file has changed", "policies/probe-set.yaml", None)
    ]
    repository.write({"policies/probe-set.yaml": POLICY.replace("probe-set", "probes-set"), TEMPLATE: deployment()})
    repository.git("mv", "policies/probe-set.yaml", "policies/probes-set.yaml")
    repository.write({"policycheck.yaml": SETTINGS.replace("probe-set", "probes-set")})
    assert loosened(repository) == [
        ("probe-set is gone: no such policy is known any more", "policies/probe-set.yaml", None)
    ]


def test_settings_that_could_not_be_read_before_are_told(repository: Repository) -> None:
    repository.commit({"policycheck.yaml": "policy: {}\n"})
    repository.git("branch", "-f", "main")
    repository.write({"policycheck.yaml": SETTINGS})
    ((text, _, _),) = loosened(repository)
    assert "cannot be read, so what the change loosens is not known: policycheck.yaml:1: unknown key" in text
    strict = repository.diff("main", "--config-from=base")
    assert strict.status == 2
    assert "policycheck.yaml:1: the settings of main (" in strict.stderr


def test_an_exception_that_has_expired_hides_nothing_and_says_so(repository: Repository) -> None:
    repository.commit({"policycheck.yaml": SETTINGS + EXCEPTION})
    repository.git("branch", "-f", "main")
    repository.write({TEMPLATE: deployment(probe=False)})
    found = repository.diff("main", "--no-version-check", "--today=2031-01-01")
    assert found.status == 1
    assert found.last.startswith("failed: 1 new")
    assert "expired on 2030-12-31" in found.stdout


def test_an_exception_for_a_chart_that_was_not_looked_at_is_not_called_idle(repository: Repository) -> None:
    settings = SETTINGS + EXCEPTION.replace("kind: Deployment", "name: legacy")
    repository.commit({"policycheck.yaml": settings, **chart("legacy", probe=False)})
    repository.git("branch", "-f", "main")
    repository.write({TEMPLATE: deployment(above="# moved\n")})
    assert "hides nothing" not in repository.diff("main", "--no-version-check").stdout


def test_what_is_put_into_a_baseline_is_told_and_hides_nothing_here(repository: Repository) -> None:
    entry = '{policy: probe-set, render: a, object: b, at: c, message: d, since: "2026-11-01", reason: old}'
    repository.commit({"baseline.yaml": f"version: 1\nfindings:\n  - {entry}\n"})
    repository.git("branch", "-f", "main")
    more = f"  - {entry.replace('at: c', 'at: e').replace('old', 'later')}\n"
    repository.write({"baseline.yaml": f"version: 1\nfindings:\n  - {entry}\n{more}"})
    assert loosened(repository, "--baseline=baseline.yaml") == [
        ("1 finding of probe-set put into the baseline: later", "baseline.yaml", 4)
    ]
    repository.write({"baseline.yaml": "version: 9\nfindings: []\n"})
    newer = repository.diff("main", "--baseline=baseline.yaml")
    assert newer.status == 2
    assert "baseline.yaml:1: a baseline of version 9, which a newer policycheck wrote" in newer.stderr

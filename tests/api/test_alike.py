"""Renders that say the same are judged once, and nobody can tell from the report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from policycheck import Overrides, check, configure, engine
from policycheck.api.asked import Rendering
from policycheck.model import Outcome, Report, Resource
from policycheck.renderers.matrix import Asked
from tests.api.many_charts import CHARTS, CONFIG, written
from tests.api.test_chart_renders import CHART, ONLY, chart
from tests.api.test_chart_renders import CONFIG as OF_VERSION

VERSION = "1.33"
SAME = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {size: {{ .Values.size | quote }}}\n"
BUDGET = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {maxUnavailable: 1}\n"
TOLD = """\
apiVersion: policycheck/v1
id: told-version
title: Says which Kubernetes it is for
severity: error
tags: [Test]
rationale: Because.
remediation: Do.
match: {kind: ConfigMap}
assert: $release.kubeVersion == '1.29'
message: "this is for {{ $release.kubeVersion }}"
examples:
  pass:
    - {name: old, kubeVersion: "1.29", manifest: "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"}
  fail:
    - name: new
      kubeVersion: "1.30"
      manifest: "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"
      at: [ConfigMap/a]
"""


def told(report: Report, version: str) -> list[tuple[object, ...]]:
    """What the render of the version is told, but for its name."""
    mine = [one for one in report.outcomes if one.resource.render.endswith((f"Kubernetes {version})", "(default)"))]
    return [
        (one.policy.id, one.resource.kind, one.resource.name, one.severity, one.status, one.findings, one.reason)
        for one in mine
    ]


@pytest.fixture(name="judged")
def of_engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The renders whose resources the engine has judged."""
    seen: list[str] = []
    real = engine.check

    def check_seen(resources: Sequence[Resource], *others: object) -> list[Outcome]:
        seen.extend(one.render for one in resources if one.kind != "Chart")
        return real(resources, *others)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(engine, "check", check_seen)
    return seen


@pytest.mark.parametrize(
    ("template", "versions", "times"),
    [
        (SAME, ("1.29", "1.33", "1.37"), 1),
        (SAME, ("1.29", "1.38", "1.39"), 2),  # of one newer than we know, the fields are not known
        (OF_VERSION, ("1.29", "1.33"), 2),
        (BUDGET, ("1.24", "1.33", "1.34"), 2),
    ],
)
def test_a_render_that_says_the_same_is_judged_once_where_no_answer_differs(
    tmp_path: Path, judged: list[str], template: str, versions: tuple[str, ...], times: int
) -> None:
    folder = str(chart(tmp_path, templates__config=template))
    report = check([folder], config=ONLY, rendering=Rendering(Asked(kube_versions=versions)))
    assert len(judged) == times
    for version in versions:
        alone = check([folder], config=ONLY, rendering=Rendering(Asked(kube_versions=(version,))))
        assert told(report, version) == told(alone, version) != []


def test_a_policy_that_tells_the_version_judges_each(tmp_path: Path, judged: list[str]) -> None:
    (tmp_path / "told-version.yaml").write_text(TOLD)
    config = configure(overrides=Overrides(policies=[str(tmp_path / "told-version.yaml")], bundled=False))
    asked = Asked(kube_versions=("1.29", "1.33", "1.34"))
    report = check([str(chart(tmp_path / "shop", templates__config=SAME))], config=config, rendering=Rendering(asked))
    assert len(judged) == 3
    messages = [finding.message for one in report.outcomes for finding in one.findings]
    assert messages == ["this is for 1.33", "this is for 1.34"]


def test_what_says_the_same_in_another_chart_is_judged_by_itself(tmp_path: Path, judged: list[str]) -> None:
    names = ("a", "b")
    folders = [str(chart(tmp_path / one, templates__config=SAME, Chart=CHART.replace("shop", one))) for one in names]
    report = check(folders, config=ONLY, rendering=Rendering(Asked(releases=("one",))))
    assert len(judged) == 2
    assert report.resources == 4


def test_a_run_over_versions_says_what_runs_over_each_say(tmp_path: Path) -> None:
    paths = written(tmp_path)
    inputs = [paths[name] for name in CHARTS]

    def said(*versions: str) -> list[tuple[object, ...]]:
        report = check(inputs, config=CONFIG, rendering=Rendering(Asked(kube_versions=versions)))
        return [
            (one.policy.id, one.resource.kind, one.resource.name, one.status, one.reason, placed(one))
            for one in report.outcomes
            if one.resource.render != "workspace"
            and ("Kubernetes" not in one.resource.render or VERSION in one.resource.render)
        ]

    assert said("1.24", VERSION, "1.34") == said(VERSION) != []


def placed(outcome: Outcome) -> list[tuple[object, ...]]:
    return [(one.path, one.message, one.line, one.column) for one in outcome.findings]

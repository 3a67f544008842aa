"""Every policy has one file in fixtures/broken that breaks it, and it alone.

ID.values.yaml is for the chart that its first line names, `# chart: orders`. What none of our values can break is a
small manifest, ID.yaml, and what stands in no manifest is a chart of its own, ID/, or several in ID/*/. What the
example service has beside its chart is edited, ID.edit.yaml: by file, which text, that stands there once, is replaced
by which; without an `old` one the file is new. More lines may stand in the head of a file, which is Chart.yaml for a
chart: `# kube-version: 1.23` for another cluster than the usual one, `# also: ID` for a policy that the same defect
breaks by nature, `# rendered: no` for a chart that Helm is not to render, and `# judged: charts/orders` for the chart
in it that is to be judged.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.charts import CHARTS, KUBE_VERSION, ROOT, Verdict, judge, rendered
from tests.example_service import copied, edited, judge_project
from tests.runs import bundled

BROKEN = ROOT / "fixtures" / "broken"
VALUES = sorted(BROKEN.glob("*.values.yaml"))
EDITS = sorted(BROKEN.glob("*.edit.yaml"))
MANIFESTS = sorted({*BROKEN.glob("*.yaml")} - {*VALUES, *EDITS})
FOLDERS = sorted({BROKEN / path.relative_to(BROKEN).parts[0] for path in BROKEN.glob("*/**/Chart.yaml")})
UNRENDERED = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {key: value}\n"
"""What is piped in beside charts that Helm does not render."""


def policy_id(path: Path) -> str:
    return path.name.removesuffix(".yaml").removesuffix(".values").removesuffix(".edit")


def head(path: Path, key: str, default: str = "") -> str:
    """What a comment of the file says: `# KEY: VALUE`."""
    found = re.search(rf"^# {key}: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else default


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=policy_id)


def assert_broken(verdict: Verdict, *policies: str) -> None:
    assert verdict.failed.keys() == set(policies), verdict.failed
    assert (verdict.exit_status, verdict.unclear) == (1, [])


@each(VALUES)
def test_values_break_exactly_their_policy(path: Path) -> None:
    kube_version = head(path, "kube-version", KUBE_VERSION)
    manifests = rendered(CHARTS / head(path, "chart"), path, kube_version)
    assert_broken(judge(manifests, kube_version=kube_version), policy_id(path), *head(path, "also").split())


@each(MANIFESTS)
def test_a_manifest_breaks_exactly_its_policy(path: Path) -> None:
    verdict = judge(path.read_text(encoding="utf-8"), kube_version=head(path, "kube-version", KUBE_VERSION))
    assert_broken(verdict, policy_id(path), *head(path, "also").split())


@each(FOLDERS)
def test_a_chart_breaks_exactly_its_policy(path: Path) -> None:
    charts = sorted(file.parent for file in (*path.glob("Chart.yaml"), *path.glob("*/Chart.yaml")))
    first = charts[0] / "Chart.yaml"
    by_helm = head(first, "rendered", "yes") == "yes" and len(charts) == 1
    judged = tuple(chart / head(first, "judged") for chart in charts)
    verdict = judge(rendered(path) if by_helm else UNRENDERED, charts=judged)
    assert_broken(verdict, policy_id(path), *head(first, "also").split())


@each(EDITS)
def test_an_edit_of_the_example_breaks_exactly_its_policy(path: Path, tmp_path: Path) -> None:
    project = edited(copied(tmp_path), path)
    assert_broken(judge_project(project), policy_id(path), *head(path, "also").split())


def test_every_policy_has_one_file_that_breaks_it() -> None:
    broken = Counter(map(policy_id, [*VALUES, *MANIFESTS, *FOLDERS, *EDITS]))
    policies = {compiled.policy.id for compiled in bundled()}
    assert sorted(policies - broken.keys()) == [], "write fixtures/broken/ID.yaml or one of the others above"
    assert sorted(broken.keys() - policies) == [], "no such policy"
    assert [one for one, files in broken.items() if files > 1] == []

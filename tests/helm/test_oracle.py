"""What Helm answers to small charts, and what we know and say of them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from policycheck import check, configure
from policycheck.helm.lock_digest import lock_digest
from policycheck.index import Index
from policycheck.index.chart_templates import templates_of
from policycheck.model import Resource
from policycheck.sources.chart_files import below, read_chart

CASES = yaml.safe_load((Path(__file__).parents[2] / "fixtures/oracle/charts.yaml").read_text(encoding="utf-8"))
Case = dict[str, Any]


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in cases])


def judged(case: Case) -> str:
    """The folder of the chart that the command is about."""
    return str(case["command"].split()[-1])


def written(case: Case, folder: Path) -> None:
    for name, text in case["input"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def chart(case: Case) -> Resource:
    files = {name: (name, text.encode()) for name, text in case["input"].items()}
    seen = below(judged(case), files) | {f"../{name}": file for name, file in files.items()}
    found = read_chart(seen)[0]
    assert isinstance(found, Resource)
    return found


@each(CASES)
def test_helm_answers_so(case: Case, helm: str, tmp_path: Path) -> None:
    written(case, tmp_path)
    done = subprocess.run([helm, *case["command"].split()], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (case["verdict"] == "accepted"), done.stderr
    result = case.get("result")
    if isinstance(result, str) and case["row"] == "B6.5":
        assert f"v: {result}" in done.stdout
    if case["command"].startswith("lint") and isinstance(result, list):
        assert result[-1].split("] ")[1].split(": ", 1)[1] in done.stdout


@each([case for case in CASES if case["row"] in ("B6.4", "B6.5") and case["verdict"] == "accepted"])
def test_the_define_that_stands_is_the_one_helm_takes(case: Case) -> None:
    resource = chart(case)
    defined = templates_of(Index([resource]), resource).standing["x"]
    text = defined.chart.texts[defined.file][defined.definition.start : defined.definition.end]
    assert text.strip() == case["result"].strip()


@each([case for case in CASES if isinstance(case.get("result"), dict) and "digest" in case["result"]])
def test_the_digest_is_the_one_helm_writes(case: Case) -> None:
    required = yaml.safe_load(case["input"]["app/Chart.yaml"])["dependencies"]
    assert lock_digest(required, case["result"]["locked"]) == case["result"]["digest"]


@each(CASES)
def test_policies_say_so(case: Case, tmp_path: Path) -> None:
    written(case, tmp_path)
    (tmp_path / "beside.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", encoding="utf-8")
    report = check(str(tmp_path / "beside.yaml"), charts=[str(tmp_path / judged(case))], config=configure())
    failed = {one.policy.id for one in report.outcomes if one.status == "fail" and one.resource.kind == "Chart"}
    assert sorted(failed) == sorted(case.get("says", []))

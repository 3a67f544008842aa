"""Runs with a chart beside its render: what is joined, what is shown, and what never is."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from policycheck.api import check
from policycheck.cli import run
from policycheck.errors import UsageError
from policycheck.model import Report
from policycheck.reporters import REPORTERS, render
from policycheck.reporters.view import View
from tests.chart_files import CHARTS, FILES, PASSWORD
from tests.runs import ALL, bundled, configured

CANARY = PASSWORD
VALUES = f"""\
db: {{password: {CANARY}, passwordKey: db-password}}
extraEnv: [{{name: API_TOKEN, value: {CANARY}}}]
"""
SECRET = f"""\
# Source: orders/templates/secret.yaml
apiVersion: v1
kind: Secret
metadata: {{name: orders}}
stringData: {{password: {CANARY}, app.yaml: "admin: {{password: {CANARY}}}"}}
---
# Source: orders/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata: {{name: orders, annotations: {{api-token: {CANARY}}}}}
data: {{app.yaml: "db: {{password: {CANARY}}}", db-token: {CANARY}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    chart = tmp_path / "orders"
    chart.mkdir()
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: orders\nversion: 1.0.0\n")
    (chart / "values.yaml").write_text(VALUES)
    return str(chart)


def checked(render_: str, *charts: str) -> Report:
    return check("-", charts=charts, stdin=io.BytesIO(render_.encode()))


def failed(report: Report) -> set[str]:
    return {outcome.policy.id for outcome in report.outcomes if outcome.status == "fail"}


def test_a_secret_is_traced_to_the_chart_only_where_that_is_known(folder: str) -> None:
    traced = {"secret-not-from-values", "values-hold-no-secret"}
    assert failed(checked(SECRET, folder)) >= traced
    assert not failed(checked(SECRET)) & traced
    assert "secret-not-in-render" in failed(checked(SECRET)) - failed(checked(SECRET, folder))


def test_no_value_is_in_any_output(folder: str) -> None:
    report = checked(SECRET, folder)
    assert len(failed(report)) >= 4
    for name in REPORTERS:
        text = render(report, View("all", "full"), format_name=name)
        assert CANARY not in text
        assert "values.yaml" in text


def test_every_policy_of_charts_finds_something_and_quotes_no_value(tmp_path: Path) -> None:
    for file, text in FILES.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    folders = [str(tmp_path / chart) for chart in CHARTS]
    report = check("-", charts=folders, config=configured(ALL), stdin=io.BytesIO(SECRET.encode()))
    assert failed(report) >= {one.policy.id for one in bundled() if one.policy.match.kinds == ("Chart",)}
    assert failed(report) >= {"chart-label-set", "managed-by-label-set", "secret-not-from-values"}
    for name in REPORTERS:
        assert PASSWORD not in render(report, View("all", "full"), format_name=name), name


def test_a_folder_that_is_no_chart_is_a_slip(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no Chart\.yaml"):
        checked(SECRET, str(tmp_path))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_pipe_a_chart_is_checked_by_itself(
    folder: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    assert run(["check", "--no-config", "--chart", folder, "--chart", folder, "-q"]) == 1
    assert "failed: 1 resource" in capsys.readouterr().out

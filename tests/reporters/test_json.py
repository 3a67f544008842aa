from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from policycheck.model import STATUSES, LeftOut, Note, Outcome, Report
from policycheck.reporters import render
from policycheck.reporters.view import View
from tests.reporters.reports import FEW, finding, policy, report, reports, resource

SCHEMA = json.loads((Path(__file__).parents[2] / "fixtures/schemas/report.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
ALL = View(outcomes="all")


def rendered(report: Report, view: View = ALL) -> dict[str, object]:
    parsed = json.loads(render(report, view, format_name="json"))
    assert isinstance(parsed, dict)
    return parsed


def test_a_report_has_the_documented_shape() -> None:
    failed = Outcome(policy("b"), resource(line=3), "error", "fail", (finding("no limit", 9, ("spec", "a", 0)),))
    skipped = Outcome(policy("a", "warning"), resource(line=3), "warning", "skip", (), "when: one replica")
    assert rendered(
        report(
            failed,
            skipped,
            left_out=(LeftOut("x.yaml", 4, "no kind", unread=False),),
            notes=(Note("info", None, None, "n"),),
        )
    ) == {
        "version": 1,
        "verdict": "failed",
        "summary": {
            "resources": 2,
            "policies": 2,
            "pass": 0,
            "fail": 1,
            "excepted": 0,
            "skip": 1,
            "error": 0,
            "by_severity": {"error": 1, "warning": 0, "info": 0},
        },
        "vacuous": ["a"],
        "renders": [
            {"id": "manifests", "chart": None, "values": [], "values_name": None, "release": None, "kubeVersion": None}
        ],
        "loaded": [{"source": "stdin", "documents": 2, "resources": 2}],
        "left_out": [{"source": "x.yaml", "line": 4, "reason": "no kind", "render": None}],
        "notes": [{"level": "info", "source": None, "line": None, "text": "n"}],
        "outcomes": [
            {
                "policy": "b",
                "severity": "error",
                "status": "fail",
                "render": "manifests",
                "resource": {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "web"},
                "source": "stdin",
                "template": "shop/templates/deployment.yaml",
                "line": 3,
                "reason": None,
                "findings": [{"path": "spec.a[0]", "line": 9, "column": 7, "message": "no limit", "exception": None}],
            },
            {
                "policy": "a",
                "severity": "warning",
                "status": "skip",
                "render": "manifests",
                "resource": {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "web"},
                "source": "stdin",
                "template": "shop/templates/deployment.yaml",
                "line": 3,
                "reason": "when: one replica",
                "findings": [],
            },
        ],
    }


@FEW
@given(reports())
def test_any_report_is_valid_against_the_schema(report: Report) -> None:
    VALIDATOR.validate(rendered(report))


@FEW
@given(reports())
def test_any_report_is_ascii_without_half_a_surrogate_pair(report: Report) -> None:
    text = render(report, ALL, format_name="json")
    assert text.isascii()
    json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("a\ud800b", "a\ufffdb", id="high half alone"),
        pytest.param("\udc00", "\ufffd", id="low half alone"),
        pytest.param("\ud800\ud800", "\ufffd\ufffd", id="two high halves"),
        pytest.param("\U0001f600", "\U0001f600", id="a whole character"),
        pytest.param("\ud800\U0001f600", "\ufffd\U0001f600", id="half before a whole character"),
        pytest.param("\\ud800", "\\ud800", id="an escape as text"),
        pytest.param("\\\ud800", "\\\ufffd", id="after a backslash"),
    ],
)
def test_half_a_surrogate_pair_is_replaced(written: str, read: str) -> None:
    failed = Outcome(policy("a"), resource(), "error", "fail", (finding(written),))
    assert f'"message": {json.dumps(read)}' in render(report(failed), ALL, format_name="json")


def test_only_failed_outcomes_are_listed_unless_all_are_asked_for() -> None:
    outcomes = [
        Outcome(policy("a"), resource(line=line), "error", status) for line, status in enumerate(STATUSES, start=1)
    ]

    def statuses(view: View) -> list[str]:
        listed = rendered(report(*outcomes), view)["outcomes"]
        assert isinstance(listed, list)
        return [outcome["status"] for outcome in listed]

    assert statuses(View(outcomes="failed")) == ["fail", "excepted", "error"]
    assert statuses(View(outcomes="all")) == ["pass", "fail", "excepted", "skip", "error"]


def test_each_outcome_has_its_line() -> None:
    outcomes = [Outcome(policy(name), resource(), "error", "fail", (finding(name),)) for name in ("a", "b", "c")]
    lines = render(report(*outcomes), ALL, format_name="json").splitlines()
    assert [json.loads(line.rstrip(","))["policy"] for line in lines if line.startswith('{"policy"')] == ["a", "b", "c"]

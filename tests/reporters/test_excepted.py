"""How the text and the JSON report show a finding that an exception covers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from policycheck.model import Finding, Match, Outcome, PolicyException, Severity, Status
from policycheck.reporters import render
from policycheck.reporters.view import View
from tests.reporters.reports import finding, policy, report, resource

SCHEMA = json.loads((Path(__file__).parents[2] / "fixtures/schemas/report.schema.json").read_text(encoding="utf-8"))


def exception(expires: str | None = "2026-12-31", reason: str = "it moves, SRE-4") -> PolicyException:
    return PolicyException("limit-*", Match(), None, None, reason, expires, "policycheck.yaml", ("exceptions", 0))


def excepted(message: str, line: int, by: PolicyException) -> Finding:
    return finding(message, line)._replace(exception=by)


def outcome(*findings: Finding, status: Status = "excepted", severity: Severity = "error") -> Outcome:
    return Outcome(policy("limit-set", severity), resource(), severity, status, findings)


@pytest.mark.parametrize(("expires", "until"), [("2026-12-31", "until 2026-12-31"), (None, "never expires")])
def test_text_gives_its_reason_and_until_when(expires: str | None, until: str) -> None:
    said = render(report(outcome(excepted("no limit", 9, exception(expires)))), View(), format_name="text")
    assert said.startswith(
        f"""\
Deployment shop/web
shop/templates/deployment.yaml (stdin:1)

  excepted no limit
           stdin:9 spec.template.spec [limit-set]
           {until}: it moves, SRE-4

passed: """
    )


def test_text_lists_what_counts_before_what_is_excepted() -> None:
    findings = (excepted("first", 4, exception()), finding("second", 9))
    said = render(report(outcome(*findings, status="fail", severity="warning")), View(), format_name="text")
    assert [line for line in said.splitlines() if line.endswith(("first", "second"))] == [
        "  warning  second",
        "  excepted first",
    ]


def test_text_keeps_a_reason_of_several_lines_in_its_place() -> None:
    said = render(report(outcome(excepted("x", 4, exception(reason="a\n::error::b")))), View(), format_name="text")
    assert "           until 2026-12-31: a\\n::error::b\n" in said


def test_json_gives_policy_reason_and_last_day() -> None:
    findings = (excepted("first", 4, exception()), excepted("second", 5, exception(None)), finding("third", 9))
    body = json.loads(render(report(outcome(*findings, status="fail")), View(), format_name="json"))
    Draft202012Validator(SCHEMA).validate(body)
    (shown,) = body["outcomes"]
    written = {"policy": "limit-*", "reason": "it moves, SRE-4", "expires": "2026-12-31"}
    assert [found["exception"] for found in shown["findings"]] == [written, {**written, "expires": None}, None]

"""SARIF as the schema has it, as its readers read it, and as GitHub takes it."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft4Validator
from sarif.loader import load_sarif_file
from sarif_pydantic import Sarif

from policycheck.model import Finding, LeftOut, Match, Note, Origin, Outcome, PolicyException, Report
from policycheck.reporters import sarif_limits
from policycheck.reporters.sarif import sarif
from policycheck.reporters.summary import summarise
from tests.reporters.reports import FEW, POD_SPEC, finding, policy, report, reports, resource

SCHEMA = Path(__file__).parents[2] / "fixtures/schemas/sarif-2.1.0.schema.json"
"""OASIS' own, as Microsoft's package jest-sarif brings it."""

ORIGIN = Origin("charts/shop/templates/web.yaml", 41, "", "web.resources", "charts/shop/values.yaml", 7)
EXCEPTION = PolicyException("limit-set", Match(), None, None, "vendor's chart", "2030-12-31", "policycheck.yaml", ())


@cache
def validator() -> Draft4Validator:
    return Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def run_of(found: Report) -> dict[str, Any]:
    written = json.loads(sarif(found).text)
    validator().validate(written)
    (run,) = written["runs"]
    assert isinstance(run, dict)
    return run


def failed(*findings: Finding, name: str = "limit-set", line: int = 3) -> Outcome:
    return Outcome(policy(name), resource(line=line), "error", "fail", findings)


@FEW
@given(reports())
def test_any_report_is_valid_sarif(found: Report) -> None:
    run = run_of(found)
    counts = run["properties"]
    summary = summarise(found)
    assert {status: counts[status] for status in summary.statuses} == dict(summary.statuses)
    assert run["invocations"][0]["executionSuccessful"] == (found.verdict != "not checked")


@FEW
@given(reports())
def test_there_is_a_result_for_each_finding_and_a_notification_for_each_error(found: Report) -> None:
    run = run_of(found)
    told = [one for one in found.outcomes if one.status in ("fail", "excepted")]
    assert len(run["results"]) == sum(len(one.findings) or one.status == "fail" for one in told)
    errors = sum(one.status == "error" for one in found.outcomes)
    notified = run["invocations"][0]["toolExecutionNotifications"]
    assert sum("associatedRule" in one for one in notified) == errors


@FEW
@given(reports())
def test_other_readers_take_it(found: Report) -> None:
    text = sarif(found).text
    assert len(Sarif.model_validate_json(text).runs[0].results or []) == len(json.loads(text)["runs"][0]["results"])


def test_sarif_tools_read_each_finding_with_its_rule_and_place(tmp_path: Path) -> None:
    path = tmp_path / "policycheck.sarif"
    placed = finding("no limit", 93)._replace(origin=ORIGIN)
    path.write_text(sarif(report(failed(placed, finding("no probe", 9)))).text, encoding="utf-8")
    records = load_sarif_file(str(path)).get_records()
    told = [(one["Severity"], one["Code"], one["Location"], one["Line"]) for one in records]
    assert told == [("error", "limit-set", "stdin", 9), ("error", "limit-set", ORIGIN.template, 41)]


def test_the_template_line_is_the_place_and_the_values_key_is_beside_it() -> None:
    (result,) = run_of(report(failed(finding("no limit", 93)._replace(origin=ORIGIN))))["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "charts/shop/templates/web.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 41},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "shop/Deployment/web: spec.template.spec"
    (values,) = result["relatedLocations"]
    assert values["physicalLocation"]["region"] == {"startLine": 7}
    assert values["message"] == {"text": "values web.resources"}


def test_a_line_that_is_not_sure_is_not_told() -> None:
    doubted = finding("no limit", 93)._replace(origin=ORIGIN._replace(doubt="printed twice"))
    (result,) = run_of(report(failed(doubted)))["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "charts/shop/templates/web.yaml", "uriBaseId": "%SRCROOT%"}
    }


def test_every_policy_that_ran_is_a_rule_whether_it_fired_or_not() -> None:
    passed = Outcome(policy("a", "warning", breaks="leak"), resource(), "warning", "pass")
    rules = run_of(report(passed, failed(finding("x"))))["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        ("a", "warning"),
        ("limit-set", "error"),
    ]
    assert rules[0]["shortDescription"] == {"text": "Title of a"}
    assert rules[0]["fullDescription"] == {"text": "It breaks."}
    assert rules[0]["help"]["text"].startswith("It breaks. Mend it. ")
    assert rules[0]["properties"]["tags"] == ["area", "leak"]


def test_a_rule_has_no_more_tags_than_github_takes() -> None:
    many = policy("a")._replace(tags=tuple(f"t{number}" for number in range(30)))
    (rule,) = run_of(report(Outcome(many, resource(), "error", "pass")))["tool"]["driver"]["rules"]
    assert len(rule["properties"]["tags"]) == sarif_limits.MOST_TAGS


def test_what_is_excepted_is_suppressed_with_its_reason() -> None:
    covered = failed(finding("x", 9)._replace(exception=EXCEPTION))._replace(status="excepted")
    (result,) = run_of(report(covered))["results"]
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "vendor's chart (until 2030-12-31)"}
    ]


def test_what_was_not_looked_at_is_told_and_the_run_is_no_success() -> None:
    broken = Outcome(policy("a"), resource(), "error", "error", (), "no such function")
    unread = LeftOut("orders.yaml", 4, "no YAML", unread=True)
    run = run_of(report(broken, left_out=(unread,), notes=(Note("info", None, None, "assumed Kubernetes 1.33"),)))
    (invocation,) = run["invocations"]
    assert not run["results"]
    assert not invocation["executionSuccessful"]
    told = [(one["level"], one["message"]["text"]) for one in invocation["toolExecutionNotifications"]]
    assert told[:2] == [("error", "a could not judge Deployment shop/web: no such function"), ("error", "no YAML")]
    assert told[-1] == ("note", "assumed Kubernetes 1.33")


def fingerprint(found: Report) -> list[str]:
    return [one["partialFingerprints"]["primaryLocationLineHash"] for one in run_of(found)["results"]]


def test_fingerprints_survive_moved_lines_and_other_words() -> None:
    before = report(failed(finding("no limit", 9), finding("no probe", 12, (*POD_SPEC, "x"))))
    after = report(failed(finding("still no limit", 90), finding("no probe", 120, (*POD_SPEC, "x")), line=70))
    assert fingerprint(before) == fingerprint(after)
    assert len(set(fingerprint(before))) == 2


def test_two_at_one_place_have_two_fingerprints() -> None:
    found = fingerprint(report(failed(finding("overlaps a", 9), finding("overlaps b", 9))))
    assert len(set(found)) == 2


def test_a_link_of_a_manifest_is_none() -> None:
    (result,) = run_of(report(failed(finding("[open](https://evil.example)"))))["results"]
    assert "](" not in result["message"]["text"]


MANY = 30_000


def many() -> Report:
    """Warnings first, as the source has them, and errors among them."""
    weak = policy("weak", "warning")
    findings = tuple(finding(f"number {number}", number + 1, ("spec", number)) for number in range(MANY - 10))
    warnings = Outcome(weak, resource(line=1), "warning", "fail", findings)
    errors = failed(*(finding(f"error {number}", number + 1, ("spec", number)) for number in range(10)), line=99)
    return report(warnings, errors)


def test_30_000_findings_are_cut_to_githubs_limits_and_it_is_said() -> None:
    written = sarif(many())
    (notice,) = written.notices
    assert "SARIF holds 25,000 of 30,000 findings, the worst first" in notice
    assert len(gzip.compress(written.text.encode())) <= sarif_limits.MOST_BYTES
    (run,) = json.loads(written.text)["runs"]
    assert len(run["results"]) == sarif_limits.MOST_RESULTS
    assert {one["ruleId"] for one in run["results"][:10]} == {"limit-set"}, "errors come before warnings"
    assert run["properties"]["fail"] == 2, "the counts are those of the whole report"
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == notice


def test_a_file_that_is_too_big_is_cut_until_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policycheck.reporters.sarif.MOST_BYTES", 20_000)
    monkeypatch.setattr(sarif_limits, "MOST_BYTES", 20_000)
    findings = (finding(f"number {number}", number + 1, ("spec", number)) for number in range(2_000))
    written = sarif(report(failed(*findings)))
    assert sarif_limits.packed(written.text) <= 20_000
    assert "of 2,000 findings" in written.notices[0]

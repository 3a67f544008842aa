"""A diff in every format: the same counts, and nothing that a manifest could say to a terminal or a CI."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policycheck.comparison.compare import compare
from policycheck.comparison.diff import ChangedChart, Diff, RuleChange
from policycheck.comparison.failures import failures
from policycheck.model import Outcome, Report
from policycheck.reporters import render
from policycheck.reporters.diff import DIFF_FORMATS, OWN, render_diff
from policycheck.reporters.diff_line import counts
from policycheck.reporters.markdown_text import MOST
from policycheck.reporters.sarif import sarif_of_diff
from policycheck.reporters.view import View
from tests.effort import tries
from tests.reporters.reports import finding, policy, report, reports, resource
from tests.reporters.test_sarif import validator

FEW = tries(25)
SCHEMA = Path(__file__).parents[2] / "fixtures/schemas/diff.schema.json"
CHARTS = (
    ChangedChart("charts/web", "changed", unbumped="still 1.0.0"),
    ChangedChart("charts/new", "renamed", "charts/old"),
    ChangedChart("charts/gone", "deleted"),
)
RULES = (RuleChange("limit-set is switched off", "policycheck.yaml", 3),)


def diff(before: Report, after: Report, *, charts: bool = False, on_known: bool = False) -> Diff:
    compared = compare(failures(before), after)
    found = Diff("main (3f2a1b0)", "the working tree", before, after, compared, fails_on_known=on_known)
    return found._replace(charts=CHARTS, charts_there=7, rules=RULES) if charts else found


@st.composite
def diffs(draw: st.DrawFn) -> Diff:
    """Two reports with much in common: each outcome is on both sides, or on one of them."""
    found = draw(reports())
    sides = draw(st.lists(st.sampled_from(("both", "before", "after")), min_size=16, max_size=16))
    placed = list(zip(found.outcomes, sides, strict=False))
    before = found._replace(outcomes=tuple(one for one, side in placed if side != "after"))
    after = found._replace(outcomes=tuple(one for one, side in placed if side != "before"))
    return diff(before, after, charts=draw(st.booleans()), on_known=draw(st.booleans()))


def same(found: Report) -> Diff:
    return diff(found, found._replace(outcomes=found.outcomes))


@FEW
@given(diffs())
def test_formats_agree_on_every_count(found: Diff) -> None:
    told = counts(found)
    assert told["new"] + told["still there"] == len(failures(found.after)), "no finding is lost"
    last = str(render_diff(found, View(), "text")).splitlines()[-1]
    for word in ("new", "fixed", "still there"):
        assert re.search(rf"\b{told[word]} {word}\b", last)
    summary = json.loads(str(render_diff(found, View(), "json")))["summary"]
    assert {word.replace("_", " "): number for word, number in summary.items()} == told
    run = json.loads(sarif_of_diff(found).text)["runs"][0]
    states = [one.get("baselineState") for one in run["results"]]
    news = [one for one in found.comparison.new if one.outcome.status == "fail"]
    assert states.count("new") == len(news)
    assert set(states) <= {"new", "unchanged", "updated", None}, "what is absent GitHub would take for an alert"
    assert states == sorted(states, key=lambda one: one != "new"), (
        "the new ones first: they are never cut before others"
    )


@FEW
@given(diffs())
def test_every_format_can_be_read_and_says_nothing_to_a_ci(found: Diff) -> None:
    validator().validate(json.loads(sarif_of_diff(found).text))
    for name in ("text", "markdown"):
        text = str(render_diff(found, View(), name))
        assert text.endswith("\n")
        assert name != "markdown" or len(text) <= MOST
        for line in text.splitlines():
            assert line.isprintable()
            assert not line.lstrip().startswith("::")
            assert "##vso[" not in line
    for name in set(DIFF_FORMATS) - set(OWN):
        assert render(found.report, format_name=name)


@FEW
@given(diffs())
def test_any_diff_is_valid_against_the_schema(found: Diff) -> None:
    text = str(render_diff(found, View(), "json"))
    assert text.isascii()
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(json.loads(text))


@FEW
@given(reports())
def test_what_is_the_same_before_and_after_fails_only_where_that_is_asked_for(found: Report) -> None:
    told = counts(same(found))
    assert (told["new"], told["fixed"]) == (0, 0)
    if found.verdict == "failed":
        assert same(found).verdict == ("failed" if any(one.level == "error" for one in found.notes) else "passed")
        assert same(found)._replace(fails_on_known=True).verdict == "failed"
    else:
        assert same(found).verdict == found.verdict


def outcome(*messages: str, name: str = "limit-set", line: int = 3) -> Outcome:
    found = tuple(finding(message, line + number, ("spec", message)) for number, message in enumerate(messages))
    return Outcome(policy(name), resource(line=line), "error", "fail", found)


def test_of_two_that_say_the_same_one_may_be_new() -> None:
    twice = finding("x", 3)
    before = report(Outcome(policy("a"), resource(), "error", "fail", (finding("x", 3),)))
    after = report(Outcome(policy("a"), resource(), "error", "fail", (twice, twice._replace())))
    assert counts(diff(before, after))["new"] == 1
    assert diff(before, after).verdict == "failed"


def test_a_reviewer_sees_what_is_new_open_and_the_rest_folded() -> None:
    found = diff(report(outcome("old", "mended")), report(outcome("old", "new")), charts=True)
    assert render_diff(found, View(), "markdown") == (
        "## policycheck: failed\n\n"
        "failed: 1 new (1 error), 1 fixed, 1 still there; 2 of 7 charts, 1 deleted; 1 without a new version; "
        "1 rule loosened; main (3f2a1b0) to the working tree\n\n"
        "### New\n\n#### manifests\n\n"
        "- **error** `limit-set`: new<br>Deployment shop/web, `stdin:4`, `spec.new`\n\n"
        "### Changed without a new version\n\n- charts/web/Chart.yaml: still 1.0.0\n\n"
        "### What this change loosens\n\n- policycheck.yaml:3: limit-set is switched off\n\n"
        "### Fixed\n\n#### manifests\n\n"
        "- **error** `limit-set`: mended<br>Deployment shop/web, `stdin`, `spec.mended`\n\n"
        "<details><summary>Still there</summary>\n\n#### manifests\n\n"
        "- **error** `limit-set`: old<br>Deployment shop/web, `stdin:3`, `spec.old`\n\n</details>\n\n"
        "<details><summary>Charts</summary>\n\n"
        "- charts/web: changed\n- charts/new: renamed, was charts/old\n- charts/gone: deleted\n\n</details>\n"
    )


def test_a_chart_without_a_new_version_fails_and_a_loosened_rule_does_not() -> None:
    clean = report(Outcome(policy("a"), resource(), "error", "pass"))
    assert diff(clean, clean)._replace(rules=RULES).verdict == "passed"
    assert diff(clean, clean)._replace(charts=CHARTS).verdict == "failed"


def test_what_was_there_before_is_skipped_in_junit_and_not_annotated() -> None:
    found = diff(report(outcome("old")), report(outcome("old", "new")))
    junit = render(found.report, format_name="junit")
    assert junit.count("<failure") == 1
    assert "was there before, in main (3f2a1b0)" in junit
    annotations: list[Any] = [
        line for line in render(found.report, format_name="github").splitlines() if line.startswith("::")
    ]
    assert len(annotations) == 1
    assert "::new (" in annotations[0]

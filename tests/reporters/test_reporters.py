from __future__ import annotations

import json
import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from policycheck.model import Report
from policycheck.reporters import REPORTERS, render
from policycheck.reporters.view import View
from tests.reporters.reports import FEW, reports

COUNTS = re.compile(
    r"(?P<resources>\d+) resources?, (?P<policies>\d+) polic(?:y|ies)(?: \((?P<vacuous>\d+) with nothing to judge\))?; "
    r"(?P<pass>\d+) passed, (?P<fail>\d+) failed(?P<severities> \([^)]*\))?, (?P<excepted>\d+) excepted, "
    r"(?P<skip>\d+) skipped, (?P<error>\d+) not judged; (?:nothing|(?P<left_out>\d+)) left out"
)

views = st.builds(
    View,
    st.sampled_from(("failed", "all")),
    st.sampled_from(("brief", "normal", "full")),
    st.just(False),  # noqa: FBT003 - no colour
    st.integers(20, 100),
)


@FEW
@given(reports(), views)
def test_formats_agree_on_every_count(report: Report, view: View) -> None:
    parsed = json.loads(render(report, view, format_name="json"))
    last = COUNTS.search(render(report, view, format_name="text").splitlines()[-1])
    assert last is not None
    for name in ("resources", "policies", "pass", "fail", "excepted", "skip", "error"):
        assert int(last[name]) == parsed["summary"][name], name
    assert int(last["vacuous"] or 0) == len(parsed["vacuous"])
    assert int(last["left_out"] or 0) == len(parsed["left_out"])
    by_severity = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", last["severities"] or "")}
    assert by_severity == {word: number for word, number in parsed["summary"]["by_severity"].items() if number}


@FEW
@given(reports(), views)
def test_counts_are_those_of_all_outcomes(report: Report, view: View) -> None:
    summary = json.loads(render(report, view, format_name="json"))["summary"]
    statuses = Counter(outcome.status for outcome in report.outcomes)
    assert {status: summary[status] for status in statuses} == statuses
    assert sum(summary["by_severity"].values()) == summary["fail"]


@FEW
@given(reports(), views)
def test_the_order_of_outcomes_changes_nothing(report: Report, view: View) -> None:
    turned = report._replace(outcomes=report.outcomes[::-1])
    for name in REPORTERS:
        assert render(report, view, format_name=name) == render(turned, view, format_name=name)


@FEW
@given(reports(), views)
def test_text_is_printable_whatever_a_manifest_holds(report: Report, view: View) -> None:
    said = render(report, view, format_name="text")
    assert said.endswith("\n")
    for line in said.splitlines():
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert "##vso[" not in line

"""Code Quality as GitLab reads it: of two with one fingerprint it shows one, and another one is a new finding."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given

from policycheck.model import LeftOut, Origin, Outcome, Report
from policycheck.reporters import render
from tests.reporters.reports import FEW, POD_SPEC, finding, policy, report, reports, resource


def entries(found: Report) -> list[dict[str, Any]]:
    written = json.loads(render(found, format_name="gitlab"))
    assert isinstance(written, list)
    return written


@FEW
@given(reports())
def test_each_entry_has_what_gitlab_asks_for_and_a_fingerprint_of_its_own(found: Report) -> None:
    written = entries(found)
    for one in written:
        assert one.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert one["location"]["lines"]["begin"] >= 1
    assert len({one["fingerprint"] for one in written}) == len(written)


@FEW
@given(reports())
def test_a_run_that_is_not_green_has_an_entry_for_it(found: Report) -> None:
    assert found.verdict != "not checked" or "blocker" in {one["severity"] for one in entries(found)}


def failed(line: int) -> Report:
    origin = Origin("charts/shop/templates/web.yaml", line)
    one = finding("no limit", line + 50, (*POD_SPEC, "containers", 0))._replace(origin=origin)
    return report(Outcome(policy("limit-set"), resource(line=line), "error", "fail", (one,)))


def test_the_fingerprint_has_no_line() -> None:
    before, after = entries(failed(3)), entries(failed(30))
    assert before[0]["location"] == {"path": "charts/shop/templates/web.yaml", "lines": {"begin": 3}}
    assert after[0]["location"]["lines"] == {"begin": 30}
    assert before[0]["fingerprint"] == after[0]["fingerprint"]


def test_what_could_not_be_read_blocks() -> None:
    (only,) = [
        one
        for one in entries(report(left_out=(LeftOut("a.yaml", 3, "no YAML", unread=True),)))
        if one["description"] == "no YAML"
    ]
    assert (only["severity"], only["location"]) == ("blocker", {"path": "a.yaml", "lines": {"begin": 3}})

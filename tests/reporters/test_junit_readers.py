"""The JUnit of a report as two programs in use read it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from policycheck.model import LeftOut, Match, Note, Outcome, PolicyException, Report
from policycheck.reporters import junit
from policycheck.reporters.view import View
from tests.reporters.reports import finding, policy, report, resource

HOSTILE = "<blink>&amp; ]]> \x1b[31m \ud800 \ufffe für 日本"
HOSTILE_READ = r"<blink>&amp; ]]> \x1b[31m \ud800 \ufffe für 日本"

EXCEPTION = PolicyException("c", Match(), None, None, "old image, OPS-7", "2026-12-31", "policycheck.yaml", ("x", 0))


def of_every_kind() -> Report:
    judged = resource(line=3)
    return report(
        Outcome(policy("a"), judged, "error", "pass"),
        Outcome(policy("b"), judged, "error", "fail", (finding(HOSTILE, 9),)),
        Outcome(policy("c"), judged, "error", "excepted", (finding("no limit", 9)._replace(exception=EXCEPTION),)),
        Outcome(policy("d"), judged, "error", "error", (), "the policy broke"),
        Outcome(policy("e"), judged, "warning", "fail", (finding("odd", 9),)),
        left_out=(LeftOut("x.yaml", 1, "not YAML", unread=True),),
        notes=(Note("error", "policycheck.yaml", 3, "hides nothing"),),
    )


@pytest.fixture(params=["jenkins", "gitlab"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the file of a report with every kind of testcase."""
    path = tmp_path / "junit.xml"
    path.write_text(junit.render(of_every_kind(), View(), flavor=request.param), encoding="utf-8")
    return path


def read(path: Path) -> dict[str, TestCase]:
    suites = JUnitXml.fromfile(str(path))
    assert isinstance(suites, JUnitXml)
    return {str(testcase.name): testcase for suite in suites for testcase in suite}


def test_junitparser_counts_what_is_there(written: Path) -> None:
    suites = JUnitXml.fromfile(str(written))
    assert isinstance(suites, JUnitXml)
    said = (suites.tests, suites.failures, suites.errors)
    suites.update_statistics()  # type: ignore[no-untyped-call]
    assert (suites.tests, suites.failures, suites.errors) == said == (7, 2, 2)
    of_run, of_render = suites
    assert isinstance(of_render, TestSuite)
    assert (of_render.name, of_render.tests, of_render.skipped) == ("manifests", 5, 1)
    assert {entry.name: entry.value for entry in of_render.properties()}["gate"] == "error"  # type: ignore[no-untyped-call]
    assert of_run.name == "policycheck run"


def test_junitparser_reads_every_ending(written: Path) -> None:
    cases = read(written)
    (failure,), (skipped,), (error,) = cases["b"].result, cases["c"].result, cases["d"].result
    assert (type(failure), failure.type, failure.message) == (Failure, "error", HOSTILE_READ)
    assert (failure.text or "").startswith(HOSTILE_READ)
    assert (type(skipped), skipped.message) == (Skipped, "old image, OPS-7 (until 2026-12-31)")
    assert (type(error), error.message) == (Error, "the policy broke")
    assert cases["a"].is_passed
    assert cases["e"].is_passed
    assert "below the gate" in (cases["e"].system_out or "")
    assert {cases[name].classname for name in "abcde"} == {"manifests.apps/v1.Deployment.shop.web"}


def test_junit2html_makes_a_page_of_it(written: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    program = [sys.executable, "-m", "junit2htmlreport", str(written), str(page)]
    subprocess.run(program, check=True, capture_output=True)
    html = page.read_text(encoding="utf-8")
    for said in ("manifests.apps/v1.Deployment.shop.web", "the policy broke", "old image, OPS-7", "x.yaml is readable"):
        assert said in html
    assert "&lt;blink&gt;&amp;amp; ]]&gt;" in html
    assert "<blink>" not in html


def test_junit2html_counts_what_is_there(written: Path) -> None:
    program = [sys.executable, "-m", "junit2htmlreport", "--summary-matrix", str(written)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    counts = dict(re.findall(r"(Failed|Passed|Skipped) +: +(\d+)", done.stdout))
    assert counts == {"Failed": "4", "Passed": "2", "Skipped": "1"}, done.stdout

"""`--format junit`: a suite a render, a testcase for each policy on each resource that it judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from policycheck.model import Report
from policycheck.reporters.junit_run import run_lines
from policycheck.reporters.junit_sources import relative_sources, renamed
from policycheck.reporters.junit_suites import Style, Suite, suites
from policycheck.reporters.junit_testcase import Flavor
from policycheck.reporters.junit_xml import DECLARATION, Attributes, element, start, text
from policycheck.reporters.view import View


def render(
    report: Report,
    view: View,  # noqa: ARG001 - every format's signature; this one lists whatever was judged
    *,
    flavor: Flavor = "jenkins",
    timestamp: str | None = None,
    version: str | None = None,
) -> str:
    """The report as JUnit's XML, in ASCII: failures and errors are there exactly when its verdict is not "passed".

    `timestamp` (ISO 8601) and `version` (policycheck's) are written as they are given. Without a timestamp the text is
    the same on every machine: absolute paths lose the folders that all of them share.
    """
    names = {} if timestamp else relative_sources(report)
    report = renamed(report, names)
    written = list(suites(report, Style(flavor, names, version)))
    return "".join(_markup(written, list(run_lines(report)), timestamp))


def _markup(written: Sequence[Suite], said: Sequence[str], timestamp: str | None) -> Iterator[str]:
    """Piece by piece, so that the report is not put together twice. What the run said is in the first suite."""
    yield DECLARATION
    total = sum((suite.counts for suite in written), Counter())
    yield start("testsuites", {"name": "policycheck", **_counted(total, "failure", "error")}) + "\n"
    for number, suite in enumerate(written):
        counts = _counted(suite.counts, "failure", "error", "skipped")
        yield start("testsuite", {"name": suite.name, **counts, "timestamp": timestamp}) + "\n"
        yield _properties(suite.properties)
        yield from (f"{testcase.markup}\n" for testcase in suite.testcases)
        if not number:
            yield element("system-out", {}, text(said)) + "\n"
        yield "</testsuite>\n"
    yield "</testsuites>\n"


def _counted(counts: Counter[str], *marks: str) -> Attributes:
    """`tests`, `failures`, `errors` and, where it is asked for, `skipped`: Jenkins refuses that of `testsuites`."""
    plural = {"failure": "failures", "error": "errors", "skipped": "skipped"}
    return {"tests": counts.total(), **{plural[mark]: counts[mark] for mark in marks}, "time": 0}


def _properties(properties: Attributes) -> str:
    rows = (
        element("property", {"name": name, "value": value}) + "\n"
        for name, value in properties.items()
        if value is not None
    )
    return f"<properties>\n{''.join(rows)}</properties>\n"

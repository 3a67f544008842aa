"""The findings of a test's render with the template lines and values keys behind them: it is rendered once more."""

from __future__ import annotations

from policycheck.authoring.chart_tests.options import values_file
from policycheck.model import Finding, Outcome, Report
from policycheck.records import Record
from policycheck.renderers.request import PreparedChart, Rendered, Renderer, RenderRequest

GIVEN = "values"
"""What a test's author knows the values by that it gave as a mapping: their file is gone when the test reads on."""


class Made(Record):
    """How a render was made. `written` is the text of the values file that came after those of the request."""

    chart: PreparedChart
    request: RenderRequest
    written: str | None
    renderer: Renderer


def with_origins(report: Report, render_id: str, made: Made, text: str) -> Report:
    """The report on the render of this id, which printed `text`."""
    if not any(outcome.findings for outcome in report.outcomes):
        return report
    from policycheck.authoring.origin.located import located  # noqa: PLC0415 - most tests pass

    with values_file(made.written) as given:
        request = made.request._replace(values_files=(*made.request.values_files, *given))
        rendered = Rendered(made.chart, request, text, made.renderer)
        found = located(report, lambda resource: rendered if resource.render == render_id else None)
    return found._replace(outcomes=tuple(_named(one, given) for one in found.outcomes)) if given else found


def _named(outcome: Outcome, given: tuple[str, ...]) -> Outcome:
    return outcome._replace(findings=tuple(_finding(one, given) for one in outcome.findings))


def _finding(finding: Finding, given: tuple[str, ...]) -> Finding:
    origin = finding.origin
    if origin is None or origin.values_file not in given:
        return finding
    return finding._replace(origin=origin._replace(values_file=GIVEN, values_line=None))

"""What fails in a chart before anybody has mended anything: excepted at first, so that what is new shows."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.authoring.start.texts import Known
from policycheck.config.covering import container_around
from policycheck.model import Finding, Outcome, Report


def known_findings(report: Report) -> dict[Known, list[tuple[Outcome, Finding]]]:
    """The findings at the gate by the exception that covers them, what breaks first first."""
    found: dict[Known, list[tuple[Outcome, Finding]]] = {}
    for outcome, finding in sorted(_at_the_gate(report), key=lambda one: one[0].policy.rank):
        resource = outcome.resource
        container = container_around(resource.body, finding.path)
        known = Known(outcome.policy.id, resource.document.template, resource.kind, container)
        found.setdefault(known, []).append((outcome, finding))
    return found


def _at_the_gate(report: Report) -> Iterator[tuple[Outcome, Finding]]:
    for outcome in report.outcomes:
        if outcome.status == "fail" and report.fails(outcome.severity):
            yield from ((outcome, finding) for finding in outcome.findings if finding.exception is None)

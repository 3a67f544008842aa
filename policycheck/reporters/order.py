"""The order in which every format lists what was found: as the reader meets it in the source."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.model import Finding, Outcome, Report, Resource, dotted
from policycheck.reporters.view import View


def by_resource(report: Report, view: View) -> Iterator[tuple[Resource, list[Outcome]]]:
    """The outcomes that the view shows, by resource in source order; those of one resource by urgency, then id."""
    sources = {loaded.source: number for number, loaded in enumerate(report.loaded)}
    groups: dict[tuple[object, ...], list[Outcome]] = {}
    for outcome in report.outcomes:
        if view.shows(outcome):
            source = outcome.resource.document.source
            key = (sources.get(source, len(sources)), source, *_position_in_source(outcome.resource))
            groups.setdefault(key, []).append(outcome)
    for _, outcomes in sorted(groups.items()):
        yield outcomes[0].resource, sorted(outcomes, key=lambda outcome: outcome.policy.rank)


def _position_in_source(resource: Resource) -> tuple[object, ...]:
    indexes = tuple(part for part in resource.base if isinstance(part, int))
    names = (resource.render, resource.api_version, resource.kind, resource.namespace or "", resource.name)
    return (resource.document.line or 0, indexes, *names)


def in_order(outcome: Outcome) -> list[Finding]:
    """The findings of an outcome, by line and path; those without a line come last."""
    return sorted(outcome.findings, key=_position)


def _position(finding: Finding) -> tuple[float, float, str, str]:
    line = float("inf") if finding.line is None else finding.line
    column = float("inf") if finding.column is None else finding.column
    return line, column, dotted(finding.path), finding.message

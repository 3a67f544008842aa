"""The file and line that a reader opens for a finding."""

from __future__ import annotations

from policycheck.comparison.failures import Failure
from policycheck.model import Report
from policycheck.records import Record


class Opened(Record):
    """A file and, where it is sure, its line and column; `doubt` says why it is not."""

    file: str
    line: int | None = None
    column: int | None = None
    doubt: str = ""


def opened(one: Failure, renders: frozenset[str]) -> Opened:
    """The template's line where it is known and sure, else the source's; `renders` are names that are no files."""
    finding, document = one.finding, one.outcome.resource.document
    source = one.outcome.source_of(finding)
    if origin := finding.origin:
        return Opened(origin.template, None if origin.doubt else origin.line, None, origin.doubt)
    if source in renders:
        return Opened(document.template or source)
    line = document.line if finding.line is None else finding.line
    return Opened(source, line, finding.column)


def made_renders(report: Report) -> frozenset[str]:
    """The ids of the renders that this run made: their texts are in no file."""
    return frozenset(render.id for render in report.renders if render.values_name)


def named(one: Failure) -> str:
    """`Deployment shop/web`."""
    resource = one.outcome.resource
    return f"{resource.kind} {'/'.join(part for part in (resource.namespace, resource.name) if part)}"

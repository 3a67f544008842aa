"""A report whose findings say which line of a template printed them, and which key of the values they follow."""

from __future__ import annotations

from policycheck.authoring.origin.finding_keys import Keys, finding_keys
from policycheck.authoring.origin.finding_lines import FindingLines, RenderedOf
from policycheck.model import Finding, Note, Outcome, Report
from policycheck.redaction.report import redacted_notes, redacted_origin
from policycheck.reporters.last_line import counted

SECONDS = 2.0


def located(report: Report, rendered_of: RenderedOf, *, seconds: float = SECONDS, is_piped: bool = False) -> Report:
    """The report with an `origin` in every finding of a render that can be made again.

    Template lines take one more render each, keys at most about `seconds` together: the report notes how many findings
    were left without. What `is_piped` was rendered by somebody else, perhaps with other values. Nothing is raised for a
    chart that does not render: a note says so.
    """
    lines = FindingLines(rendered_of)
    placed = report._replace(outcomes=tuple(map(lines.placed, report.outcomes)))
    keys = finding_keys(placed, lines, seconds=seconds, is_piped=is_piped)
    resources = [outcome.resource for outcome in report.outcomes] if lines.notes else ()
    return placed._replace(
        outcomes=tuple(_explained(outcome, keys) for outcome in placed.outcomes),
        notes=(*placed.notes, *redacted_notes(lines.notes, resources), *_left(keys)),
    )


def _explained(outcome: Outcome, keys: Keys) -> Outcome:
    if not any(finding.origin for finding in outcome.findings):
        return outcome
    return outcome._replace(findings=tuple(_with_key(one, outcome, keys) for one in outcome.findings))


def _with_key(finding: Finding, outcome: Outcome, keys: Keys) -> Finding:
    if not finding.origin:
        return finding
    origin = finding.origin
    if answer := keys.found.get((id(outcome), id(finding))):
        origin = origin._replace(hint=answer.hint)
        if answer.mends:
            origin = origin._replace(
                values_key=answer.key, values_file=answer.values_file, values_line=answer.values_line
            )
    return finding._replace(origin=redacted_origin(origin))


def _left(keys: Keys) -> tuple[Note, ...]:
    if not keys.left:
        return ()
    findings = counted(keys.left, "finding")
    text = f"the time was over before the values keys of {findings} were found; `policycheck why` finds one"
    return (Note("info", None, None, text),)

"""What the run as a whole has to say in SARIF: whether it looked everywhere, and what it did not see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policycheck.model import LeftOut, Note, Outcome, Report, Severity, Value
from policycheck.reporters.advice import advice
from policycheck.reporters.alike import missing_once
from policycheck.reporters.placed import named
from policycheck.reporters.sarif_results import artifact
from policycheck.reporters.sarif_rules import LEVELS
from policycheck.reporters.summary import summarise
from policycheck.reporters.terminal import printable
from policycheck.reporters.worst_first import worst_first

_LEFT_OUT: Mapping[bool, Severity] = {True: "error", False: "info"}


def invocation(report: Report, notices: Sequence[Value]) -> Value:
    """`executionSuccessful` is false where something was not looked at: an empty list of results proves nothing."""
    told = [*notices, *_not_judged(report), *_left_out(report), *_advice(report), *map(_note, report.notes)]
    return {
        "executionSuccessful": report.verdict != "not checked",
        "toolExecutionNotifications": told,
    }


def properties(report: Report) -> Value:
    """The counts that every format gives."""
    summary = summarise(report)
    return {
        "verdict": report.verdict,
        "gate": report.fail_on,
        "resources": summary.resources,
        "policies": summary.policies,
        "vacuous": len(report.vacuous),
        "left_out": len(report.left_out),
        **{str(status): number for status, number in summary.statuses.items()},
        "by_severity": dict(summary.failed_by_severity),
    }


def notice(text: str) -> Value:
    return _notification("warning", text)


def _not_judged(report: Report) -> Iterator[Value]:
    for one in worst_first(report):
        if one.outcome.status == "error":
            text = f"{one.outcome.policy.id} could not judge {named(one)}: {one.finding.message}"
            yield _notification("error", text, outcome=one.outcome)


def _left_out(report: Report) -> Iterator[Value]:
    for left_out, _ in missing_once(report.left_out):
        yield _notification(_LEFT_OUT[left_out.unread], left_out.reason, place=left_out)


def _advice(report: Report) -> Iterator[Value]:
    """Reasons for "not checked" that no entry above gives."""
    return (_notification("error", text) for text in advice(report))


def _note(note: Note) -> Value:
    return _notification(note.level, note.text, place=note)


def _notification(
    level: Severity, text: str, *, place: LeftOut | Note | None = None, outcome: Outcome | None = None
) -> Value:
    region = {"region": {"startLine": place.line}} if place and place.line else {}
    locations = (
        {"locations": [{"physicalLocation": {"artifactLocation": artifact(place.source), **region}}]}
        if place and place.source
        else {}
    )
    rule = {"associatedRule": {"id": outcome.policy.id}} if outcome else {}
    return {"level": LEVELS[level], "message": {"text": printable(text) or "-"}, **locations, **rule}

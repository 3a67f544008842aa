"""The one line that says what a run was worth: what was checked, found, not seen and assumed."""

from __future__ import annotations

import re
from collections import Counter

from policycheck.model import SEVERITIES, Note, Report
from policycheck.reporters.summary import Summary, summarise
from policycheck.reporters.terminal import printable
from policycheck.reporters.view import View

_REASONS_SHOWN = 3


def last_line(report: Report, view: View) -> str:
    """`failed: 3 resources, 7 policies; 8 passed, 1 failed (1 error), ...; nothing left out`, no newline."""
    summary, verdict = summarise(report), report.verdict
    why = f" ({', '.join(report.not_checked)})" if verdict == "not checked" else ""
    clauses = [_checked(report, summary), _outcomes(report, summary), _left_out(report), _assumed(report)]
    return view.painted(verdict, verdict) + printable(f"{why}: {'; '.join(filter(None, clauses))}")


def counted(number: int, noun: str) -> str:
    """`1 policy`, `2 policies`, `0 resources`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("y") else f"{number} {noun}s"


def _checked(report: Report, summary: Summary) -> str:
    unused = len(report.vacuous)
    vacuous = f" ({unused} with nothing to judge)" if unused else ""
    found = ", ".join(f"{number} {kind}" for kind, number in sorted(report.found.items()))
    among = f" ({found})" if found else ""
    return f"{counted(summary.resources, 'resource')}{among}, {counted(summary.policies, 'policy')}{vacuous}"


def _outcomes(report: Report, summary: Summary) -> str:
    count = summary.statuses
    return (
        f"{count['pass']} passed, {count['fail']} failed{_severities(report, summary)}, {count['excepted']} excepted, "
        f"{count['skip']} skipped, {count['error']} not judged"
    )


def _severities(report: Report, summary: Summary) -> str:
    failed = summary.failed_by_severity
    parts = ", ".join(f"{failed[severity]} {severity}" for severity in SEVERITIES if failed[severity])
    gate = f"; the gate is {report.fail_on}" if parts and report.verdict == "passed" else ""
    return f" ({parts}{gate})" if parts else ""


def _left_out(report: Report) -> str:
    if not report.left_out:
        return "nothing left out"
    reasons = Counter(_in_short(left_out.reason) for left_out in report.left_out).most_common()
    if len(reasons) == 1:
        return f"{len(report.left_out)} left out: {reasons[0][0]}"
    parts = [f"{number} {reason}" for reason, number in reasons[:_REASONS_SHOWN]]
    others = sum(number for _, number in reasons[_REASONS_SHOWN:])
    if others:
        parts.append(f"{others} for other reasons")
    return f"{len(report.left_out)} left out: {', '.join(parts)}"


def _in_short(reason: str) -> str:
    """`cannot be parsed` of `cannot be parsed: expected a key (line 3); ...`: what several entries share."""
    return re.split(r"[:;] ", reason, maxsplit=1)[0]


def _assumed(report: Report) -> str:
    return ", ".join(dict.fromkeys(_in_short(note.text) for note in report.notes if is_assumption(note)))


def is_assumption(note: Note) -> bool:
    """Whether a note is about the run as a whole: the last line gives it, the list of notes only in full detail."""
    return note.level == "info" and note.text.startswith("assumed ")

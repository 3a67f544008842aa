"""The one line that says what a change is worth."""

from __future__ import annotations

from collections import Counter

from policycheck.comparison.diff import Diff
from policycheck.model import SEVERITIES
from policycheck.reporters.last_line import counted


def counts(diff: Diff) -> dict[str, int]:
    """How many findings are new, fixed and so on: every format gives the same."""
    compared = diff.comparison
    return {
        "new": len(compared.new),
        "fixed": len(compared.mended),
        "still there": len(compared.kept),
        "excepted now": len(compared.excepted),
        "not looked at": len(compared.unseen),
        "no longer judged": len(compared.unasked),
    }


def diff_line(diff: Diff) -> str:
    """`failed: 1 new (1 error), 0 fixed, 7 still there; 1 of 5 charts; main (3f2a1b0) to the working tree`."""
    told = counts(diff)
    always = ("new", "fixed", "still there")
    said = [
        f"{number} {word}{_severities(diff) if word == 'new' else ''}"
        for word, number in told.items()
        if word in always or number
    ]
    clauses = [", ".join(said), *_more(diff), f"{diff.base} to {diff.head}"]
    why = f" ({', '.join(diff.after.not_checked)})" if diff.after.not_checked else ""
    return f"{diff.verdict}{why}: {'; '.join(clauses)}"


def _severities(diff: Diff) -> str:
    found = Counter(one.outcome.severity for one in diff.comparison.new if one.outcome.status == "fail")
    parts = ", ".join(f"{found[severity]} {severity}" for severity in SEVERITIES if found[severity])
    gate = f"; the gate is {diff.after.fail_on}" if parts and diff.verdict == "passed" else ""
    return f" ({parts}{gate})" if parts else ""


def _more(diff: Diff) -> list[str]:
    said = []
    if diff.charts_there is not None:
        here = [one for one in diff.charts if one.how != "deleted"]
        gone = len(diff.charts) - len(here)
        said.append(f"{len(here)} of {counted(diff.charts_there, 'chart')}{f', {gone} deleted' if gone else ''}")
    if diff.unbumped:
        said.append(f"{len(diff.unbumped)} without a new version")
    if diff.rules:
        said.append(f"{counted(len(diff.rules), 'rule')} loosened")
    return said

"""What a change has done: the same charts before it and after it, and the rules that it changed itself."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal

from policycheck.comparison.compare import Comparison
from policycheck.comparison.failures import Failure, findings_of
from policycheck.model import Finding, LeftOut, Match, Note, Outcome, PolicyException, Report, Verdict
from policycheck.records import Record

How = Literal["changed", "added", "deleted", "renamed"]


class ChangedChart(Record):
    """`path` is the chart's folder after the change, of a deleted one that before it; `was` that of a renamed one.

    `why` is a clause for a chart of which no file has changed: "uses charts/lib". `unbumped` is one on a version that
    should have been raised, "" where it was or need not be.
    """

    path: str
    how: How
    was: str | None = None
    why: str = ""
    unbumped: str = ""

    @property
    def file(self) -> str:
        """Its Chart.yaml."""
        return f"{self.path}/Chart.yaml"


class RuleChange(Record):
    """A sentence on what the change did to what is checked, and where it did it."""

    text: str
    source: str | None = None
    line: int | None = None


class Diff(Record):
    """`base` and `head` are what a reader calls the two sides; `after` is the head's report, its new findings located.

    `charts` are those that were rendered, of so many that there are. `fails_on_known`: what was there before fails too.
    """

    base: str
    head: str
    before: Report
    after: Report
    comparison: Comparison
    charts: tuple[ChangedChart, ...] = ()
    charts_there: int | None = None
    rules: tuple[RuleChange, ...] = ()
    fails_on_known: bool = False

    @property
    def verdict(self) -> Verdict:
        return self.report.verdict

    @property
    def report(self) -> Report:
        """The head's report in which what was there before is excepted, and what the change did to the rules noted."""
        known = frozenset() if self.fails_on_known else {_key(kept.after) for kept in self.comparison.kept}
        return self.after._replace(
            outcomes=tuple(_without_known(outcome, known, self.base) for outcome in self.after.outcomes),
            notes=(*self.after.notes, *self._notes()),
        )

    @property
    def new_only(self) -> Report:
        """The head's report with nothing but its new findings."""
        new = {_key(one) for one in self.comparison.new}
        outcomes = (_with_new(outcome, new) for outcome in self.after.outcomes)
        return self.after._replace(outcomes=tuple(one for one in outcomes if one))

    @property
    def base_broken(self) -> tuple[LeftOut, ...]:
        """What of the base could not be checked: findings there count as new."""
        return tuple(one for one in self.before.left_out if one.unread)

    @property
    def unbumped(self) -> tuple[ChangedChart, ...]:
        return tuple(one for one in self.charts if one.unbumped)

    def _notes(self) -> tuple[Note, ...]:
        broken = (
            Note("warning", one.source, one.line, f"{self.base}: {one.reason}; what was there before counts as new")
            for one in self.base_broken
        )
        unbumped = (Note("error", one.file, None, one.unbumped) for one in self.unbumped)
        changed = (Note("warning", one.source, one.line, one.text) for one in self.rules)
        return (*broken, *unbumped, *changed)


_Key = tuple[str, int, int]


def _key(one: Failure) -> _Key:
    return _key_of(one.outcome, one.finding)


def _key_of(outcome: Outcome, finding: Finding) -> _Key:
    """A finding as itself: two that say the same are two. That of an outcome without any is made each time."""
    return outcome.policy.id, id(outcome.resource), id(finding) if outcome.findings else 0


def _without_known(outcome: Outcome, known: AbstractSet[_Key], base: str) -> Outcome:
    if outcome.status != "fail":
        return outcome
    reason, match = f"was there before, in {base}", Match(hooks="include")
    was_there = PolicyException(outcome.policy.id, match, None, None, reason, None, base, (), is_known=True)
    findings = tuple(
        one._replace(exception=was_there) if _key_of(outcome, one) in known else one for one in findings_of(outcome)
    )
    covered = bool(findings) and all(one.exception for one in findings)
    return outcome._replace(findings=findings, status="excepted" if covered else "fail")


def _with_new(outcome: Outcome, new: set[_Key]) -> Outcome | None:
    if outcome.status == "error":
        return outcome
    findings = tuple(one for one in findings_of(outcome) if _key_of(outcome, one) in new)
    return outcome._replace(findings=findings) if findings and outcome.status == "fail" else None

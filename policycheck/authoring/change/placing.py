"""Findings with their lines in templates, and those that matter with the keys of values behind them."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.api import Run
from policycheck.authoring.origin.located import SECONDS
from policycheck.authoring.origin.placed_failures import placed
from policycheck.comparison.compare import Comparison
from policycheck.comparison.failures import Failure
from policycheck.comparison.pairing import Kept
from policycheck.model import Report


def with_places(compared: Comparison, run: Run) -> tuple[Comparison, Report]:
    """The comparison and the run's report, whose findings are the very same; keys are sought for what is new."""
    real = [one for one in compared.new if one.outcome.status == "fail"]
    new = _by_id(real, placed(real, run, seconds=SECONDS))
    after = [kept.after for kept in compared.kept if kept.after.outcome.status == "fail"]
    known = _by_id(after, placed(after, run, seconds=0))
    located_findings = {(id(one.outcome), id(one.finding)): (new | known)[id(one)].finding for one in (*real, *after)}
    report = run.report._replace(
        outcomes=tuple(
            outcome._replace(
                findings=tuple(located_findings.get((id(outcome), id(one)), one) for one in outcome.findings)
            )
            if outcome.findings
            else outcome
            for outcome in run.report.outcomes
        )
    )
    return (
        compared._replace(
            new=tuple(new.get(id(one), one) for one in compared.new),
            kept=tuple(Kept(one.before, known.get(id(one.after), one.after)) for one in compared.kept),
        ),
        report,
    )


def _by_id(given: Iterable[Failure], found: Iterable[Failure]) -> dict[int, Failure]:
    return {id(one): other for one, other in zip(given, found, strict=True)}

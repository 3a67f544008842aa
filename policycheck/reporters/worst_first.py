"""What is to be mended, the worst first: where a reader takes only so many, the others are cut."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.comparison.failures import Failure, failure, findings_of
from policycheck.model import MOMENTS, SEVERITIES, Report
from policycheck.reporters.order import by_resource, in_order
from policycheck.reporters.view import View


def worst_first(report: Report) -> list[Failure]:
    """Every finding that no exception covers, and every policy that could not judge.

    By severity, what breaks first first, and then as the source has them.
    """
    return sorted((one for one in _told(report) if one.finding.exception is None), key=weight)


def excepted(report: Report) -> list[Failure]:
    """The findings that exceptions cover, in the same order."""
    return sorted((one for one in _told(report) if one.finding.exception is not None), key=weight)


def weight(one: Failure) -> tuple[int, int]:
    """Sorts the worst to the front. What cannot be judged comes before all: nobody knows how bad it is."""
    outcome = one.outcome
    moment = len(MOMENTS) if outcome.policy.breaks is None else MOMENTS.index(outcome.policy.breaks)
    return -1 if outcome.status == "error" else SEVERITIES.index(outcome.severity), moment


def _told(report: Report) -> Iterator[Failure]:
    for _, outcomes in by_resource(report, View()):
        for outcome in outcomes:
            told = findings_of(outcome)
            ordered = in_order(outcome) if told is outcome.findings else told
            yield from (failure(outcome, finding) for finding in ordered)

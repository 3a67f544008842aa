"""What two runs are compared by: each finding that no exception covers, and each policy that could not judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policycheck.comparison.item_names import Place, place
from policycheck.model import Finding, Outcome, Report
from policycheck.patterns import regex
from policycheck.records import Record

_NUMBER = regex(r"\d+")


class Failure(Record):
    """One finding of an outcome. Of an outcome that is an error it is one without a line, which gives the reason."""

    outcome: Outcome
    finding: Finding
    place: Place

    @property
    def identity(self) -> tuple[object, ...]:
        """Render, policy, object and place: what it has in common with itself in another run. No line, no text.

        The version of the API is left out: a move from v1beta1 to v1 makes no new object.
        """
        outcome = self.outcome
        resource = outcome.resource
        who = (resource.group, resource.kind, resource.namespace, resource.name)
        return (resource.render, outcome.policy.id, outcome.status == "error", *who, self.place.steps)

    @property
    def gist(self) -> str:
        """The message without its numbers: lines that moved, amounts that grew."""
        return _NUMBER.sub("#", self.finding.message)


def failures(report: Report) -> tuple[Failure, ...]:
    return tuple(_failures(report.outcomes))


def _failures(outcomes: Iterable[Outcome]) -> Iterator[Failure]:
    for outcome in outcomes:
        if outcome.status != "excepted":
            yield from (failure(outcome, finding) for finding in findings_of(outcome) if finding.exception is None)


def findings_of(outcome: Outcome) -> tuple[Finding, ...]:
    """The findings of an outcome; of an error, and of what failed and found nothing, one that says why."""
    silent = outcome.status == "error" or (outcome.status == "fail" and not outcome.findings)
    if silent:
        return (Finding((), outcome.reason or outcome.policy.title, None, None),)
    return outcome.findings if outcome.status in ("fail", "excepted") else ()


def excepted(report: Report) -> tuple[Failure, ...]:
    """The findings that exceptions cover."""
    covered = ((one, finding) for one in report.outcomes for finding in one.findings if finding.exception is not None)
    # As if nothing covered them, so that one is found by what it was before.
    return tuple(failure(one._replace(status="fail"), finding) for one, finding in covered)


def failure(outcome: Outcome, finding: Finding) -> Failure:
    return Failure(outcome, finding, place(outcome.resource.body, finding.path))

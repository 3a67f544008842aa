"""What has changed since an earlier run. What nobody looked at now is not called mended."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.comparison.failures import Failure, excepted, failures
from policycheck.comparison.pairing import Kept, paired
from policycheck.model import Report
from policycheck.records import Record


class Comparison(Record):
    """Each failure of the report is `new` or `kept`; each earlier one is kept or in one of the last four."""

    new: tuple[Failure, ...]
    kept: tuple[Kept, ...]
    mended: tuple[Failure, ...]
    excepted: tuple[Failure, ...]
    """An exception covers it now."""
    unseen: tuple[Failure, ...]
    """It may still be there: its render, its file or its policy could not be read, or the policy broke on it."""
    unasked: tuple[Failure, ...]
    """Its policy is switched off now, or its render is no longer asked for."""


def compare(before: Iterable[Failure], report: Report) -> Comparison:
    """The report against the failures of an earlier one: `failures(earlier)`."""
    pairs = paired(before, failures(report))
    covered = paired(pairs.gone, excepted(report))
    groups: dict[str, list[Failure]] = {"mended": [], "unseen": [], "unasked": []}
    fate = _Fate(report)
    for one in covered.gone:
        groups[fate.of(one)].append(one)
    return Comparison(
        new=pairs.new,
        kept=pairs.kept,
        mended=tuple(groups["mended"]),
        excepted=tuple(kept.before for kept in covered.kept),
        unseen=tuple(groups["unseen"]),
        unasked=tuple(groups["unasked"]),
    )


class _Fate:
    """Why a failure of an earlier run is not in the report."""

    def __init__(self, report: Report) -> None:
        unread = [left_out for left_out in report.left_out if left_out.unread]
        self._sources = {left_out.source for left_out in unread}
        self._broken = {left_out.render for left_out in unread if left_out.render is not None}
        self._renders = {render.id for render in report.renders}
        self._policies = {policy.id for policy in report.policies}
        self._unjudged = {
            (outcome.policy.id, outcome.resource.render) for outcome in report.outcomes if outcome.status == "error"
        }

    def of(self, failure: Failure) -> str:
        outcome = failure.outcome
        policy, resource = outcome.policy.id, outcome.resource
        sources = {resource.document.source, outcome.source_of(failure.finding)}
        if policy not in self._policies:
            return "unasked"
        if resource.render in self._broken or sources & self._sources:
            return "unseen"
        if outcome.status != "error" and (policy, resource.render) in self._unjudged:
            return "unseen"
        return "mended" if resource.render in self._renders else "unasked"

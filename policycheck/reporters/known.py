"""What was there before: a thousand old findings must not hide the one that is new."""

from __future__ import annotations

from collections import Counter

from policycheck.model import Finding, Outcome, Report


def without_known(report: Report) -> Report:
    """The report without the findings that are known; itself where there are none."""
    if not any(map(_is_known, _findings(report))):
        return report
    outcomes = []
    for outcome in report.outcomes:
        news = tuple(one for one in outcome.findings if not _is_known(one))
        if news or not outcome.findings:
            outcomes.append(outcome._replace(findings=news))
    return report._replace(outcomes=tuple(outcomes))


def known_of(report: Report) -> Counter[str]:
    """How many are known from which baseline."""
    return Counter(one.exception.source for one in _findings(report) if one.exception and one.exception.is_known)


def _findings(report: Report) -> list[Finding]:
    return [finding for outcome in report.outcomes for finding in _told(outcome)]


def _told(outcome: Outcome) -> tuple[Finding, ...]:
    return outcome.findings if outcome.status in ("fail", "excepted") else ()


def _is_known(finding: Finding) -> bool:
    return finding.exception is not None and finding.exception.is_known

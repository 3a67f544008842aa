"""The counts that every format gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from policycheck.model import SEVERITIES, STATUSES, Report, Severity, Status
from policycheck.records import Record


class Summary(Record):
    """Outcomes by status, and those that failed by severity. Every status and severity has its number, 0 included."""

    resources: int
    policies: int
    statuses: Mapping[Status, int]
    failed_by_severity: Mapping[Severity, int]


def summarise(report: Report) -> Summary:
    statuses = Counter(outcome.status for outcome in report.outcomes)
    failed = Counter(outcome.severity for outcome in report.outcomes if outcome.status == "fail")
    return Summary(
        resources=report.resources,
        policies=len(report.policies),
        statuses={status: statuses[status] for status in STATUSES},
        failed_by_severity={severity: failed[severity] for severity in SEVERITIES},
    )

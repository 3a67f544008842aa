"""What to do about a run that checked nothing, or not everything."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.model import NO_RESOURCES, NOTHING_TO_JUDGE, Outcome, Report
from policycheck.reporters.alike import missing_once
from policycheck.reporters.last_line import counted


def complaints(report: Report) -> Iterator[str]:
    """Every reason for "not checked" with its place and what to do, a line each; none for a run that checked."""
    for left_out, _ in missing_once(left_out for left_out in report.left_out if left_out.unread):
        place = ":".join(str(part) for part in (left_out.source, left_out.line) if part is not None)
        yield f"{place}: {left_out.reason}"
    yield from advice(report)


def advice(report: Report) -> Iterator[str]:
    """A sentence for each reason in `report.not_checked` but unread input, whose entries speak for themselves."""
    if NO_RESOURCES in report.not_checked and not any(left_out.unread for left_out in report.left_out):
        sources = ", ".join(loaded.source for loaded in report.loaded) or "the input"
        yield f"no Kubernetes resource in {sources}; if it comes from `helm template`, look at what helm said"
    if not report.policies:
        yield "no policy is switched on; `policycheck list` names them, --enable and --policies add some"
    elif NOTHING_TO_JUDGE in report.not_checked:
        yield "no policy found anything to judge; `policycheck list` names others that --enable switches on"
    yield from _broken_policies(report)


def _broken_policies(report: Report) -> Iterator[str]:
    errors: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        if outcome.status == "error":
            errors.setdefault(outcome.policy.id, []).append(outcome)
    for policy_id, outcomes in sorted(errors.items()):
        resources, source = counted(len(outcomes), "resource"), outcomes[0].policy.source
        yield f"{policy_id} could not judge {resources}; mend {source} or --disable {policy_id}"

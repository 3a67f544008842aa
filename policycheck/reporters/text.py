"""`--format text`: the report for a person, made to be sent to a colleague as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policycheck.model import Outcome, Report, Resource, Status
from policycheck.reporters.alike import named, told_once
from policycheck.reporters.finding_blocks import INDENT, finding_blocks
from policycheck.reporters.known import without_known
from policycheck.reporters.last_line import last_line
from policycheck.reporters.terminal import paragraphs, printable, without_ci_commands, wrapped
from policycheck.reporters.unseen import known, left_out, not_checked, notes, nothing_to_judge, unread
from policycheck.reporters.view import View

_URGENCY: Mapping[Status, int] = {"error": 0, "fail": 1, "excepted": 2, "pass": 3, "skip": 4}
"""What the reader must see first comes first; pass and skip say nothing to do and come last."""


def render(report: Report, view: View) -> str:
    """Findings by resource, then what to do about them, then what was not seen, then the last line."""
    body = () if view.detail == "brief" else blocks(report, view)
    return without_ci_commands(paragraphs([*body, [last_line(report, view)]])) + "\n"


def blocks(report: Report, view: View) -> Iterator[Iterable[str]]:
    """Paragraphs of lines: all of the report but its last line."""
    news = report if view.detail == "full" else without_known(report)
    for resource, outcomes, renders in told_once(news, view):
        yield _heading(resource, renders, view)
        outcomes.sort(key=_urgency)
        quiet = [outcome for outcome in outcomes if outcome.status in ("pass", "skip")]
        yield from finding_blocks(outcomes[: len(outcomes) - len(quiet)], view)
        yield [line for outcome in quiet for line in _in_brief(outcome, view)]
    yield _what_to_do(report, view)
    yield known(report, view)
    yield left_out(report, view)
    yield notes(report, view)
    yield nothing_to_judge(report, view)
    yield unread(report, view)
    yield not_checked(report, view)


def _heading(resource: Resource, renders: Sequence[str], view: View) -> Iterator[str]:
    name = "/".join(part for part in (resource.namespace, resource.name) if part)
    yield view.painted(printable(f"{resource.kind} {name}"), "bold")
    line, template = resource.document.line, resource.document.template
    place = resource.document.source if line is None else f"{resource.document.source}:{line}"
    yield printable(f"{template} ({place})" if template else place)
    if len(renders) > 1:
        others = named(renders[1:], in_full=view.detail == "full")
        yield from wrapped(printable(f"the same in {others}"), width=view.width, first="", indent="  ")


def _urgency(outcome: Outcome) -> tuple[int, int, int, float]:
    line = min((finding.line for finding in outcome.findings if finding.line is not None), default=float("inf"))
    return _URGENCY[outcome.status], *outcome.policy.urgency, line


def _in_brief(outcome: Outcome, view: View) -> Iterator[str]:
    why = f": {outcome.reason}" if outcome.reason else ""
    first = f"  {outcome.status:<{len(INDENT) - 2}}"
    return wrapped(printable(outcome.policy.id + why), width=view.width, first=first, indent=INDENT)


def _what_to_do(report: Report, view: View) -> Iterator[str]:
    """What mends the failures, what breaks first first; one remedy of several policies is said once for all of them."""
    failed = {outcome.policy.id: outcome.policy for outcome in report.outcomes if outcome.status == "fail"}
    if not failed:
        return
    remedies: dict[str, list[str]] = {}
    for policy in sorted(failed.values(), key=lambda policy: policy.rank):
        remedies.setdefault(policy.remediation or policy.title, []).append(policy.id)
    yield view.painted("What to do", "bold")
    for remedy, ids in remedies.items():
        yield from wrapped(printable(f"{', '.join(ids)}: {remedy}"), width=view.width, first="  ", indent="    ")
    hint = "`policycheck explain ID` gives a policy's reason and examples."
    yield from wrapped(hint, width=view.width, first="  ", indent="  ")

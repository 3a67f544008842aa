"""`--format text`: the report for a person, made to be sent to a colleague as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policycheck.model import Finding, Outcome, PolicyException, Report, Resource, Status, dotted
from policycheck.reporters.last_line import last_line
from policycheck.reporters.order import by_resource, by_urgency, in_order
from policycheck.reporters.terminal import paragraphs, printable, without_ci_commands, wrapped
from policycheck.reporters.unseen import left_out, not_checked, notes, nothing_to_judge, unread
from policycheck.reporters.view import View

_URGENCY: Mapping[Status, int] = {"error": 0, "fail": 1, "excepted": 2, "pass": 3, "skip": 4}
"""What the reader must see first comes first; pass and skip say nothing to do and come last."""

_INDENT = " " * 11
"""Two columns, a label (`warning`, `excepted`), a space."""


def render(report: Report, view: View) -> str:
    """Findings by resource, then what to do about them, then what was not seen, then the last line."""
    blocks = () if view.detail == "brief" else _blocks(report, view)
    return without_ci_commands(paragraphs([*blocks, [last_line(report, view)]])) + "\n"


def _blocks(report: Report, view: View) -> Iterator[Iterable[str]]:
    for resource, outcomes in by_resource(report, view):
        yield _heading(resource, view)
        outcomes.sort(key=_urgency)
        quiet = [outcome for outcome in outcomes if outcome.status in ("pass", "skip")]
        for outcome in outcomes[: len(outcomes) - len(quiet)]:
            yield from _findings(outcome, view)
        yield [line for outcome in quiet for line in _in_brief(outcome, view)]
    yield _what_to_do(report, view)
    yield left_out(report, view)
    yield notes(report, view)
    yield nothing_to_judge(report, view)
    yield unread(report, view)
    yield not_checked(report, view)


def _heading(resource: Resource, view: View) -> Iterator[str]:
    name = "/".join(part for part in (resource.namespace, resource.name) if part)
    yield view.painted(printable(f"{resource.kind} {name}"), "bold")
    line, template = resource.document.line, resource.document.template
    place = resource.document.source if line is None else f"{resource.document.source}:{line}"
    yield printable(f"{template} ({place})" if template else place)


def _urgency(outcome: Outcome) -> tuple[int, int, int, float]:
    line = min((finding.line for finding in outcome.findings if finding.line is not None), default=float("inf"))
    return _URGENCY[outcome.status], *outcome.policy.urgency, line


def _findings(outcome: Outcome, view: View) -> Iterator[Iterator[str]]:
    """One block a finding, those that count first, or one that gives the reason of an outcome without any."""
    labels: Mapping[Status, str] = {"fail": outcome.severity, "error": "not judged"}
    label = labels.get(outcome.status, outcome.status)
    for finding in sorted(in_order(outcome), key=lambda finding: finding.exception is not None):
        if finding.exception is None:
            yield _block(label, finding.message, [_place(finding, outcome)], view)
        else:
            yield _block("excepted", finding.message, [_place(finding, outcome), _accepted(finding.exception)], view)
    if not outcome.findings:
        yield _block(label, outcome.reason or outcome.policy.title, [f"[{outcome.policy.id}]"], view)


def _block(label: str, message: str, details: Iterable[str], view: View) -> Iterator[str]:
    first = "  " + view.painted(label, label) + (_INDENT[2 + len(label) :] or " ")
    yield from wrapped(printable(message), width=view.width, first=first, indent=_INDENT)
    for detail in details:
        for line in wrapped(printable(detail), width=view.width, first=_INDENT, indent=_INDENT):
            yield view.painted(line, "dim")


def _accepted(exception: PolicyException) -> str:
    until = f"until {exception.expires}" if exception.expires else "never expires"
    return f"{until}: {exception.reason}"


def _place(finding: Finding, outcome: Outcome) -> str:
    line = "" if finding.line is None else f"{outcome.source_of(finding)}:{finding.line}"
    return " ".join(part for part in (line, dotted(finding.path), f"[{outcome.policy.id}]") if part)


def _in_brief(outcome: Outcome, view: View) -> Iterator[str]:
    why = f": {outcome.reason}" if outcome.reason else ""
    first = f"  {outcome.status:<{len(_INDENT) - 2}}"
    return wrapped(printable(outcome.policy.id + why), width=view.width, first=first, indent=_INDENT)


def _what_to_do(report: Report, view: View) -> Iterator[str]:
    """What mends the failures, what breaks first first; one remedy of several policies is said once for all of them."""
    failed = {outcome.policy.id: outcome.policy for outcome in report.outcomes if outcome.status == "fail"}
    if not failed:
        return
    remedies: dict[str, list[str]] = {}
    for policy in sorted(failed.values(), key=by_urgency):
        remedies.setdefault(policy.remediation or policy.title, []).append(policy.id)
    yield view.painted("What to do", "bold")
    for remedy, ids in remedies.items():
        yield from wrapped(printable(f"{', '.join(ids)}: {remedy}"), width=view.width, first="  ", indent="    ")
    hint = "`policycheck explain ID` gives a policy's reason and examples."
    yield from wrapped(hint, width=view.width, first="  ", indent="  ")

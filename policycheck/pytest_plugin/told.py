"""What a report says of one render, as the verdicts of tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from policycheck.model import Finding, Outcome, Policy, Render, Report, dotted
from policycheck.records import Record
from policycheck.reporters.origins import remarks

Verdict = Literal["passed", "failed", "excepted", "skipped"]


class Told(Record):
    """The verdict of one test. `text` is for a person; `source` and `line` are where it stands, as far as known."""

    name: str
    verdict: Verdict
    text: str = ""
    source: str | None = None
    line: int | None = None


def of_render(report: Report, render: Render, outcomes: Sequence[Outcome]) -> Told:
    """That it renders and that something in it was judged: what is not is not green."""
    name = "renders"
    left_out = [one for one in report.left_out if one.render == render.id]
    unread = [one for one in left_out if one.unread]
    if unread:
        said = [f"{_place(one.source, one.line)}: {one.reason}" for one in unread]
        return Told(name, "failed", "\n".join(said), unread[0].source, unread[0].line)
    if left_out:
        return Told(name, "skipped", left_out[0].reason)
    if not any(one.status != "skip" for one in outcomes):
        why = "no policy found anything to judge in it" if outcomes else "it renders no resources"
        return Told(name, "failed", f"not checked: {why}")
    return Told(name, "passed")


def of_policies(outcomes: Sequence[Outcome], report: Report) -> Iterator[Told]:
    """One a policy that judged something, in the order of their ids."""
    judged = [one for one in outcomes if one.status != "skip"]
    judged.sort(key=lambda one: one.policy.id)
    for _, group in groupby(judged, key=lambda one: one.policy.id):
        yield _of_policy(list(group), report)


def _of_policy(outcomes: list[Outcome], report: Report) -> Told:
    policy = outcomes[0].policy
    wrong = [one for one in outcomes if one.status in ("fail", "error")]
    if wrong:
        gated = any(one.status == "error" or report.fails(one.severity) for one in wrong)
        lines = [line for one in wrong for line in _lines(one)]
        source, line = next((_where(one, found) for one in wrong for found in one.findings), (None, None))
        text = "\n".join([*lines, *_remedy(policy)])
        return Told(policy.id, "failed" if gated else "passed", text, source, line)
    excepted = [one for one in outcomes if one.status == "excepted"]
    if excepted:
        found = next(found for one in excepted for found in one.findings if found.exception)
        until = f"until {found.exception.expires}" if found.exception and found.exception.expires else "for ever"
        reason = found.exception.reason if found.exception else ""
        return Told(policy.id, "excepted", f"excepted {until}: {reason}")
    return Told(policy.id, "passed")


def _lines(outcome: Outcome) -> Iterator[str]:
    who = f"{outcome.resource.kind}/{outcome.resource.name}"
    if not outcome.findings:
        yield f"{who}: not judged: {outcome.reason}"
    for found in outcome.findings:
        if found.exception is None:
            place = _place(*_where(outcome, found))
            yield f"{place}: {outcome.severity}: {found.message} [{who} {dotted(found.path)}]"
            yield from (f"  {remark}" for remark in remarks(found, in_full=False))


def _where(outcome: Outcome, found: Finding) -> tuple[str, int | None]:
    """The line of the template where it is known, else the template; a line of the render helps nobody here."""
    if found.origin is not None:
        return found.origin.template, found.origin.line
    template = outcome.resource.document.template
    return (template, None) if template else (outcome.source_of(found), found.line)


def _place(source: str, line: int | None) -> str:
    return f"{source}:{line}" if line else source


def _remedy(policy: Policy) -> list[str]:
    return [f"What to do: {policy.remediation}"] if policy.remediation else []

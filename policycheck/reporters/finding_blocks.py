"""Findings as a person reads them: a block each, one for several that stand in one place and have one remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from policycheck.model import Outcome, PolicyException, Status
from policycheck.records import Record
from policycheck.reporters.order import in_order
from policycheck.reporters.origins import NO_LINE, place, remarks
from policycheck.reporters.terminal import printable, wrapped
from policycheck.reporters.view import View

INDENT = " " * 11
"""Two columns, a label (`warning`, `excepted`), a space."""


class _Told(Record):
    """`place` is where it is, "" for an outcome without findings; `accepted` says until when and why.

    `remarks` are on what it is made of.
    """

    label: str
    place: str
    remedy: str
    accepted: str | None
    remarks: tuple[str, ...]
    message: str
    policy_id: str


def finding_blocks(outcomes: Iterable[Outcome], view: View) -> Iterator[Iterator[str]]:
    """Of the outcomes in their order; one without findings is a block that gives its reason.

    Why no line of a template is known is said once: the reason is the same for all of one resource.
    """
    told = [one for outcome in outcomes for one in _told(outcome, view)]
    once: set[str] = set()
    for (label, where, _, accepted, said), group in groupby(told, key=_together):
        several = list(group)
        ids = f"[{', '.join(dict.fromkeys(one.policy_id for one in several))}]"
        new = [remark for remark in said if remark not in once or not remark.startswith(NO_LINE)]
        once.update(said)
        details = [f"{where} {ids}".strip(), *new, *filter(None, [accepted])]
        yield _block(label, list(dict.fromkeys(one.message for one in several)), details, view)


def _together(told: _Told) -> tuple[str, str, str, str | None, tuple[str, ...]]:
    """What is told in one breath: mending one finding mends the others."""
    return told.label, told.place, told.remedy if told.place else told.policy_id, told.accepted, told.remarks


def _told(outcome: Outcome, view: View) -> Iterator[_Told]:
    labels: Mapping[Status, str] = {"fail": outcome.severity, "error": "not judged"}
    label, policy = labels.get(outcome.status, outcome.status), outcome.policy
    remedy = policy.remediation or policy.id
    for finding in sorted(in_order(outcome), key=lambda finding: finding.exception is not None):
        where, said = place(finding, outcome), tuple(remarks(finding, in_full=view.detail == "full"))
        if finding.exception is None:
            yield _Told(label, where, remedy, None, said, finding.message, policy.id)
        else:
            yield _Told("excepted", where, remedy, _accepted(finding.exception), said, finding.message, policy.id)
    if not outcome.findings:
        yield _Told(label, "", remedy, None, (), outcome.reason or policy.title, policy.id)


def _accepted(exception: PolicyException) -> str:
    until = f"until {exception.expires}" if exception.expires else "never expires"
    return f"{until}: {exception.reason}"


def _block(label: str, messages: Sequence[str], details: Iterable[str], view: View) -> Iterator[str]:
    first = "  " + view.painted(label, label) + (INDENT[2 + len(label) :] or " ")
    for number, message in enumerate(messages):
        yield from wrapped(printable(message), width=view.width, first=INDENT if number else first, indent=INDENT)
    for detail in details:
        for line in wrapped(printable(detail), width=view.width, first=INDENT, indent=INDENT):
            yield view.painted(line, "dim")

"""Judged parts on their way between processes: nearly all outcomes are a pass or a skip, and take four bytes."""

from __future__ import annotations

import copyreg
import pickle
from array import array
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import repeat
from typing import TYPE_CHECKING

from policycheck.api.judging import Part, Worked
from policycheck.errors import PolicycheckError
from policycheck.model import Finding, Outcome, Policy, Resource, Severity, Status
from policycheck.records import Record

if TYPE_CHECKING:
    from policycheck.redaction.literals import Literals
    from policycheck.sources.loading import Contents

_PLAIN: Sequence[Status] = ("pass", "skip")


class _More(Record):
    """What an outcome says that is no plain pass or skip."""

    severity: Severity
    status: Status
    findings: tuple[Finding, ...]
    reason: str | None


class Outcomes(Record):
    """Those of each resource after those of the one before.

    `counts`: how many each resource has. `codes`: twice the number of the policy, and one more for a skip. `more` by
    the outcome's number: what its code does not say.
    """

    counts: array[int]
    codes: array[int]
    more: Mapping[int, _More]


def packed(worked: Worked, policies: Sequence[Policy]) -> bytes:
    """Everything as bytes; `policies` are those of the outcomes."""
    part = worked.part
    outcomes = written_outcomes(part.outcomes, part.contents.resources, policies)
    buffer = BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = copyreg.dispatch_table | {memoryview: lambda view: (memoryview, (bytes(view),))}
    pickler.dump((worked.made, part.contents, outcomes, part.literals()))
    return buffer.getvalue()


def unpacked(data: bytes, policies: Sequence[Policy]) -> Worked:
    """What was packed, with outcomes of these policies. Raises the PolicycheckError that came instead."""
    found = pickle.loads(data)  # noqa: S301 - our own worker's
    if isinstance(found, PolicycheckError):
        raise found
    contents: Contents
    literals: Literals
    made, contents, written, literals = found
    outcomes = [*read_outcomes(written, contents.resources, policies)]
    return Worked(made, Part(contents, outcomes, lambda: literals))


def written_outcomes(
    outcomes: Sequence[Outcome], resources: Sequence[Resource], policies: Sequence[Policy]
) -> Outcomes:
    """What the other process makes the same outcomes of: these are of its resources and policies, by their numbers."""
    numbers = {id(policy): number for number, policy in enumerate(policies)}
    counts = {id(resource): 0 for resource in resources}
    codes = array("I")
    more: dict[int, _More] = {}
    for number, one in enumerate(outcomes):
        counts[id(one.resource)] += 1
        codes.append(2 * numbers[id(one.policy)] + (one.status == "skip"))
        if one.status not in _PLAIN or one.findings or one.reason or one.severity != one.policy.severity:
            more[number] = _More(one.severity, one.status, one.findings, one.reason)
    return Outcomes(array("I", counts.values()), codes, more)


def read_outcomes(written: Outcomes, resources: Sequence[Resource], policies: Sequence[Policy]) -> Iterator[Outcome]:
    """The outcomes that were written."""
    owners = (owner for pair in zip(resources, written.counts, strict=True) for owner in repeat(*pair))
    for number, (resource, code) in enumerate(zip(owners, written.codes, strict=True)):
        policy = policies[code >> 1]
        if number in written.more:
            yield Outcome(policy, resource, *written.more[number])
        else:
            yield Outcome(policy, resource, policy.severity, _PLAIN[code & 1])

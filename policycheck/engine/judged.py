"""What a policy made of a resource, on the way to an outcome."""

from __future__ import annotations

from typing import TypeAlias

from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.model import Path, Policy, Resource, Status, Violation
from policycheck.records import Record

Said: TypeAlias = dict[int, dict[Path, str]]
"""The id() of a resource's body -> place of what nobody can read there -> the policy that says so."""


class Judged(Record):
    """An outcome whose findings have no place in the text yet, or that says more than pass or skip."""

    policy: Policy
    resource: Resource
    status: Status
    violations: tuple[Violation, ...] = ()
    reason: str | None = None
    elsewhere: tuple[UnreadableElsewhere, ...] = ()

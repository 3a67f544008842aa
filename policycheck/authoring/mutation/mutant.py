"""The noun: a policy with one small change, which one of its examples should notice."""

from __future__ import annotations

from policycheck.model import Policy
from policycheck.records import Record


class Mutant(Record):
    """`name` is short, unique in its policy and the same in every run; `advice` says what to add if it survives."""

    name: str
    policy: Policy
    advice: str

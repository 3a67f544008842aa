"""The noun: a policy with one small change, which one of its examples should notice."""

from __future__ import annotations

from typing import NamedTuple

from policycheck.model import Policy


class Mutant(NamedTuple):
    """`name` is short, unique in its policy and the same in every run; `advice` says what to add if it survives."""

    name: str
    policy: Policy
    advice: str

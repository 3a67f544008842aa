"""Shares of pods, "1" or "25%": how they are written, and how the controllers round them (semantics B2)."""

from __future__ import annotations

import re

from policycheck.kubernetes import reading
from policycheck.model import Value
from policycheck.records import Record

_ALL = 100


class Share(Record):
    """A number of pods, or where `percent` a part of 100 of them."""

    number: int
    percent: bool = False


QUARTER = Share(25, percent=True)
"""What a Deployment's rolling update takes for both of its fields where they are absent."""


class Rolling(Record):
    """How many pods a rolling update may add to the replicas, and how many may be missing from them."""

    surge: int
    unavailable: int


def int_or_percent(value: Value, highest: int | None = None) -> Share:
    """Read a field of type IntOrString that holds pods: 2, 2.0 or "25%"; Unreadable for anything else, null too.

    `highest` is the largest percentage that the field takes: 100 for a budget, none for maxSurge (semantics B2.5).
    """
    expected = 'a whole number from 0 or a percentage like "50%"'
    if isinstance(value, str):
        digits = re.fullmatch(r"0*(\d{1,10})%", value, re.ASCII)
        if digits is None:
            raise reading.refused(value, expected)
        if highest is not None and int(digits[1]) > highest:
            raise reading.refused(value, f"a percentage up to {highest}%")
        return Share(int(digits[1]), percent=True)
    number = reading.whole_number(value, expected)
    if number < 0:
        raise reading.refused(value, expected)
    return Share(number)


def rounded_up(share: Share, pods: int) -> int:
    """Return how many of so many pods a share is, as a budget counts both of its fields and a Deployment maxSurge."""
    return -(-share.number * pods // _ALL) if share.percent else share.number


def rounded_down(share: Share, pods: int) -> int:
    """Return the same as a Deployment counts its maxUnavailable."""
    return share.number * pods // _ALL if share.percent else share.number


def disruptions_allowed(pods: int, *, min_available: Share | None = None, max_unavailable: Share | None = None) -> int:
    """Return how many of so many pods, all of them healthy, may be evicted at once.

    0 where neither field is set; the API server refuses both. `pods` is the scale of all controllers together.
    """
    if pods <= 0:
        return 0
    if max_unavailable is not None:
        desired = max(0, pods - rounded_up(max_unavailable, pods))
    elif min_available is not None:
        desired = rounded_up(min_available, pods)
    else:
        return 0
    return max(0, pods - desired)


def rolling_update(replicas: int, *, max_surge: Share = QUARTER, max_unavailable: Share = QUARTER) -> Rolling:
    """Return what a Deployment's rolling update may do: where both come to nothing, one pod may be missing."""
    surge = rounded_up(max_surge, replicas)
    unavailable = min(replicas, rounded_down(max_unavailable, replicas))
    return Rolling(surge, unavailable) if surge or unavailable else Rolling(0, 1)

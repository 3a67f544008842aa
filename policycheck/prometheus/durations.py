"""Durations as Prometheus writes them: whole numbers with units, each unit once, the largest first (semantics B5.5)."""

from __future__ import annotations

import re
from functools import lru_cache

from policycheck.patterns import regex

_DURATION = regex(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?", re.ASCII)
_MILLISECONDS = (365 * 86_400_000, 7 * 86_400_000, 86_400_000, 3_600_000, 60_000, 1000, 1)
_LONGEST = (2**63 - 1) // 1_000_000
"""In milliseconds; Go counts a duration in nanoseconds in 64 bits, and Prometheus refuses what does not fit."""


@lru_cache(maxsize=1024)
def milliseconds(text: str) -> int | None:
    """How long `1h30m` is; None for what Prometheus refuses, the empty text among it."""
    if text == "0":
        return 0
    found = _DURATION.fullmatch(text)
    if found is None or not text:
        return None
    total = sum(int(number) * unit for number, unit in zip(found.groups(), _MILLISECONDS, strict=True) if number)
    return total if total <= _LONGEST else None

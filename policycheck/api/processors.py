"""How many processes may work at once."""

from __future__ import annotations

import os

_QUOTA = "/sys/fs/cgroup/cpu.max"
"""Where Linux says how much of the processors a container gets: `200000 100000` are two, `max 100000` all."""


def available() -> int:
    """The processors this process may use: those it is bound to, and no more than its container's share of them."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(bound, _share(bound)))


def _share(otherwise: int) -> int:
    try:
        with open(_QUOTA, encoding="ascii") as file:
            quota, period = file.read().split()
        return -(-int(quota) // int(period))
    except (OSError, ValueError):
        return otherwise

"""Who works on a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.records import Record

if TYPE_CHECKING:
    from concurrent.futures import Executor


class Hands(Record):
    """Who works on a run: so many processes, None for as many as pay off; or somebody's executor.

    `told` hears how many renders are done, of how many.
    """

    jobs: int | None = 1
    executor: Executor | None = None
    told: Callable[[int, int], None] | None = None


ALONE = Hands()

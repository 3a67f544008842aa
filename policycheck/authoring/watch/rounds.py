"""One check after another, each compared with what was known before it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

from policycheck.authoring.comparison.compare import Comparison, compare
from policycheck.authoring.comparison.failures import Failure
from policycheck.errors import PolicycheckError
from policycheck.model import LeftOut, Report


class Round(NamedTuple):
    """What one check found. Without a report it could not be made, and `error` says why.

    `broken` could not be read or rendered and could before, or for another reason; `whole` can be again. `repeated`
    says whether `error` is that of the round before.
    """

    report: Report | None
    comparison: Comparison | None
    broken: tuple[LeftOut, ...]
    whole: tuple[LeftOut, ...]
    error: PolicycheckError | None
    repeated: bool
    seconds: float

    @property
    def changed(self) -> bool:
        """Whether there is anything to show."""
        if self.comparison is None:
            return not self.repeated
        compared = self.comparison
        moved = (compared.new, compared.mended, compared.excepted, compared.unasked, self.broken, self.whole)
        return any(moved) or any(kept.changed for kept in compared.kept)


class Rounds:
    """Remembers what failed when it was last looked at: a render that breaks takes nothing out of that."""

    def __init__(self) -> None:
        self._failures: tuple[Failure, ...] = ()
        self._unread: dict[tuple[str | None, str, str], LeftOut] = {}
        self._error: PolicycheckError | None = None

    def run(self, check: Callable[[], Report]) -> Round:
        start = perf_counter()
        try:
            report = check()
        except PolicycheckError as error:
            repeated, self._error = str(error) == str(self._error), error
            return Round(None, None, (), (), error, repeated, perf_counter() - start)
        compared = compare(self._failures, report)
        unread = {(one.render, one.source, one.reason): one for one in report.left_out if one.unread}
        before, self._unread, self._error = self._unread, unread, None
        still = {_what(one) for one in unread.values()}
        self._failures = (*compared.new, *(kept.after for kept in compared.kept), *compared.unseen)
        return Round(
            report=report,
            comparison=compared,
            broken=tuple(one for key, one in unread.items() if key not in before),
            whole=tuple(one for one in before.values() if _what(one) not in still),
            error=None,
            repeated=False,
            seconds=perf_counter() - start,
        )


def _what(left_out: LeftOut) -> str:
    """The render that is missing something, else the file that could not be read."""
    return left_out.render or left_out.source

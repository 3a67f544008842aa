"""One check after another, each compared with what was known before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from time import perf_counter

from policycheck.api import Run
from policycheck.authoring.origin.located import located
from policycheck.authoring.origin.placed_failures import placed
from policycheck.comparison.compare import Comparison, compare
from policycheck.comparison.failures import Failure
from policycheck.comparison.pairing import Kept
from policycheck.errors import PolicycheckError
from policycheck.model import LeftOut, Report
from policycheck.records import Record


class Round(Record):
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
        self._begun = False

    def run(self, check: Callable[[], AbstractContextManager[Run]]) -> Round:
        """Check, and find the template lines of what has changed while the charts are open."""
        start = perf_counter()
        try:
            with check() as run:
                # The first report is shown whole, and may take its time.
                report = run.report if self._begun else _located(run.report, run)
                compared = compare(self._failures, report)
                compared = _with_lines(compared, run) if self._begun else compared
        except PolicycheckError as error:
            repeated, self._error = str(error) == str(self._error), error
            return Round(None, None, (), (), error, repeated, perf_counter() - start)
        unread = {(one.render, one.source, one.reason): one for one in report.left_out if one.unread}
        before, self._unread, self._error, self._begun = self._unread, unread, None, True
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


def _with_lines(compared: Comparison, run: Run) -> Comparison:
    """Those that are shown with a place, at their places in templates: one more render, where there are any."""
    changed = [kept.after for kept in compared.kept if kept.changed]
    placed = _placed([*compared.new, *changed], run)
    return compared._replace(
        new=tuple(placed[id(one)] for one in compared.new),
        kept=tuple(Kept(one.before, placed.get(id(one.after), one.after)) for one in compared.kept),
    )


def _placed(failures: Sequence[Failure], run: Run) -> dict[int, Failure]:
    """By the id of each failure the same one with its place. No time for keys: `why` finds them."""
    return {id(one): found for one, found in zip(failures, placed(failures, run, seconds=0), strict=True)}


def _located(report: Report, run: Run) -> Report:
    return located(report, lambda resource: run.rendered.get(resource.render))

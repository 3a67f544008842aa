"""The renders of a run handed out in portions; they come back judged, in their order."""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from itertools import groupby
from types import TracebackType
from typing import Self

from policycheck.api.hands import Hands
from policycheck.api.judging import Part, Worked
from policycheck.api.processes import Processes
from policycheck.api.processors import available
from policycheck.api.renders import Making, ToRender
from policycheck.api.travel import unpacked
from policycheck.api.work import Desk, Errand, Portion, work
from policycheck.model import LeftOut
from policycheck.records import Record
from policycheck.renderers.template_paths import shown

_MOST = 8
"""Renders of one portion: who is slow, or dies, holds up no more."""

_OTHERS = 16
"""How many an executor of somebody's may have; none says it."""

_LOST = (
    "not checked: the process that rendered and judged it died, and so did the one that tried again; "
    "perhaps it ran out of memory, and `--jobs 1` needs less"
)


class _Sent(Record):
    renders: Sequence[ToRender]
    portion: Portion
    future: Future[bytes]


class HandedOut:
    """What others do of a run. When the block ends, nobody works on it any more."""

    def __init__(self, making: Making, waiting: Sequence[ToRender], hands: Hands, errand: Errand) -> None:
        self._making = making
        self._hands = hands
        self._errand = errand
        self._pickled = pickle.dumps(errand, pickle.HIGHEST_PROTOCOL)
        self._number = len(waiting)
        self._jobs = _OTHERS if hands.executor else hands.jobs or available()
        self._several = [*_portions(waiting, self._jobs)]
        self._open = ExitStack()
        self._sent: deque[_Sent] = deque()
        self._alone: Executor | None = None

    def __enter__(self) -> Self:
        """Send everything off: this process is free for other work until it asks for `parts`."""
        with self._open as opening:
            executor = self._hands.executor or opening.enter_context(Processes(min(self._jobs, len(self._several))))
            opening.callback(self._forget)
            for several in self._several:
                opened = several[0].opened
                portion = Portion(opened.path, opened.chart.folder, [(one.planned, one.release) for one in several])
                self._sent.append(_Sent(several, portion, executor.submit(work, self._pickled, portion)))
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def _forget(self) -> None:
        for one in self._sent:
            one.future.cancel()

    def parts(self, read: int) -> Iterator[Part]:
        """The judged parts, in order; so many bytes of the run were read before them.

        What is lost is none: its renders are left out as unread. Raises the PolicycheckError that ended the work.
        """
        done = 0
        self._tell(done)
        while self._sent:
            one = self._sent.popleft()
            worked = self._worked(one, read)
            if worked:
                read += worked.part.contents.size
                self._take(one.renders, worked)
                yield worked.part
            else:
                self._lose(one.renders)
            done += len(one.renders)
            self._tell(done)

    def _tell(self, done: int) -> None:
        if self._hands.told:
            self._hands.told(done, self._number)

    def _worked(self, sent: _Sent, read: int) -> Worked | None:
        """None where whoever had it died, and died again over it alone."""
        answer = _answer(sent.future) or self._again(sent.portion)
        if answer is None:
            return None
        worked = unpacked(answer, self._errand.policies)
        if worked.part.contents.size <= self._errand.reading.max_input - read:
            return worked
        return Desk(self._errand).work(sent.portion, read=read)  # it knows what is one render too many

    def _again(self, portion: Portion) -> bytes | None:
        """In a process of ours that has nothing else to do, so that nothing but this portion can be what kills it."""
        self._alone = self._alone or self._open.enter_context(Processes(1))
        return _answer(self._alone.submit(work, self._pickled, portion))

    def _take(self, renders: Sequence[ToRender], worked: Worked) -> None:
        """A chart that is rendered once more is ours, not the worker's copy."""
        for one, made in zip(renders, worked.made, strict=True):
            ours = (
                made
                if isinstance(made, LeftOut)
                else made._replace(chart=one.opened.chart, request=one.planned.request)
            )
            self._making.take(one, ours)

    def _lose(self, renders: Sequence[ToRender]) -> None:
        for one in renders:
            chart = one.opened.chart
            lost = LeftOut(shown(chart, chart.folder), None, _LOST, unread=True, render=one.planned.render.id)
            self._making.take(one, lost)


def _portions(waiting: Sequence[ToRender], jobs: int) -> Iterator[list[ToRender]]:
    """Renders of one chart each, few enough that all hands have some until the end."""
    most = max(1, min(_MOST, len(waiting) // (4 * jobs)))
    for _, of_chart in groupby(waiting, lambda one: one.opened.path):
        renders = list(of_chart)
        yield from (renders[start : start + most] for start in range(0, len(renders), most))


def _answer(future: Future[bytes]) -> bytes | None:
    """None where the work itself could not be done: `work` raises nothing, so the worker is at fault."""
    try:
        return future.result()
    except Exception:  # noqa: BLE001 - each executor has its own errors for that
        return None

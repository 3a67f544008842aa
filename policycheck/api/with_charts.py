"""A run with charts: as long as that pays off this process does all itself, then others take the rest."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial

from policycheck.api.hands import Hands
from policycheck.api.judging import Judge, Part, Reading, Renders, releases_of
from policycheck.api.processors import available
from policycheck.api.renders import Making, ToRender, input_of
from policycheck.config.effective import Config
from policycheck.index.charts import CHARTS
from policycheck.model import LeftOut
from policycheck.renderers.chart_renders import Made, made_ahead
from policycheck.renderers.choose import by_commands, loaded
from policycheck.sources.discovery import Discovery
from policycheck.sources.dockerfile_names import is_dockerfile
from policycheck.sources.loading import Contents, together

BREAK_EVEN = 400_000
"""Bytes of renders that take longer to judge than half a second, which each process takes to start, can make up for.

Measured: 2 to 8 microseconds a byte, the more the more small objects there are.
"""


def judged_with_charts(
    found: Discovery, making: Making, config: Config, reading: Reading, hands: Hands
) -> tuple[Renders, list[Part]]:
    """All that was found, read and judged, and what was made for it: the first parts here, the others by others."""
    here, several = _Here(making, config, reading), making.to_render
    apart = not joins_all(found)
    if apart and len(several) > 1 and (hands.executor or (hands.jobs or 1) > 1):
        here.take(reading.found(found, making.inputs, making.charts))
        return making.made(), _with_others(here, several, hands)
    processors = available() if apart and hands.jobs is None else 1
    planned = [(one.opened.chart, one.planned) for one in several]
    with made_ahead(planned, partial(loaded, making.wanted), side_by_side=by_commands(making.wanted)) as made:
        here.take(reading.found(found, making.inputs, making.charts))
        if apart:
            here.judge()  # the charts themselves, while Helm starts
        waiting = _made_here(here, several, made, processors=processors, apart=apart)
    return making.made(), _with_others(here, waiting, hands)


def joins_all(found: Discovery) -> bool:
    """Whether the renders cannot be judged apart: which images a Dockerfile builds, those of the whole run tell."""
    return any(is_dockerfile(one.source) for one in found.inputs)


class _Here:
    """What this process has read of a run, and judged of it part by part."""

    def __init__(self, making: Making, config: Config, reading: Reading) -> None:
        self.making = making
        self.config = config
        self.reading = reading
        self.size = 0
        """Bytes of all that was read."""
        self.contents: list[Contents] = []
        self.parts: list[Part] = []
        self._judge = Judge(config.policies, config.carriers)
        self._judged = 0

    def take(self, contents: Contents) -> None:
        self.contents.append(contents)
        self.size += contents.size

    def take_render(self, one: ToRender, outcome: Made) -> int:
        """Take a render, or why there is none; its length."""
        self.making.take(one, outcome)
        if isinstance(outcome, LeftOut):
            return 0
        given = input_of(one.planned.render.id, outcome.text, one.release.namespace)
        self.take(self.reading.contents([given], read=self.size))
        return len(outcome.text)

    def judge(self) -> None:
        """Judge what was taken since the last time, if anything was, with the charts around it."""
        known, new = self.contents[: self._judged], self.contents[self._judged :]
        if new:
            charts = [one for contents in known for one in contents.resources if one.render == CHARTS[0]]
            releases = releases_of(self.config, self.making.scopes)
            self.parts.append(self._judge.part(together(new), releases, charts))
            self._judged = len(self.contents)


def _made_here(
    here: _Here, several: Sequence[ToRender], made: Sequence[Future[Made]], *, processors: int, apart: bool
) -> Sequence[ToRender]:
    """Take renders as long as it pays to make them in this process; those that are left for others."""
    size = judged = 0
    for number, (one, future) in enumerate(zip(several, made, strict=True)):
        # Rather judge than wait; each part is as large as all before it, since to begin one costs something.
        if apart and number - judged >= max(judged, 1) and not future.done():
            here.judge()
            judged = number
        size += here.take_render(one, future.result())
        left = len(several) - number - 1
        if processors > 1 and left > 1 and size / (number + 1) * left >= BREAK_EVEN:
            return several[number + 1 :]
    return ()


def _with_others(here: _Here, waiting: Sequence[ToRender], hands: Hands) -> list[Part]:
    """All parts of the run, those of the renders that are waiting made by others meanwhile."""
    if not waiting:
        here.judge()
        return here.parts
    from policycheck.api.portions import HandedOut  # noqa: PLC0415 - most runs are done by one process
    from policycheck.api.work import errand_of  # noqa: PLC0415 - idem

    errand = errand_of(together(here.contents), here.making.wanted, here.config, here.reading)
    with HandedOut(here.making, waiting, hands, errand) as others:
        here.judge()
        return [*here.parts, *others.parts(here.size)]

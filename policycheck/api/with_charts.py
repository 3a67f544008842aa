"""A run with charts: as long as that pays off this process does all itself, then others take the rest."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from policycheck.api.hands import ALONE, Hands
from policycheck.api.judging import Part, Reading, Renders, part_here
from policycheck.api.processors import available
from policycheck.api.renders import Making, ToRender, input_of
from policycheck.config.effective import Config
from policycheck.model import LeftOut
from policycheck.renderers.chart_renders import made_all
from policycheck.renderers.choose import loaded
from policycheck.sources.discovery import Discovery
from policycheck.sources.dockerfile_names import is_dockerfile
from policycheck.sources.inputs import Input
from policycheck.sources.loading import together

BREAK_EVEN = 400_000
"""Bytes of renders that take longer to judge than half a second, which each process takes to start, can make up for.

Measured: 2 to 8 microseconds a byte, the more the more small objects there are.
"""


def judged_with_charts(
    found: Discovery, making: Making, config: Config, reading: Reading, hands: Hands
) -> tuple[Renders, list[Part]]:
    """All that was found, read and judged, and what was made for it: the first part here, the others by others."""
    inputs, waiting = made_here(making, ALONE if joins_all(found) else hands)
    given = reading.found(found, making.inputs, making.charts)
    contents = together([given, reading.contents(inputs, read=given.size)])
    if not waiting:
        return making.made(), [part_here(contents, config, making.scopes)]
    from policycheck.api.portions import HandedOut  # noqa: PLC0415 - most runs are done by one process
    from policycheck.api.work import errand_of  # noqa: PLC0415 - idem

    errand = errand_of(contents, making.wanted, config, reading)
    with HandedOut(making, waiting, hands, errand) as others:
        parts = [part_here(contents, config, making.scopes), *others.parts(contents.size)]
    return making.made(), parts


def joins_all(found: Discovery) -> bool:
    """Whether the renders cannot be judged apart: which images a Dockerfile builds, those of the whole run tell."""
    return any(is_dockerfile(one.source) for one in found.inputs)


def made_here(making: Making, hands: Hands) -> tuple[Sequence[Input], Sequence[ToRender]]:
    """Make renders as long as it pays to make them in this process; those, and what is left for others."""
    waiting = making.to_render
    if len(waiting) > 1 and (hands.executor or (hands.jobs or 1) > 1):
        return (), waiting
    processors = available() if hands.jobs is None else 1
    inputs, size = [], 0
    several = made_all([(one.opened.chart, one.planned) for one in waiting], loaded(making.wanted))
    with closing(several):
        for number, (one, outcome) in enumerate(zip(waiting, several, strict=True), start=1):
            making.take(one, outcome)
            if not isinstance(outcome, LeftOut):
                inputs.append(input_of(one.planned.render.id, outcome.text, one.release.namespace))
                size += len(outcome.text)
            left = len(waiting) - number
            if processors > 1 and left > 1 and size / number * left >= BREAK_EVEN:
                return inputs, waiting[number:]
    return inputs, ()

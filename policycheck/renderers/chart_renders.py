"""Planned renders made, each by itself: one that fails keeps no other from being made."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from policycheck.errors import PolicycheckError, RenderError
from policycheck.model import LeftOut, Render
from policycheck.renderers.matrix import Planned
from policycheck.renderers.request import LibraryChart, PreparedChart, Rendered, Renderer
from policycheck.renderers.template_paths import shown

if TYPE_CHECKING:
    from concurrent.futures import Future

Made: TypeAlias = Rendered | LeftOut


_TURN = 0.0005
"""Seconds after which a thread that holds the interpreter lets another one in.

Helm's library lets go of it at each call, some twenty a render, and would wait ten times as long for it each time.
"""


@contextmanager
def made_ahead(
    planned: Sequence[tuple[PreparedChart, Planned]], load: Callable[[], Renderer], *, side_by_side: bool
) -> Iterator[Sequence[Future[Made]]]:
    """The renders in their order, made while the block does other work; those not begun at its end are not made.

    `load` gives the renderer, which takes its time where Helm is loaded into this process. Helm commands run
    `side_by_side`; Helm in process is not for several threads.
    """
    if not planned:
        yield ()
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - a run that hands out all renders needs none

    pool = ThreadPoolExecutor((os.cpu_count() or 1) if side_by_side else 1, thread_name_prefix="policycheck")
    turn = sys.getswitchinterval()
    sys.setswitchinterval(min(turn, _TURN))
    try:
        renderer = pool.submit(load)
        yield [pool.submit(_made_by, renderer, chart, one) for chart, one in planned]
    finally:
        pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(turn)


def _made_by(renderer: Future[Renderer], chart: PreparedChart, planned: Planned) -> Made:
    return made(chart, planned, renderer.result())


def made(chart: PreparedChart, planned: Planned, renderer: Renderer) -> Made:
    """The render, or why there is none: a library has nothing to render, anything else should have rendered."""
    if chart.file.is_library:
        reason = LibraryChart(chart.file.name).reason
        return LeftOut(shown(chart, chart.folder), None, reason, unread=False, render=planned.render.id)
    try:
        text = renderer(chart, planned.request)
    except RenderError as error:
        source = shown(chart, error.source) if error.source else shown(chart, chart.folder)
        return refused(error, planned.render, source)
    return Rendered(chart, planned.request, text, renderer)


def refused(error: PolicycheckError, render: Render, source: str) -> LeftOut:
    return LeftOut(source, error.line, f"does not render: {error.message}", unread=True, render=render.id)

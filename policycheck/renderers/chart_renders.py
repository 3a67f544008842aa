"""Planned renders made, each by itself: one that fails keeps no other from being made."""

from __future__ import annotations

import os
from collections.abc import Generator, Sequence
from typing import TypeAlias

from policycheck.errors import PolicycheckError, RenderError
from policycheck.model import LeftOut, Render
from policycheck.renderers.helm_cli import HelmCli
from policycheck.renderers.matrix import Planned
from policycheck.renderers.request import LibraryChart, PreparedChart, Rendered, Renderer
from policycheck.renderers.template_paths import shown

Made: TypeAlias = Rendered | LeftOut


def made_all(planned: Sequence[tuple[PreparedChart, Planned]], renderer: Renderer) -> Generator[Made, None, None]:
    """The renders in their order. Helm commands run side by side; Helm in process is not for several threads."""
    if not isinstance(renderer, HelmCli) or len(planned) == 1:
        yield from (made(chart, one, renderer) for chart, one in planned)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only several commands need it

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # whose map forgets what was not begun when nobody asks for more
        yield from pool.map(lambda one: made(one[0], one[1], renderer), planned)


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

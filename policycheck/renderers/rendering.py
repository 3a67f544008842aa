"""One render, from a chart's path to text."""

from __future__ import annotations

from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import LibraryChart, Renderer, RenderRequest


def render(request: RenderRequest, renderer: Renderer) -> str | LibraryChart:
    """The manifests that the request's chart renders. RenderError where it does not; a library renders nothing.

    For many renders of one chart, open it once with `prepared` and call the renderer itself.
    """
    with prepared(request.chart) as chart:
        return LibraryChart(chart.file.name) if chart.file.is_library else renderer(chart, request)

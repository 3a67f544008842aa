"""Renders of a chart with changed values: what they answer is remembered, and there is an end to them."""

from __future__ import annotations

import os
import time

from policycheck.authoring.origin.changed_values import Changes, as_yaml, overlaid
from policycheck.authoring.origin.rendered_objects import Rendering
from policycheck.authoring.origin.values_layers import ValuesLayers
from policycheck.errors import RenderError
from policycheck.renderers.request import PreparedChart, Renderer, RenderRequest

_VALUES = "policycheck-values.yaml"


class TrialRenders:
    """`chart` is a working copy. A render that has begun is finished, whatever time it takes."""

    def __init__(
        self, chart: PreparedChart, request: RenderRequest, renderer: Renderer, *, values: ValuesLayers
    ) -> None:
        self.values = values
        self.count = 0
        self._chart = chart
        self._request = request._replace(set_values=(), set_strings=())
        self._renderer = renderer
        self._end = 0.0
        self._file = os.path.join(os.path.dirname(chart.folder), _VALUES)

    def begin(self, seconds: float) -> None:
        """Give the question that follows so much time."""
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self._end

    def render(self, changes: Changes) -> Rendering | None:
        """The render with the changes; None where the chart does not render with them."""
        return self._rendered(changes, self._request)

    def elsewhere(self) -> Rendering | None:
        """The render as another release in another namespace."""
        request = self._request
        return self._rendered(
            {}, request._replace(release=_other(request.release), namespace=_other(request.namespace))
        )

    def _rendered(self, changes: Changes, request: RenderRequest) -> Rendering | None:
        self.count += 1
        with open(self._file, "w", encoding="utf-8") as file:
            file.write(as_yaml(overlaid(self.values, changes)))
        try:
            return Rendering(self._renderer(self._chart, request._replace(values_files=(self._file,))))
        except RenderError:
            return None


def _other(name: str) -> str:
    return name[:50] + "zq"

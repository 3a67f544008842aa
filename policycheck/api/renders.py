"""The charts and Kustomize folders of a run, rendered: what the rest of the run reads as it reads manifests."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from typing import NamedTuple

from policycheck.api.judging import Renders, Scope
from policycheck.config.effective import Config
from policycheck.errors import RenderError, UsageError
from policycheck.kubernetes.versions import NEWEST, parse_kube_version
from policycheck.language.context import Release
from policycheck.model import LeftOut, Note, Render
from policycheck.renderers import kustomize
from policycheck.renderers.archives import holds_chart
from policycheck.renderers.chart_renders import made, refused
from policycheck.renderers.choose import for_renders
from policycheck.renderers.matrix import Asked, Planned, missed, plan, refuse_unknown_sets, values_sets
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import PreparedChart, Rendered, Renderer
from policycheck.sources.chart_files import ChartFolder
from policycheck.sources.discovery import Discovery
from policycheck.sources.inputs import Input


class Rendering(NamedTuple):
    """How charts are rendered. `helm` is the path of a binary; without one a renderer is looked for."""

    asked: Asked = Asked()
    helm: str | None = None


class _Opened(NamedTuple):
    """A chart that can be rendered; `path` is as it was given."""

    path: str
    chart: PreparedChart
    asked: Asked


def renders(
    found: Discovery, charts: Iterable[str], config: Config, rendering: Rendering | None, opened: ExitStack
) -> Renders:
    """Render all that was found; the charts stay open as long as `opened`. `charts` are only to be judged as charts.

    Raises UsageError for a helm that is none, and for names of sets that no chart has.
    """
    making = _Making(config, rendering or Rendering())
    for path in found.charts:
        if path not in found.archives_met or holds_chart(path):
            making.open(path, opened)
    making.render_charts()
    for folder in found.kustomizations:
        making.build(folder)
    making.take_charts(charts)
    return Renders(making.inputs, making.charts, making.scopes, making.rendered, making.left_out, making.notes)


class _Making:
    def __init__(self, config: Config, rendering: Rendering) -> None:
        self.config = config
        self.rendering = rendering
        self.kube_version = config.kube_version or ".".join(map(str, NEWEST))
        self.opened: list[_Opened] = []
        self.inputs: list[Input] = []
        self.charts: list[ChartFolder] = []
        self.scopes: list[Scope] = []
        self.rendered: dict[str, Rendered] = {}
        self.left_out: list[LeftOut] = []
        self.notes: list[Note] = []

    def open(self, path: str, opened: ExitStack) -> None:
        try:
            chart = opened.enter_context(prepared(path))
        except RenderError as error:
            render = Render(path, None, (), None)
            self.scopes.append(Scope(render, Release()))
            self.left_out.append(refused(error, render, error.source or path))
            return
        self.opened.append(_Opened(path, chart, self.rendering.asked._replace(namespace=self.config.namespace)))
        self.charts.append(ChartFolder(path if os.path.isdir(path) else chart.folder, path))
        self.notes += missed(chart)

    def render_charts(self) -> None:
        chosen = self.rendering.asked.chosen
        if chosen and self.opened:
            names = [values.name for one in self.opened for values in values_sets(one.chart, one.asked.named_sets)]
            refuse_unknown_sets(chosen, list(dict.fromkeys(names)))
        names_of_charts = Counter(one.chart.file.name for one in self.opened)
        planned = [
            (one, render)
            for one in self.opened
            for render in plan(
                one.chart,
                one.asked,
                label=one.chart.file.name if names_of_charts[one.chart.file.name] == 1 else one.path,
                kube_version=self.kube_version,
            )
        ]
        renderer = for_renders(sum(not one.chart.file.is_library for one, _ in planned), self.rendering.helm)
        for one, render in planned:
            self.render(one, render, renderer)

    def render(self, opened: _Opened, planned: Planned, renderer: Renderer) -> None:
        render, request = planned
        release = Release(request.release, opened.asked.namespace, parse_kube_version(request.kube_version))
        self.scopes.append(Scope(render, release))
        outcome = made(opened.chart, planned, renderer)
        if isinstance(outcome, LeftOut):
            self.left_out.append(outcome)
            return
        self.rendered[render.id] = outcome
        self.take(render.id, outcome.text, opened.asked.namespace)

    def take(self, render_id: str, text: str, namespace: str | None) -> None:
        self.inputs.append(Input(render_id, text.encode(), render=render_id, namespace=namespace))

    def build(self, folder: str) -> None:
        render = Render(f"{folder} (kustomize)", None, (), self.config.kube_version)
        release = Release(None, self.config.namespace, parse_kube_version(self.kube_version))
        self.scopes.append(Scope(render, release))
        try:
            self.take(render.id, kustomize.build(folder), None)
        except (RenderError, UsageError) as error:
            self.left_out.append(refused(error, render, error.source or folder))

    def take_charts(self, folders: Iterable[str]) -> None:
        """Charts whose render was given beside them; one that we rendered is there already."""
        known = {os.path.realpath(one.path) for one in self.charts}
        for folder in folders:
            if os.path.realpath(folder) not in known:
                known.add(os.path.realpath(folder))
                self.charts.append(ChartFolder(folder, folder))

"""The charts and Kustomize folders of a run: what is to be rendered, and what the rest of the run reads of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from policycheck.api.asked import Rendering, asked_of, refuse_unknown_charts, refuse_without_charts
from policycheck.api.judging import Renders, Scope
from policycheck.config.effective import Config
from policycheck.errors import PolicycheckError, RenderError
from policycheck.kubernetes.versions import NEWEST, parse_kube_version
from policycheck.language.context import Release
from policycheck.model import LeftOut, Note, Render
from policycheck.records import Record
from policycheck.renderers import kustomize
from policycheck.renderers.archives import holds_chart
from policycheck.renderers.chart_renders import Made, refused
from policycheck.renderers.choose import Wanted, for_renders
from policycheck.renderers.matrix import Asked, Planned, missed, plan, refuse_unknown_sets, values_sets
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import PreparedChart, Rendered
from policycheck.sources.chart_folders import ChartFolder
from policycheck.sources.discovery import Discovery
from policycheck.sources.inputs import Input


class Opened(Record):
    """A chart that can be rendered; `path` is as it was given."""

    path: str
    chart: PreparedChart
    asked: Asked


class ToRender(Record):
    """A render that somebody has to make, and the release it is judged as."""

    opened: Opened
    planned: Planned
    release: Release


def planning(
    found: Discovery, charts: Iterable[str], config: Config, rendering: Rendering | None, opened: ExitStack
) -> Making:
    """Open every chart, plan its renders, and build what Kustomize builds; the charts stay open as long as `opened`.

    `charts` are only to be judged as charts. Raises UsageError for a helm that is none, for names of sets that no chart
    has, and for what is asked of renders where nothing is rendered; ConfigError for settings of charts that are not
    there.
    """
    if found.charts:
        refuse_unknown_charts(config)
    elif rendering and not charts:
        refuse_without_charts(rendering, kustomizations=bool(found.kustomizations))
    making = Making(config, rendering or Rendering())
    for path in found.charts:
        if path not in found.archives_met or holds_chart(path):
            making.open(path, opened)
    for folder in found.kustomizations:
        making.build(folder)
    making.plan_charts()
    making.take_charts(charts)
    making.note_manifests(found.inputs)
    return making


def input_of(render_id: str, text: str, namespace: str | None) -> Input:
    """A render as what is read of it."""
    return Input(render_id, text.encode(), render=render_id, rendered=True, namespace=namespace)


class Making:
    """What is made of the charts, on the way to `Renders`. Each of `to_render` is taken once it is made, in order."""

    def __init__(self, config: Config, rendering: Rendering) -> None:
        self.config = config
        self.rendering = rendering
        self.kube_version = config.kube_version or ".".join(map(str, NEWEST))
        self.opened: list[Opened] = []
        self.to_render: list[ToRender] = []
        self.wanted = Wanted(None, by_command=True)
        self.inputs: list[Input] = []
        self.charts: list[ChartFolder] = []
        self.scopes: list[Scope] = []
        self.rendered: dict[str, Rendered] = {}
        self.left_out: list[LeftOut] = []
        self.notes: list[Note] = []

    def open(self, path: str, opened: ExitStack) -> None:
        """A chart that cannot even be opened has one render, which failed; its own files are judged all the same."""
        try:
            chart = opened.enter_context(prepared(path))
        except RenderError as error:
            render = Render(path, None, (), self.config.kube_version)
            self.add_scope(render, Release())
            self.left_out.append(refused(error, render, error.source or path))
            if os.path.isdir(path):
                self.charts.append(ChartFolder(path, path))
            return
        self.opened.append(Opened(path, chart, asked_of(path, chart.folder, self.config, self.rendering.asked)))
        self.charts.append(ChartFolder(path if os.path.isdir(path) else chart.folder, path))
        self.notes += missed(chart)

    def made(self) -> Renders:
        return Renders(self.inputs, self.charts, self.scopes, self.rendered, self.left_out, self.notes)

    def plan_charts(self) -> None:
        chosen = self.rendering.asked.chosen
        if chosen and self.opened:
            names = [values.name for one in self.opened for values in values_sets(one.chart, one.asked.named_sets)]
            refuse_unknown_sets(chosen, list(dict.fromkeys(names)))
        self.to_render += self.planned()
        self.wanted = for_renders(
            sum(not one.opened.chart.file.is_library for one in self.to_render), self.rendering.helm
        )

    def planned(self) -> Iterator[ToRender]:
        """Charts are told apart by name, and two of one name by their paths."""
        named = Counter(one.chart.file.name for one in self.opened)
        for one in self.opened:
            label = one.chart.file.name if named[one.chart.file.name] == 1 else one.path
            several = plan(one.chart, one.asked, label=label, kube_version=self.kube_version)
            if not several:
                reason = f"not rendered: none of its sets of values is called {' or '.join(one.asked.chosen)}"
                self.left_out.append(LeftOut(one.path, None, reason, unread=False))
            for planned in several:
                request = planned.request
                release = Release(request.release, one.asked.namespace, parse_kube_version(request.kube_version))
                yield ToRender(one, planned, release)

    def take(self, one: ToRender, outcome: Made) -> None:
        """Take a render that was made, or why it was not; who reads and judges it is another matter."""
        render = one.planned.render
        self.add_scope(render, one.release, assumed=not (one.opened.asked.kube_versions or self.config.kube_version))
        if isinstance(outcome, LeftOut):
            self.left_out.append(outcome)
        else:
            self.rendered[render.id] = outcome

    def add_scope(self, render: Render, release: Release, *, assumed: bool = False) -> None:
        self.scopes.append(Scope(render, release, assumed))

    def build(self, folder: str) -> None:
        """A Kustomize folder renders alike for every version of Kubernetes, and is judged as of each."""
        if kustomize.is_component(folder):
            reason = "a Kustomize component: it is checked where a kustomization uses it"
            self.left_out.append(LeftOut(folder, None, reason, unread=False))
            return
        try:
            built: str | PolicycheckError = kustomize.build(folder)
        except PolicycheckError as error:
            built = error
        versions = self.rendering.asked.kube_versions or (self.kube_version,)
        for version in versions:
            said = f", Kubernetes {version}" if len(versions) > 1 else ""
            render = Render(f"{folder} (kustomize{said})", None, (), version)
            release = Release(None, self.config.namespace, parse_kube_version(version))
            self.add_scope(render, release, assumed=not self.config.kube_version)
            if isinstance(built, str):
                self.inputs.append(input_of(render.id, built, None))
            else:
                self.left_out.append(refused(built, render, built.source or folder))

    def take_charts(self, folders: Iterable[str]) -> None:
        """Charts whose render was given beside them; one that we rendered is there already."""
        known = {os.path.realpath(one.path) for one in self.charts}
        for folder in folders:
            if os.path.realpath(folder) not in known:
                known.add(os.path.realpath(folder))
                self.charts.append(ChartFolder(folder, folder))

    def note_manifests(self, inputs: Iterable[Input]) -> None:
        versions = self.rendering.asked.kube_versions
        if len(versions) > 1:
            text = f"judged as of Kubernetes {versions[0]} only: for what it is meant else, only its renderer knows"
            self.notes += (Note("warning", given.source, None, text) for given in inputs)

"""A chart as a file of tests: every render of it by every policy that finds something to judge there."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from policycheck.errors import PolicycheckError
from policycheck.model import Render, Report
from policycheck.pytest_plugin.chart_items import ChartTest, InstallTest
from policycheck.pytest_plugin.told import Told, of_policies, of_render
from policycheck.pytest_plugin.workshop import chart_report, shown
from policycheck.reporters.junit_names import numbered
from policycheck.sources.chart_files import WORKSPACE

CHART = "chart"
"""What stands in place of a render where the chart's own files are judged."""


class ChartFile(pytest.File):
    """A Chart.yaml. The chart is checked once, when it is collected: only then it is known what judges something."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        folder = shown(os.path.dirname(self.path), self.config)
        try:
            report = chart_report(folder, self.config)
        except PolicycheckError as error:
            told = Told("renders", "failed", str(error), error.source, error.line)
            yield ChartTest.from_parent(self, name=told.name, told=told)
            return
        names: dict[str, int] = {}
        of_files = [one for one in report.outcomes if one.resource.render == WORKSPACE]
        for render in report.renders:
            if render.id == WORKSPACE:
                continue
            name = numbered(_within(render, folder), names)
            yield RenderTests.from_parent(self, name=name, report=report, render=render)
        for one in of_policies(of_files, report):
            yield ChartTest.from_parent(self, name=f"{CHART}::{one.name}", told=one)


class RenderTests(pytest.Collector):
    """One render: that it renders, each policy that judged something in it, and that it installs."""

    def __init__(self, *, name: str, parent: ChartFile, report: Report, render: Render) -> None:
        super().__init__(name, parent)
        self.report = report
        self.render = render

    def collect(self) -> Iterator[pytest.Item]:
        outcomes = [one for one in self.report.outcomes if one.resource.render == self.render.id]
        first = of_render(self.report, self.render, outcomes)
        yield ChartTest.from_parent(self, name=first.name, told=first)
        for one in of_policies(outcomes, self.report):
            yield ChartTest.from_parent(self, name=one.name, told=one)
        if first.verdict == "passed":
            yield InstallTest.from_parent(self, name="installs", render=self.render)


def _within(render: Render, folder: str) -> str:
    """What tells it from the chart's other renders: its id without the chart, `ci/ha-values.yaml, Kubernetes 1.33`."""
    for label in (render.chart, folder):
        if label and render.id.startswith(f"{label} ("):
            return render.id[len(label) + 2 :].removesuffix(")")
    return render.values_name or render.id

"""The fixture `chart`: which chart a test means, and that no failed render of it goes unnoticed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from policycheck.authoring.chart_tests.chart import Chart
from policycheck.errors import PolicycheckError
from policycheck.pytest_plugin.places import CHART_FILE, configured_charts
from policycheck.pytest_plugin.snapshot_files import snapshots_of
from policycheck.pytest_plugin.workshop import CHART_PATH, given, opened_chart, shown, workshop


def opened(request: pytest.FixtureRequest) -> Iterator[Chart]:
    """The chart; after the test a failure for a render that failed and whose errors nobody looked at."""
    chart = _opened(request)
    if isinstance(chart, PolicycheckError):
        pytest.fail(str(chart), pytrace=False)
    yield chart
    unseen = [str(error) for render in chart.renders for error in render.unseen_errors]
    if unseen:
        pytest.fail("a render failed, and the test did not look at its `errors`:\n" + "\n".join(unseen), pytrace=False)


def _opened(request: pytest.FixtureRequest) -> Chart | PolicycheckError:
    config = request.config
    path = shown(_path(request), config)
    try:
        return Chart(path, opened_chart(path, config), workshop(config), snapshots_of(request.node))
    except PolicycheckError as error:
        return error


def _path(request: pytest.FixtureRequest) -> str:
    """The marker says it; else --chart-path; else the folder around the test file; else the only configured chart."""
    config = request.config
    marker = request.node.get_closest_marker("chart")
    named = getattr(request, "param", None) or (marker.args[0] if marker and marker.args else None)
    if named is not None:
        return os.path.join(config.rootpath, str(named))
    if option := given(CHART_PATH, config):
        return os.path.join(config.invocation_params.dir, option)
    around = [folder for folder in request.path.parents if (folder / CHART_FILE).is_file()]
    return str(around[0] if around else _configured(request.path, config))


def _configured(test: Path, config: pytest.Config) -> Path:
    charts = [chart.parent for path in config.getini("charts") for chart in configured_charts(path)]
    if len(charts) == 1:
        return charts[0]
    names = [os.path.relpath(chart, config.rootpath) for chart in charts]
    which = f"one of {', '.join(names)}" if names else "none is configured"
    example = names[0] if names else "charts/orders"
    advice = f'mark it with @pytest.mark.chart("{example}"), move it into the chart\'s folder, or give --chart-path'
    pytest.fail(f"{shown(str(test), config)}: which chart does it test? {which}; {advice}", pytrace=False)

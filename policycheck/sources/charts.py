"""Charts met on the way: their files are templates and values, which only a renderer makes manifests of."""

from __future__ import annotations

import os
import shlex

from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read
from policycheck.model import LeftOut
from policycheck.sources.chart_files import CHART_FILE

_OWN = frozenset((CHART_FILE, "Chart.lock", "templates", "charts", "crds", "ci", "values.schema.json"))


def belongs_to_chart(name: str) -> bool:
    """Whether an entry of a chart's folder is part of the chart: templates, values, subcharts, tests of the chart."""
    return name in _OWN or (name.startswith("values") and name.endswith((".yaml", ".yml")))


def not_rendered(folder: str) -> LeftOut:
    """The chart in a folder as left out, with the command that renders it; a library renders nothing of its own."""
    if _is_library(folder):
        return LeftOut(
            folder, None, "a library chart: it is checked where a chart that uses it is rendered", unread=False
        )
    name = os.path.basename(os.path.abspath(folder))
    command = f"helm template {shlex.quote(name)} {shlex.quote(folder)} | policycheck"
    return LeftOut(folder, None, f"a chart, which was not rendered; run: {command}", unread=True)


def _is_library(folder: str) -> bool:
    try:
        with open(os.path.join(folder, CHART_FILE), "rb") as file:
            chart = read(file.read()).body
    except (OSError, ManifestError):
        return False
    return isinstance(chart, dict) and chart.get("type") == "library"

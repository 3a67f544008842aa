"""From the name that Helm gives a file of a chart to the path a reader can open."""

from __future__ import annotations

import os

from policycheck.errors import PolicycheckError
from policycheck.renderers.chart_file import read_chart_file
from policycheck.renderers.dependencies import SUBCHARTS, held_names
from policycheck.renderers.request import PreparedChart


def path_of(chart: PreparedChart, name: str) -> str:
    """The path of "orders/charts/db/templates/x.yaml", say; the name itself if it is not the chart's.

    In names stand charts' names and aliases, in paths the folders they lie in, which can be elsewhere.
    """
    head, _, rest = name.partition("/")
    if head != chart.file.name or not rest:
        return name
    return shown(chart, os.path.join(chart.folder, *_folders(chart.folder, rest.split("/"))))


def shown(chart: PreparedChart, path: str) -> str:
    """The path as a reader knows it: what lies in a copy is named by what it is a copy of."""
    homes = [folder for folder in chart.shown if path == folder or path.startswith(folder + os.sep)]
    if not homes:
        return path
    home = max(homes, key=len)
    return chart.shown[home] + path[len(home) :]


def _folders(folder: str, parts: list[str]) -> list[str]:
    if len(parts) < len(("charts", "name", "templates")) or parts[0] != SUBCHARTS:
        return parts
    try:
        aliases = {one.alias: one.name for one in read_chart_file(folder, folder).dependencies if one.alias}
        here = held_names(folder, folder)[aliases.get(parts[1], parts[1])]
    except (PolicycheckError, KeyError):  # an archive, whose files have no path
        return parts
    return [here, *_folders(os.path.join(folder, here), parts[2:])]

"""Charts below a folder, by their names: nearest first, as far as is worth the time of a run that only wants lines."""

from __future__ import annotations

import os
from collections.abc import Iterator

from policycheck.errors import PolicycheckError
from policycheck.renderers.chart_file import NAME, read_chart_file

DEPTH = 4
MOST_FOLDERS = 2000
_NOT_OURS = ("node_modules", "__pycache__", "venv")


def charts_called(name: str, folder: str = ".") -> list[str]:
    """The folders of all charts of that name, at most four levels down.

    Hidden folders, virtual environments, node_modules and what a link leads to are passed over, and so is what lies in
    a chart: its subcharts are rendered as parts of it.
    """
    return [chart for chart in _charts(folder) if _name(chart) == name]


def _charts(folder: str) -> Iterator[str]:
    level, left = [os.path.normpath(folder)], MOST_FOLDERS
    for _ in range(DEPTH + 1):
        below: list[str] = []
        for path in level[:left]:
            if os.path.isfile(os.path.join(path, NAME)):
                yield path
            else:
                below += _folders(path)
        level, left = below, max(0, left - len(level))


def _folders(path: str) -> list[str]:
    try:
        with os.scandir(path) as entries:
            found = sorted(
                one.name for one in entries if one.is_dir(follow_symlinks=False) and not _is_passed(one.name)
            )
    except OSError:
        return []
    return [os.path.normpath(os.path.join(path, name)) for name in found]


def _is_passed(name: str) -> bool:
    return name.startswith(".") or name in _NOT_OURS


def _name(chart: str) -> str | None:
    """None for a folder whose Chart.yaml Helm could not read."""
    try:
        return read_chart_file(chart, chart).name
    except PolicycheckError:
        return None

"""`file://` dependencies, brought into the charts/ of a temporary copy as `helm dependency build` would."""

from __future__ import annotations

import os

from policycheck.errors import RenderError
from policycheck.helm.version_ranges import in_range, is_range
from policycheck.records import Record
from policycheck.renderers.archives import SUFFIXES
from policycheck.renderers.chart_copy import copy
from policycheck.renderers.chart_file import NAME, ChartFile, Dependency, read_chart_file

SUBCHARTS = "charts"
_SCHEME = "file://"


class _Place(Record):
    """A chart of the copy: its folder there, the folder it is a copy of, and how readers know that one."""

    folder: str
    origin: str
    shown: str


def absent(folder: str, shown: str, file: ChartFile) -> list[Dependency]:
    """The `file://` dependencies that the folder's charts/ does not hold."""
    wanted = [one for one in file.dependencies if one.repository.startswith(_SCHEME)]
    held = held_names(folder, shown) if wanted else {}
    return [one for one in wanted if one.name not in held and not _archived(folder, one.name)]


def held_names(folder: str, shown: str) -> dict[str, str]:
    """The charts that lie as folders in charts/, by the names in their Chart.yaml: their paths below `folder`."""
    below = os.path.join(folder, SUBCHARTS)
    entries = sorted(os.listdir(below)) if os.path.isdir(below) else []
    paths = [os.path.join(SUBCHARTS, one) for one in entries if os.path.isfile(os.path.join(below, one, NAME))]
    return {read_chart_file(os.path.join(folder, path), os.path.join(shown, path)).name: path for path in paths}


def bring(folder: str, origin: str, shown: str) -> dict[str, str]:
    """Bring what is absent, and what that needs in turn, into `folder`, a copy of `origin`.

    Returns what readers call each chart's folder. RenderError for a dependency that is not there or no chart, has
    another name, a version out of range, or depends on a chart that depends on it.
    """
    places: dict[str, str] = {}
    _bring(_Place(folder, os.path.realpath(origin), shown), (), places)
    return places


def _bring(chart: _Place, above: tuple[str, ...], places: dict[str, str]) -> None:
    places[chart.folder] = chart.shown
    above = (*above, chart.origin)
    file = read_chart_file(chart.folder, chart.shown)
    missing = absent(chart.folder, chart.shown, file)
    for path in held_names(chart.folder, chart.shown).values():
        origin = os.path.realpath(os.path.join(chart.origin, path))
        _bring(_Place(os.path.join(chart.folder, path), origin, os.path.join(chart.shown, path)), above, places)
    for dependency in missing:
        source = _source(chart, dependency)
        if source.origin in above:
            raise _wrong(chart, dependency, "which depends on this chart in turn; one of the two must go")
        copy(source.origin, source.folder, source.shown)
        _agrees(chart, dependency, read_chart_file(source.folder, source.shown))
        _bring(source, above, places)


def _source(chart: _Place, dependency: Dependency) -> _Place:
    """Where the dependency lies: its path counts from the chart that names it, wherever that one was copied from."""
    path = dependency.repository.removeprefix(_SCHEME)
    origin = os.path.realpath(os.path.join(chart.origin, path))
    if not os.path.isfile(os.path.join(origin, NAME)):
        raise _wrong(chart, dependency, f"where no folder with a {NAME} is; mend the path")
    shown = path if os.path.isabs(path) else os.path.normpath(os.path.join(chart.shown, path))
    return _Place(os.path.join(chart.folder, SUBCHARTS, dependency.name), origin, shown)


def _agrees(chart: _Place, dependency: Dependency, found: ChartFile) -> None:
    if found.name != dependency.name:
        raise _wrong(chart, dependency, f'whose chart is named "{found.name}"; write that name')
    if dependency.version and not is_range(dependency.version):
        raise _wrong(chart, dependency, f'and "{dependency.version}" is no version range')
    if dependency.version and not in_range(dependency.version, found.version):
        raise _wrong(chart, dependency, f'which is {found.version}, and "{dependency.version}" leaves that out')


def _archived(folder: str, name: str) -> bool:
    below = os.path.join(folder, SUBCHARTS)
    entries = os.listdir(below) if os.path.isdir(below) else []
    return any(one.startswith(f"{name}-") and one.endswith(SUFFIXES) for one in entries)


def _wrong(chart: _Place, dependency: Dependency, why: str) -> RenderError:
    message = f"dependency {dependency.name} is {dependency.repository}, {why}"
    return RenderError(message, source=os.path.join(chart.shown, NAME))

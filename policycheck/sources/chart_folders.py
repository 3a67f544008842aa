"""Which files make a chart: those of its folder, and of the charts beside it that it depends on."""

from __future__ import annotations

import os
from collections.abc import Iterator

from policycheck.errors import ManifestError, UsageError
from policycheck.exact_yaml.reader import read
from policycheck.model import Value
from policycheck.records import Record
from policycheck.sources.chart_archives import SUFFIXES

CHART_FILE = "Chart.yaml"
VALUES_FILE = "values.yaml"
LOCK_FILE = "Chart.lock"
SCHEMA_FILE = "values.schema.json"
IGNORE_FILE = ".helmignore"
FILES = (CHART_FILE, VALUES_FILE, LOCK_FILE, SCHEMA_FILE)
FOLDERS = ("templates", "crds", "charts")
UMBRELLA = f"../../{CHART_FILE}"
"""The chart that a chart lies in the charts/ of."""

FILE_REPOSITORY = "file://"


class ChartFolder(Record):
    """A chart's folder, and how readers know it: one that we unpacked by the archive."""

    path: str
    shown: str


def files_of(chart: ChartFolder) -> dict[str, tuple[str, str]]:
    """A chart's files by their names seen from its folder, `../lib/Chart.yaml` too; UsageError for no chart.

    Of each its path, and how readers know it.
    """
    if not os.path.exists(os.path.join(chart.path, CHART_FILE)):
        message = f"no {CHART_FILE} in it, so it is no chart; name the folder that holds one"
        raise UsageError(message, source=chart.shown)
    found = dict(_own(chart.path, ""))
    if os.path.basename(os.path.dirname(os.path.abspath(chart.path))) == "charts":
        umbrella = os.path.join(chart.path, UMBRELLA)
        found |= {UMBRELLA: umbrella} if os.path.exists(umbrella) else {}
    waiting, seen = [""], {""}
    while waiting:
        name = waiting.pop()
        for beside in beside_of(_dependencies(os.path.join(chart.path, name, CHART_FILE)), name):
            if beside not in seen and os.path.exists(os.path.join(chart.path, beside, CHART_FILE)):
                seen.add(beside)
                waiting.append(beside)
                found |= dict(_own(os.path.join(chart.path, beside), beside))
    return {name: (path, os.path.join(chart.shown, name)) for name, path in found.items()}


def beside_of(dependencies: Value, name: str = "") -> Iterator[str]:
    """The folders of a chart's `file://` dependencies, seen from where the chart's own folder is called `name`."""
    for entry in dependencies if isinstance(dependencies, list) else ():
        repository = entry.get("repository") if isinstance(entry, dict) else None
        if isinstance(repository, str) and repository.startswith(FILE_REPOSITORY):
            yield os.path.normpath(os.path.join(name, repository.removeprefix(FILE_REPOSITORY))).replace(os.sep, "/")


def _own(folder: str, name: str) -> Iterator[tuple[str, str]]:
    prefix = f"{name}/" if name else ""
    for file in (*FILES, IGNORE_FILE):
        if os.path.isfile(os.path.join(folder, file)):
            yield prefix + file, os.path.join(folder, file)
    for inside in FOLDERS:
        for path in _below(os.path.join(folder, inside), ()):
            yield prefix + os.path.relpath(path, folder).replace(os.sep, "/"), path


def _below(folder: str, above: tuple[str, ...]) -> Iterator[str]:
    """The files of a folder in order; links are followed, as Helm does, but in no circle."""
    real = os.path.realpath(folder)
    if real in above or not os.path.isdir(folder):
        return
    for entry in sorted(os.listdir(folder)):
        path = os.path.join(folder, entry)
        if os.path.isdir(path):
            yield from _below(path, (*above, real))
        elif os.path.isfile(path):
            yield path


def _dependencies(path: str) -> Value:
    """Of a Chart.yaml that cannot be read none are known; whoever reads it says so."""
    try:
        with open(path, "rb") as file:
            body = read(file.read()).body
    except (OSError, ManifestError):
        return None
    return body.get("dependencies") if isinstance(body, dict) else None


def is_archive(name: str) -> bool:
    return name.endswith(SUFFIXES)

"""A copy of a chart to change and to render: subcharts unpacked, and no schema that could refuse changed values."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from policycheck.renderers.archives import SUFFIXES, unpack
from policycheck.renderers.chart_copy import copy
from policycheck.renderers.dependencies import SUBCHARTS
from policycheck.renderers.request import PreparedChart
from policycheck.renderers.template_paths import shown

SCHEMA = "values.schema.json"


@contextmanager
def working_copy(chart: PreparedChart) -> Iterator[PreparedChart]:
    """The copy, until the block ends; readers know its files by the names of those they are copies of."""
    with TemporaryDirectory(prefix="policycheck-") as temporary:
        folder = os.path.join(os.path.realpath(temporary), "chart")
        copy(chart.folder, folder, shown(chart, chart.folder))
        names = {folder + one[len(chart.folder) :]: name for one, name in chart.shown.items()}
        copied = PreparedChart(folder, chart.file, chart.shown | names)
        _make_ready(copied, folder)
        yield copied


def chart_folders(folder: str) -> Iterator[str]:
    """The folder of a chart, and of all charts in its charts/, outermost first."""
    yield folder
    below = os.path.join(folder, SUBCHARTS)
    for name in sorted(os.listdir(below)) if os.path.isdir(below) else []:
        if os.path.isdir(path := os.path.join(below, name)):
            yield from chart_folders(path)


def files_below(chart: PreparedChart, part: str) -> dict[str, str]:
    """The files in a folder of the chart and of each of its subcharts, as "templates", by their names for readers."""
    return {
        shown(chart, os.path.join(above, name)): os.path.join(above, name)
        for folder in chart_folders(chart.folder)
        for above, _, names in sorted(os.walk(os.path.join(folder, part)))
        for name in sorted(names)
    }


def _make_ready(chart: PreparedChart, folder: str) -> None:
    """Unpack what is in charts/ before looking into it."""
    schema = os.path.join(folder, SCHEMA)
    if os.path.isfile(schema):
        os.remove(schema)
    below = os.path.join(folder, SUBCHARTS)
    for name in sorted(os.listdir(below)) if os.path.isdir(below) else []:
        path = os.path.join(below, name)
        if name.endswith(SUFFIXES) and os.path.isfile(path):
            path = _unpacked(chart, path)
        if os.path.isdir(path):
            _make_ready(chart, path)


def _unpacked(chart: PreparedChart, archive: str) -> str:
    """Put a folder in the place of an archive. Readers know its files by the archive's path."""
    folder = archive.removesuffix(".tgz").removesuffix(".tar.gz")
    with TemporaryDirectory(prefix="policycheck-") as into:
        shutil.move(unpack(archive, os.path.realpath(into)), folder)
    chart.shown[folder] = shown(chart, archive)
    os.remove(archive)
    return folder

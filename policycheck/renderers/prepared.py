"""A chart opened once for any number of renders. The chart itself is only ever read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from policycheck.errors import RenderError
from policycheck.renderers.archives import SUFFIXES, unpack
from policycheck.renderers.chart_copy import copy, is_plain
from policycheck.renderers.chart_file import read_chart_file
from policycheck.renderers.dependencies import absent, bring
from policycheck.renderers.request import PreparedChart


@contextmanager
def prepared(chart: str) -> Iterator[PreparedChart]:
    """The chart of a folder or a .tgz, ready for Helm until the block ends. RenderError for what no Helm could render.

    Where Helm could not take the folder as it lies there (an archive, links, a `file://` dependency that is not in
    charts/), it gets a copy in a temporary folder, and only there is anything written.
    """
    if os.path.isdir(chart):
        file = read_chart_file(chart, chart)
        if is_plain(chart) and not absent(chart, chart, file):
            folder = os.path.abspath(chart)
            yield PreparedChart(folder, file, {folder: chart})
            return
    elif not os.path.isfile(chart):
        raise RenderError("no such folder or file", source=chart)
    elif not chart.endswith(SUFFIXES):
        raise RenderError("no chart: a chart is a folder or a .tgz", source=chart)
    with TemporaryDirectory(prefix="policycheck-") as temporary:
        yield _copied(chart, os.path.realpath(temporary))


def _copied(chart: str, temporary: str) -> PreparedChart:
    if os.path.isfile(chart):
        folder = unpack(chart, temporary)
        shown = {folder: chart}
    else:
        folder = os.path.join(temporary, "chart")
        copy(chart, folder, chart)
        shown = bring(folder, chart, chart)
    return PreparedChart(folder, read_chart_file(folder, chart), shown)

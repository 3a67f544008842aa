"""What a chart's renders and their verdicts depend on: the folders and files whose changes start a round."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from policycheck.config.effective import Config
from policycheck.errors import PolicycheckError
from policycheck.language.library import bundled_folder
from policycheck.records import Record
from policycheck.renderers.chart_file import read_chart_file

_SCHEME = "file://"


class Watched(Record):
    """Real paths. `folders` are watched with all below them; `files` are those that lie in none of them."""

    folders: frozenset[str]
    files: frozenset[str]


def watched(charts: Iterable[str], files: Iterable[str]) -> Watched:
    """Charts with what they link to and what they depend on by `file://`, and other files or folders."""
    wanted = {os.path.realpath(path) for path in files}
    folders: set[str] = {path for path in wanted if os.path.isdir(path)}
    for chart in charts:
        if os.path.isdir(chart):
            folders |= _of_chart(os.path.realpath(chart), set())
        else:
            wanted.add(os.path.realpath(chart))
    outermost = {one for one in folders if not any(_lies_in(one, other) for other in folders if other != one)}
    loose = {path for path in wanted - folders if not any(_lies_in(path, one) for one in outermost)}
    return Watched(frozenset(outermost), frozenset(loose))


def policy_paths(config: Config) -> set[str]:
    """The folders of the policies that do not come with policycheck: a file that is added there is one more."""
    bundled = os.path.realpath(bundled_folder())
    folders = {os.path.dirname(os.path.realpath(one.source)) for one in config.known if os.path.exists(one.source)}
    return {one for one in folders if not _lies_in(one, bundled)}


def _of_chart(chart: str, known: set[str]) -> set[str]:
    """The real folders of the chart, of what links in it lead to, and of its dependencies in turn."""
    if chart in known:
        return known
    known.add(chart)
    for folder in (*_linked(chart), *_depended_on(chart)):
        _of_chart(folder, known)
    return known


def _linked(chart: str) -> Iterator[str]:
    for folder, names, _ in os.walk(chart):
        paths = [os.path.join(folder, name) for name in names]
        yield from (os.path.realpath(path) for path in paths if os.path.islink(path) and os.path.isdir(path))


def _depended_on(chart: str) -> Iterator[str]:
    try:
        file = read_chart_file(chart, chart)
    except PolicycheckError:  # the round says so; what is there is watched all the same
        return
    for one in file.dependencies:
        path = os.path.realpath(os.path.join(chart, one.repository.removeprefix(_SCHEME)))
        if one.repository.startswith(_SCHEME) and os.path.isdir(path):
            yield path


def _lies_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))

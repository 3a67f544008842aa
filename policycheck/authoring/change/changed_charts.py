"""Which charts a change touches: by their own files, by what they depend on, by settings and policies."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from policycheck.authoring.change.git import Moved
from policycheck.authoring.change.sides import CHART_FILE, Side, at_and_above, is_below
from policycheck.comparison.diff import ChangedChart
from policycheck.config.chart_entry import of_chart
from policycheck.config.effective import Config
from policycheck.config.globs import is_exact
from policycheck.errors import PolicycheckError
from policycheck.records import Record
from policycheck.renderers.chart_file import ChartFile, read_chart_file
from policycheck.renderers.dependencies import SUBCHARTS

_OWN = ("charts", "templates", "crds", "ci", "tests")
"""Folders of a chart in which a Chart.yaml makes no chart to render by itself."""

_SCHEME = "file://"


class Charts(Record):
    """The charts of one side: their folders in the repository with what each depends on, files and folders."""

    needs: Mapping[str, frozenset[str]]
    files: Mapping[str, ChartFile]

    def all_of(self, folders: Iterable[str]) -> list[str]:
        """What these charts are rendered from: their folders, and what they depend on."""
        return [path for folder in folders for path in (folder, *self.needs[folder])]

    def owner(self, path: str) -> str | None:
        """The chart that a file is part of, the innermost."""
        owners = [folder for folder in self.needs if is_below(path, folder)]
        return max(owners, key=len, default=None)


def charts_of(side: Side, config: Config | None, exclude: Sequence[str], same: Mapping[str, ChartFile]) -> Charts:
    """The charts of a side, called inside it, but for those that a glob of `exclude` takes.

    `config` is the side's own, which may give charts more values files; `same` are charts whose Chart.yaml need not be
    read, by their folders.
    """
    folders = _folders(side.chart_files())
    kept = [folder for folder in folders if not _is_excluded(side.shown(folder), exclude)]
    vendored = _vendored(side.chart_files(), kept)
    unread = [folder for folder in (*kept, *vendored) if folder not in same]
    side.bring([*(os.path.join(folder, CHART_FILE) for folder in unread), *_named(side, config)])
    read = {folder: same.get(folder) or _read(side, folder) for folder in kept}
    links = [one.path for one in side.entries if one.is_link]
    needs = {folder: _direct(side, folder, read[folder], links) | _values(side, folder, config) for folder in kept}
    for folder, chart in vendored.items():
        needs[chart] |= _direct(side, folder, _read(side, folder), ())
    files = {folder: file for folder, file in read.items() if file}
    return Charts({folder: frozenset(_closed(folder, needs, side, links)) for folder in kept}, files)


def unchanged(charts: Charts, moves: Sequence[Moved]) -> dict[str, ChartFile]:
    """The charts whose Chart.yaml is the same on the other side."""
    touched = {path for move in moves for path in move}
    return {one: file for one, file in charts.files.items() if os.path.join(one, CHART_FILE) not in touched}


def changed_charts(before: Charts, after: Charts, moves: Sequence[Moved], everything: str) -> list[ChangedChart]:
    """The charts to render, by their folders in the repository. `everything` says why it is all of them, if it is."""
    touched = {path for move in moves for path in move if path is not None}
    renamed = _renamed(before, after, moves)
    found: list[ChangedChart] = []
    for folder in sorted(after.needs):
        was = renamed.get(folder)
        if was is not None:
            found.append(ChangedChart(folder, "renamed", was))
        elif folder not in before.needs:
            found.append(ChangedChart(folder, "added"))
        elif any(after.owner(path) == folder or before.owner(path) == folder for path in touched):
            found.append(ChangedChart(folder, "changed"))
        elif why := _because(after.needs[folder] | before.needs[folder], touched) or everything:
            found.append(ChangedChart(folder, "changed", why=why))
    gone = [folder for folder in sorted(before.needs) if folder not in after.needs and folder not in renamed.values()]
    return [*found, *(ChangedChart(folder, "deleted") for folder in gone)]


def _folders(chart_files: Iterable[str]) -> list[str]:
    """The folders with a Chart.yaml, without subcharts, and without what is hidden."""
    found = set(map(os.path.dirname, chart_files))
    visible = {folder for folder in found if not any(part.startswith(".") for part in folder.split("/"))}
    return sorted(folder for folder in visible if not _is_inside(folder, visible))


def _named(side: Side, config: Config | None) -> Iterator[str]:
    """What makes charts be there that settings name, a Chart.yaml or an archive: those that are not are refused."""
    files = {one.path for one in side.entries}
    for entry in config.charts if config else ():
        path = side.path_of(os.path.join(entry.folder, entry.pattern))
        if path is not None and is_exact(entry.pattern):
            yield path if path in files else os.path.join(path, CHART_FILE)


def _vendored(chart_files: Iterable[str], charts: Collection[str]) -> dict[str, str]:
    """The charts that lie in charts/ of one of these, each with that one: they may depend on what lies elsewhere."""
    found: dict[str, str] = {}
    for folder in map(os.path.dirname, chart_files):
        above = (chart for chart in at_and_above(folder) if chart != folder and chart in charts)
        chart = next(above, None)
        if chart is not None and is_below(folder, os.path.join(chart, SUBCHARTS)):
            found[folder] = chart
    return found


def _is_inside(folder: str, charts: Collection[str]) -> bool:
    parts = folder.split("/")
    above = ("/".join(parts[:number]) for number in range(len(parts)))
    return any(chart in charts and parts[number] in _OWN for number, chart in enumerate(above))


def _is_excluded(shown: str, exclude: Sequence[str]) -> bool:
    parts = shown.replace(os.sep, "/").split("/")
    paths = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    return any(fnmatchcase(path, pattern) for path in paths for pattern in exclude)


def _read(side: Side, folder: str) -> ChartFile | None:
    """None for a Chart.yaml that cannot be read: its render will say why."""
    try:
        return read_chart_file(side.shown(folder), side.shown(folder))
    except PolicycheckError:
        return None


def _direct(side: Side, folder: str, file: ChartFile | None, links: Sequence[str]) -> frozenset[str]:
    """The folders that it names with `file://`, and what links in it lead to."""
    named = [
        os.path.normpath(os.path.join(folder, one.repository.removeprefix(_SCHEME)))
        for one in (file.dependencies if file else ())
        if one.repository.startswith(_SCHEME)
    ]
    for link in links:
        if is_below(link, folder):
            with side.entered():
                target = os.readlink(side.shown(link)) if os.path.islink(side.shown(link)) else ""
            named.append(os.path.normpath(os.path.join(os.path.dirname(link), target)))
    return frozenset(path for path in named if not os.path.isabs(path) and not path.startswith(os.pardir))


def _values(side: Side, folder: str, config: Config | None) -> frozenset[str]:
    """The values files that the settings give it."""
    entries = of_chart(config.charts, side.shown(folder)) if config else []
    files = (file for entry in entries for several in entry.values.values() for file in several)
    paths = (os.path.normpath(os.path.join(folder, file)) for file in files)
    return frozenset(path for path in paths if not os.path.isabs(path) and not path.startswith(os.pardir))


def _closed(folder: str, needs: Mapping[str, frozenset[str]], side: Side, links: Sequence[str]) -> set[str]:
    """What it depends on, and what that depends on in turn."""
    found: set[str] = set()
    waiting = list(needs[folder])
    while waiting:
        one = waiting.pop()
        if one not in found and one != folder:
            found.add(one)
            waiting += needs.get(one) or _of_another(side, one, links)
    return found


def _of_another(side: Side, folder: str, links: Sequence[str]) -> frozenset[str]:
    """The same of what is none of the charts: it is excluded, in a chart, or no chart."""
    side.bring([os.path.join(folder, CHART_FILE)])
    return _direct(side, folder, _read(side, folder), links)


def _because(needs: Collection[str], touched: Collection[str]) -> str:
    """`uses charts/lib`."""
    changed = [need for need in sorted(needs) if any(is_below(path, need) for path in touched)]
    return f"uses {', '.join(changed)}" if changed else ""


def _renamed(before: Charts, after: Charts, moves: Sequence[Moved]) -> dict[str, str]:
    """By the folder of a chart the one it had before: git saw its Chart.yaml move, or one of its name is gone."""
    moved = {
        os.path.dirname(move.after): os.path.dirname(move.before)
        for move in moves
        if move.before and move.after and move.before != move.after and os.path.basename(move.after) == CHART_FILE
    }
    gone = {folder for folder in before.needs if folder not in after.needs}
    found = {new: old for new, old in moved.items() if new in after.needs and new not in before.needs and old in gone}
    for folder in after.needs:
        if folder not in before.needs and folder not in found and folder in after.files:
            name = after.files[folder].name
            same = [old for old in gone if old in before.files and before.files[old].name == name]
            if len(same) == 1 and same[0] not in found.values():
                found[folder] = same[0]
    return found

"""Subcharts that `helm dependency build` fetched and git ignores: a commit does not hold them, the working tree may."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence

from policycheck.authoring.change.git import Entry, Repository
from policycheck.authoring.change.sides import Side
from policycheck.errors import PolicycheckError
from policycheck.renderers.chart_file import Dependency, read_chart_file
from policycheck.renderers.dependencies import SUBCHARTS


def lend_fetched(repository: Repository, side: Side, charts: Iterable[tuple[str, str]]) -> None:
    """Put them into a side that was written out, where both ask for the same dependencies.

    `charts` are folders of the side, each with that of the same chart in the working tree.
    """
    tree: Sequence[Entry] | None = None
    for folder, there in charts:
        source = os.path.join(repository.top, there)
        if os.path.isdir(os.path.join(source, SUBCHARTS)) and _asked(source) == _asked(
            os.path.join(side.folder, folder)
        ):
            tree = repository.entries(None) if tree is None else tree
            for name in _ignored(source, there, tree):
                _copy(os.path.join(source, SUBCHARTS, name), os.path.join(side.folder, folder, SUBCHARTS, name))


def _asked(folder: str) -> tuple[Dependency, ...]:
    """What a chart depends on; () for one that cannot be read, whose render will say why."""
    try:
        return read_chart_file(folder, folder).dependencies
    except PolicycheckError:
        return ()


def _ignored(source: str, there: str, tree: Sequence[Entry]) -> Iterator[str]:
    for name in sorted(os.listdir(os.path.join(source, SUBCHARTS))):
        path = "/".join(part for part in (there, SUBCHARTS, name) if part)
        if not any(one.path == path or one.path.startswith(f"{path}/") for one in tree):
            yield name


def _copy(source: str, target: str) -> None:
    if os.path.lexists(target):
        return
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.isdir(source):
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)

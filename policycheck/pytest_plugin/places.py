"""Where policies and charts are looked for: what is configured, and what the command line names."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from policycheck.pytest_plugin import PLACES
from policycheck.records import Record

CHART_FILE = "Chart.yaml"


class Places(Record):
    """Files and folders in which policies are, and the Chart.yaml of each chart to test."""

    policies: tuple[Path, ...]
    charts: tuple[Path, ...]


def find_places(config: pytest.Config) -> None:
    """Add what is configured to a run without arguments, as pytest does with `testpaths`: in its root folder.

    UsageError where one of these is missing, holds nothing of ours, or would not be entered.
    """
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    config.args[:] = [_into_chart(argument, config) for argument in config.args]
    searched = [_path(argument, config) for argument in config.args]
    policies = sorted(Path(os.path.abspath(path)) for path in config.getini("policies"))
    charts = [chart for path in config.getini("charts") for chart in configured_charts(path)]
    told = [chart for path in searched for chart in _charts_at(path)] if named else []
    config.stash[PLACES] = Places((*policies, *(searched if named else ())), (*charts, *told))
    if named or config.invocation_params.dir != config.rootpath:
        return
    ours = {path: _policies_in(path) for path in policies} | {chart.parent: [chart] for chart in charts}
    for root, files in ours.items():
        _add(root, files, searched, config)


def collected(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A YAML file is one of ours where we were told to look for it."""
    places = parent.config.stash[PLACES]
    if file_path.name == CHART_FILE and file_path in places.charts:
        from policycheck.pytest_plugin.charts import ChartFile  # noqa: PLC0415 - a run on policies has no chart

        return ChartFile.from_parent(parent, path=file_path)
    folders = {file_path, *file_path.parents}
    if not any(root in folders for root in places.policies):
        return None
    from policycheck.pytest_plugin.policies import policy_file  # noqa: PLC0415 - most runs are shown no YAML

    return policy_file(file_path, parent)


def _policies_in(path: Path) -> list[Path]:
    from policycheck.pytest_plugin.policies import policies_in  # noqa: PLC0415 - most runs configure none

    return policies_in(path)


def configured_charts(path: Path) -> list[Path]:
    """The Chart.yaml of each chart at a configured place; UsageError where there is none."""
    path = Path(os.path.abspath(path))
    if not path.exists():
        raise pytest.UsageError(f"charts: {path}: no such folder")
    charts = _charts_at(path)
    if not charts:
        raise pytest.UsageError(f"charts: {path}: no chart, and no folder of charts (a chart has a {CHART_FILE})")
    return charts


def _charts_at(path: Path) -> list[Path]:
    """Of a chart's folder, its Chart.yaml, or a folder of charts. What lies deeper was not named."""
    if path.name == CHART_FILE and path.is_file():
        return [path]
    if (path / CHART_FILE).is_file():
        return [path / CHART_FILE]
    return sorted(path.glob(f"*/{CHART_FILE}")) if path.is_dir() else []


def _into_chart(argument: str, config: pytest.Config) -> str:
    """`charts/orders::default` for `charts/orders/Chart.yaml::default`: pytest wants a file before the colons."""
    path, colons, names = argument.partition("::")
    is_chart = colons and (config.invocation_params.dir / path / CHART_FILE).is_file()
    return f"{os.path.join(path, CHART_FILE)}::{names}" if is_chart else argument


def _path(argument: str, config: pytest.Config) -> Path:
    """The path of an argument, without the test that is named inside it."""
    return Path(os.path.abspath(config.invocation_params.dir / argument.partition("::")[0]))


def _add(root: Path, files: Sequence[Path], searched: list[Path], config: pytest.Config) -> None:
    """Search the root too, unless it lies in what is searched already."""
    start = next((path for path in searched if path in {root, *root.parents}), None)
    for file in files:
        _refuse_unentered(file, start or root, config.getini("norecursedirs"))
    if start is None:
        searched.append(root)
        config.args.append(str(root))


def _refuse_unentered(file: Path, start: Path, patterns: Sequence[str]) -> None:
    """Folders such as build and .github are passed over by pytest, which says nothing."""
    for folder in file.relative_to(start).parts[:-1]:
        if any(fnmatchcase(folder, pattern) for pattern in patterns):
            what = "charts" if file.name == CHART_FILE else "policies"
            advice = "set norecursedirs or testpaths, or move it"
            raise pytest.UsageError(f"{what}: {file}: pytest does not enter a folder called {folder}; {advice}")

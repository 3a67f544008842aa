"""Whether a chart that was changed has a version of its own: who installed the old one must be able to tell."""

from __future__ import annotations

import os
from collections.abc import Iterable

from policycheck.authoring.change.changed_charts import Charts
from policycheck.authoring.change.git import Moved
from policycheck.authoring.change.sides import CHART_FILE, is_below
from policycheck.comparison.diff import ChangedChart
from policycheck.helm.version_ranges import version

_RENDERED = ("templates", "crds", "charts", "values.yaml", "values.schema.json")
"""What of a chart goes into its renders; not its README, its tests and the values that CI tries."""


def with_versions(
    charts: Iterable[ChangedChart], before: Charts, after: Charts, moves: Iterable[Moved]
) -> list[ChangedChart]:
    """The charts, those marked whose templates or values changed while their version was not raised."""
    touched = [path for move in moves for path in move if path is not None]
    return [one._replace(unbumped=_unbumped(one, before, after, touched)) for one in charts]


def _unbumped(chart: ChangedChart, before: Charts, after: Charts, touched: Iterable[str]) -> str:
    was = chart.path if chart.was is None else chart.was
    old, new = before.files.get(was), after.files.get(chart.path)
    if chart.how == "deleted" or old is None or new is None or chart.how == "added":
        return ""
    parts = [os.path.join(folder, part) for folder in {was, chart.path} for part in _RENDERED]
    if not any(is_below(path, part) for path in touched for part in parts):
        return ""
    old_version, new_version = version(old.version), version(new.version)
    if old_version is None or new_version is None:
        return f'the version "{new.version}" or "{old.version}" is not one that can be compared; write it as 1.2.3'
    if new_version > old_version:
        return ""
    what = f"still {new.version}" if old.version == new.version else f"{new.version}, and was {old.version}"
    return f"templates or values changed, and the chart's version is {what}; raise it in {CHART_FILE}"

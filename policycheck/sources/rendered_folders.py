"""Folders that only a renderer makes manifests of: their files are templates, values and patches."""

from __future__ import annotations

from collections.abc import Collection

from policycheck.records import Record
from policycheck.sources.chart_folders import CHART_FILE

KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")

_OF_CHARTS = frozenset((CHART_FILE, "Chart.lock", "templates", "charts", "crds", "ci", "values.schema.json"))


class Rendered(Record):
    """What a folder is to a renderer; a plain one is neither."""

    is_chart: bool
    is_kustomization: bool

    def owns(self, name: str) -> bool:
        """Whether an entry of a chart's folder is part of the chart: templates, values, subcharts, its tests."""
        return self.is_chart and (
            name in _OF_CHARTS or (name.startswith("values") and name.endswith((".yaml", ".yml")))
        )


def rendered(names: Collection[str]) -> Rendered:
    """What the folder that holds these entries is."""
    return Rendered(CHART_FILE in names, any(name in names for name in KUSTOMIZATIONS))

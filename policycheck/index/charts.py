"""The chart that a resource was rendered from, where its folder was given."""

from __future__ import annotations

from policycheck.index.joins import Index, Scope
from policycheck.model import Resource

CHARTS: Scope = ("workspace", None)
"""Where charts are: in no render, and in no namespace."""


def chart_of(index: Index, resource: Resource) -> Resource | None:
    """The chart that the `# Source:` comment names; without such a comment the one there is.

    None where two charts have that name: nobody says which of them it is.
    """
    charts = index.of_kind("Chart", CHARTS)
    template = resource.document.template
    if template is None:
        return charts[0] if len(charts) == 1 else None
    name = template.partition("/")[0]
    named = [chart for chart in charts if chart.name == name]
    return named[0] if len(named) == 1 else None

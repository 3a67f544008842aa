"""What suites and testcases are called: the same from run to run, and no two alike.

GitLab takes classname and name for the key of a test and ignores the second of one key.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from policycheck.model import Render, Resource
from policycheck.reporters.junit_xml import clean

INPUT = "policycheck.input"
RUN = "policycheck.run"
OF_THE_RUN = "policycheck run"
"""The suite of the run. No chart has this name: it holds a space."""


def suite_names(renders: Sequence[Render]) -> list[str]:
    """`shop.ha-values`, and where a chart is rendered for several versions of Kubernetes `shop.ha-values.1.33`.

    The same for releases. The chart, else the scope's id, then the set of values, else the values files, without
    folder and suffix; what nobody told apart is numbered.
    """
    versions, releases = _several(renders, "kube_version"), _several(renders, "release")
    taken = {OF_THE_RUN: 1}
    return [
        numbered(
            _joined(
                render.chart or render.id,
                *map(_stem, (render.values_name,) if render.values_name else render.values),
                render.kube_version if render.chart in versions else None,
                render.release if render.chart in releases else None,
            )
            or "render",
            taken,
        )
        for render in renders
    ]


def _several(renders: Sequence[Render], field: str) -> set[str | None]:
    """The charts whose renders differ in this."""
    found: dict[str | None, set[str | None]] = {}
    for render in renders:
        if render.values_name:
            found.setdefault(render.chart, set()).add(getattr(render, field))
    return {chart for chart, several in found.items() if len(several) > 1}


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def class_name(suite: str, resource: Resource) -> str:
    """`shop.values-ha.apps/v1.Deployment.prod.web`, without what is not known."""
    return _joined(suite, resource.api_version, resource.kind, resource.namespace, resource.name)


def _joined(*parts: str | None) -> str:
    return clean(".".join(part for part in parts if part))


def numbered(name: str, taken: dict[str, int]) -> str:
    """The name, or for the second of this name `name#2`. `taken` counts; it is added to."""
    unique = name
    while unique in taken:
        taken[name] += 1
        unique = f"{name}#{taken[name]}"
    taken[unique] = 1
    return unique

"""What suites and testcases are called: the same from run to run, and no two alike.

GitLab takes classname and name for the key of a test and ignores the second of one key.
"""

from __future__ import annotations

import os

from policycheck.model import Render, Resource
from policycheck.reporters.junit_xml import clean

INPUT = "policycheck.input"
RUN = "policycheck.run"


def suite_name(render: Render) -> str:
    """`shop.values-ha`: the chart, else the scope's id, then the values files without folder and suffix."""
    stems = (os.path.splitext(os.path.basename(path))[0] for path in render.values)
    return _joined(render.chart or render.id, *stems) or "render"


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

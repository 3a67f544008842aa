"""Some findings of a run, each with its place in a template: those that are shown."""

from __future__ import annotations

from collections.abc import Sequence

from policycheck.api import Run
from policycheck.authoring.origin.located import located
from policycheck.comparison.failures import Failure


def placed(failures: Sequence[Failure], run: Run, *, seconds: float) -> list[Failure]:
    """The same failures, located: one more render for each render that has any; keys take about `seconds`."""
    if not failures:
        return []
    # One outcome each, so that what comes back is in the order of what was given.
    single = [one.outcome._replace(findings=(one.finding,)) for one in failures]
    report = run.report._replace(outcomes=tuple(single), notes=())
    found = located(report, lambda resource: run.rendered.get(resource.render), seconds=seconds).outcomes
    return [one._replace(finding=outcome.findings[0]) for one, outcome in zip(failures, found, strict=True)]

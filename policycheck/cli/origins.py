"""Where in a chart the findings come from: of charts that this run rendered, and of those that a pipe brings."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING

from policycheck.api import Run
from policycheck.authoring.origin.piped_charts import Given, piped_charts
from policycheck.config.effective import Config
from policycheck.kubernetes.versions import NEWEST
from policycheck.model import Report, Resource
from policycheck.renderers.request import Rendered

if TYPE_CHECKING:
    from argparse import Namespace


def with_origins(run: Run, options: Namespace | SimpleNamespace, config: Config) -> Report:
    """The run's report with template lines and values keys, as far as the charts are at hand."""
    report = run.report
    if run.rendered:
        report = _located(report, lambda resource: run.rendered.get(resource.render))
    given = Given(
        charts=tuple(dict.fromkeys(options.charts)),
        values_files=tuple(options.values_files),
        set_values=tuple(options.set_values),
        set_strings=tuple(options.set_strings),
        release=next(iter(options.releases), None),
        namespace=config.namespace,
        kube_version=config.kube_version or ".".join(map(str, NEWEST)),
        api_versions=tuple(options.api_versions),
        helm=options.helm,
    )
    with piped_charts(report, given, rendered=run.rendered.keys()) as charts:
        if charts.parts:
            report = _located(report, charts.rendered_of, is_piped=True)
        return report._replace(notes=(*report.notes, *charts.notes))


def _located(report: Report, rendered_of: Callable[[Resource], Rendered | None], *, is_piped: bool = False) -> Report:
    from policycheck.authoring.origin.located import located  # noqa: PLC0415 - a pipe without a chart has no use for it

    return located(report, rendered_of, is_piped=is_piped)

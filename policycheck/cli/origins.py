"""Where in a chart the findings come from: of charts that this run rendered, and of those that a pipe brings."""

from __future__ import annotations

from argparse import Namespace
from types import SimpleNamespace

from policycheck.api import Run
from policycheck.authoring.origin.located import located
from policycheck.authoring.origin.piped_charts import Given, piped_charts
from policycheck.config.effective import Config
from policycheck.kubernetes.versions import NEWEST
from policycheck.model import Report


def with_origins(run: Run, options: Namespace | SimpleNamespace, config: Config) -> Report:
    """The run's report with template lines and values keys, as far as the charts are at hand."""
    report = located(run.report, lambda resource: run.rendered.get(resource.render)) if run.rendered else run.report
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
            report = located(report, charts.rendered_of, is_piped=True)
        return report._replace(notes=(*report.notes, *charts.notes))

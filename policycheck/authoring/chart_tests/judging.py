"""One render of a chart under test before the policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policycheck.api.judging import Renders, Scope, judged
from policycheck.authoring.chart_tests.origins import with_origins
from policycheck.kubernetes.versions import parse_kube_version
from policycheck.language.context import Release
from policycheck.model import Render, Report
from policycheck.sources.chart_folders import ChartFolder
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load

if TYPE_CHECKING:
    from policycheck.authoring.chart_tests.rendered import Context
    from policycheck.config.effective import Config


def report_on(context: Context, text: str, config: Config) -> Report:
    """What `policycheck check` says of this render, and of the chart's own files."""
    title, made = context.title, context.made
    request = made.request
    scope = Scope(
        Render(title, made.chart.file.name, request.values_files, request.kube_version, release=request.release),
        Release(request.release, request.namespace, parse_kube_version(request.kube_version)),
        assumed=False,  # the title says for which version
    )
    charts = [ChartFolder(path, path) for path in context.charts]
    contents = load([Input(title, text.encode(), render=title)], charts=charts, namespace=request.namespace)
    return with_origins(judged(contents, config, Renders(scopes=[scope]), today=None, strict=False), title, made, text)

"""The first test of a chart: it passes as it is written, since it asks for what is in the render."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from policycheck.kubernetes.hooks import HOOK_ANNOTATION
from policycheck.kubernetes.pod_templates import pod_spec, pod_template
from policycheck.model import Resource

_TELLING = ("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "Service")
"""The kinds that a chart is about, the most telling first."""

_TEXT = '''\
"""What the chart {chart} renders. `chart` is a fixture that policycheck brings; it knows the chart by this folder."""


def test_policies(chart):
    """Every policy passes, with the chart's own values, but for what policycheck.yaml excepts."""
    chart.check()


def test_{function}(chart):
    {variable} = {lookup}
{claim}
'''


def file_name(chart: str) -> str:
    """`test_nightly_report.py`: a name of its own for each chart, so that pytest can take several at once."""
    return f"test_{_word(chart)}.py"


def first_test(chart: str, release: str, resources: Sequence[Resource]) -> str | None:
    """The text of the test; None where the render holds nothing that it could ask for."""
    chosen = _chosen(resources)
    if chosen is None:
        return None
    variable = _word(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", chosen.kind))
    return _TEXT.format(
        chart=chart,
        function=variable,
        variable=variable,
        lookup=_lookup(chosen, resources, release),
        claim="\n".join(f"    {line}" for line in _claim(chosen, variable)),
    )


def _chosen(resources: Sequence[Resource]) -> Resource | None:
    lasting = [one for one in resources if one.document.template and not _is_hook(one)]
    ranks = {kind: rank for rank, kind in enumerate(_TELLING)}
    return min(lasting, key=lambda one: ranks.get(one.kind, len(ranks)), default=None)


def _is_hook(resource: Resource) -> bool:
    metadata = resource.body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return isinstance(annotations, dict) and HOOK_ANNOTATION in annotations


def _lookup(chosen: Resource, resources: Sequence[Resource], release: str) -> str:
    """By kind where it is the only one; else by its name too, which follows from the release's."""
    if Counter(one.kind for one in resources)[chosen.kind] == 1:
        return f'chart.render().get("{chosen.kind}")'
    return f'chart.render(release="{release}").get("{chosen.kind}", "{chosen.name}")'


def _claim(chosen: Resource, variable: str) -> list[str]:
    pod = pod_template(chosen.body, chosen.group, chosen.kind)
    if pod is None:
        return [f'assert {variable}["apiVersion"] == "{chosen.api_version}"']
    keys = "".join(f'["{key}"]' for key in (*pod.path, "spec", "containers"))
    containers = pod_spec(pod).get("containers")
    names = [str(one["name"]) for one in containers if "name" in one] if isinstance(containers, list) else []
    written = ", ".join(f'"{name}"' for name in names)
    return [f"containers = {variable}{keys}", f'assert [one["name"] for one in containers] == [{written}]']


def _word(text: str) -> str:
    return re.sub(r"\W+", "_", text.lower(), flags=re.ASCII)

"""What Helm says when a chart does not render, as a RenderError that says where and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable

from policycheck.errors import RenderError
from policycheck.patterns import regex
from policycheck.renderers import refusals
from policycheck.renderers.request import PreparedChart, RenderRequest
from policycheck.renderers.schema_errors import schema_error
from policycheck.renderers.template_errors import template_error
from policycheck.renderers.template_paths import shown
from policycheck.renderers.values_files import values_error
from policycheck.renderers.yaml_errors import output_error

_BEFORE = regex(r"\A.*?^Error: ", re.DOTALL | re.MULTILINE)
_HINT = "\n\nUse --debug flag to render out invalid YAML"
_MISSING = regex(r"missing in charts/ directory: (?P<names>[^\n]+)")


def _no_output(name: str) -> str | None:
    del name
    return None


def from_helm(
    chart: PreparedChart, request: RenderRequest, text: str, output: Callable[[str], str | None] = _no_output
) -> RenderError:
    """The error that Helm's words mean. `output` gives what a template rendered, to find the line that is no YAML."""
    said = _BEFORE.sub("", text).replace(_HINT, "").strip()
    return (
        _refusal(chart, request, said)
        or template_error(chart, said)
        or output_error(chart, said, output)
        or schema_error(chart, request, said)
        or values_error(chart, request, said)
        or RenderError(
            said.partition("\n")[0] or "Helm failed and said nothing", source=shown(chart, chart.folder), helm=said
        )
    )


def _refusal(chart: PreparedChart, request: RenderRequest, said: str) -> RenderError | None:
    if found := _MISSING.search(said):
        return refusals.missing_dependencies(chart, found["names"].split(", "), said)
    if said.startswith("chart requires kubeVersion"):
        return refusals.wrong_kube_version(chart, refusals.full_kube_version(request.kube_version), said)
    if "invalid release name" in said:
        return refusals.bad_release_name(request.release, said)
    return None

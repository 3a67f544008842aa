"""The template lines of a report's findings: one marked render for each render that has any."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policycheck.authoring.origin.template_lines import TemplateLines, template_lines
from policycheck.errors import PolicycheckError
from policycheck.model import Finding, Note, Origin, Outcome, Resource
from policycheck.renderers.request import Rendered, RenderRequest
from policycheck.renderers.template_paths import path_of

RenderedOf: TypeAlias = Callable[[Resource], Rendered | None]
"""The render that a resource is of; None where it is of none that can be made again."""

Same: TypeAlias = tuple[str, RenderRequest, str]


class FindingLines:
    """`notes` say why a render's findings have none."""

    def __init__(self, rendered_of: RenderedOf) -> None:
        self.rendered_of = rendered_of
        self.notes: dict[Note, None] = {}
        self._known: dict[Same, TemplateLines | None] = {}

    def of(self, rendered: Rendered) -> TemplateLines | None:
        """The lines of a render; two of one text, with the same values, share them."""
        same = (*of_values(rendered), rendered.text)
        if same not in self._known:
            self._known[same] = self._told(rendered)
        return self._known[same]

    def placed(self, outcome: Outcome) -> Outcome:
        """The outcome, its findings with the places in templates that can be told."""
        rendered = self.rendered_of(outcome.resource) if outcome.findings else None
        lines = rendered and self.of(rendered)
        if not rendered or not lines:
            return outcome
        return outcome._replace(
            findings=tuple(_placed(one, outcome.resource, rendered, lines) for one in outcome.findings)
        )

    def _told(self, rendered: Rendered) -> TemplateLines | None:
        try:
            return template_lines(*rendered)
        except PolicycheckError as error:
            said = f"no template lines, for the chart does not render here: {error.message}"
            self.notes[Note("info", error.source or rendered.request.chart, error.line, said)] = None
            return None


def of_values(rendered: Rendered) -> tuple[str, RenderRequest]:
    """What two renders have in common that differ only in the cluster they are for."""
    return rendered.chart.folder, rendered.request._replace(kube_version="", api_versions=())


def _placed(finding: Finding, resource: Resource, rendered: Rendered, lines: TemplateLines) -> Finding:
    name = resource.document.template
    if finding.source or finding.line is None or not name:
        return finding
    told = lines.at(finding.line)
    if told:
        origin = Origin(told.path, told.line, told.doubt)
    else:
        doubt = lines.unknown.get(finding.line, "our own render of the chart has nothing of this template")
        origin = Origin(path_of(rendered.chart, name), None, doubt)
    return finding._replace(origin=origin)

"""A report without secrets: every text in it that could quote a value goes through one redactor."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache
from operator import is_

from policycheck.kubernetes.secret_values import redact
from policycheck.model import Document, Finding, Note, Origin, Outcome, Path, PolicyException, Render, Report, Resource
from policycheck.redaction.hiding import Hide, hider, hider_of
from policycheck.redaction.literals import Literals


def redacted(report: Report, resources: Collection[Resource], literals: Callable[[], Literals] | None = None) -> Report:
    """The report without any secret of these resources and without any text that is a secret by its look.

    `literals` are those of the resources, where they are known already.
    """
    look = cache(redact)
    hide = hider_of(literals) if literals else hider(resources)
    shown = {id(resource): _resource(resource, look) for resource in resources}
    renamed = {id(resource) for resource in resources if shown[id(resource)] is not resource}
    return report._replace(
        outcomes=tuple(
            # Most of a report has passed and says nothing that could be hidden.
            _outcome(outcome, shown[id(outcome.resource)], hide, look)
            if outcome.findings or outcome.reason or id(outcome.resource) in renamed
            else outcome
            for outcome in report.outcomes
        ),
        renders=tuple(_render(one, look) for one in report.renders),
        loaded=tuple(one._replace(source=look(one.source)) for one in report.loaded),
        left_out=tuple(
            one._replace(source=look(one.source), reason=hide(one.reason), render=one.render and look(one.render))
            for one in report.left_out
        ),
        notes=tuple(_note(one, hide, look) for one in report.notes),
    )


def _render(render: Render, look: Hide) -> Render:
    return render._replace(
        id=look(render.id),
        chart=render.chart and look(render.chart),
        values=tuple(map(look, render.values)),
        values_name=render.values_name and look(render.values_name),
        release=render.release and look(render.release),
    )


def _resource(resource: Resource, look: Hide) -> Resource:
    """What names a resource is no secret, unless it looks like one; itself where nothing does."""
    shown = resource._replace(
        api_version=look(resource.api_version),
        kind=look(resource.kind),
        name=look(resource.name),
        namespace=resource.namespace and look(resource.namespace),
        render=look(resource.render),
        document=_document(resource.document, look),
    )
    return resource if shown == resource else shown


def _document(document: Document, look: Hide) -> Document:
    source, template = look(document.source), document.template and look(document.template)
    unchanged = source == document.source and template == document.template
    return document if unchanged else document._replace(source=source, template=template)


def _outcome(outcome: Outcome, resource: Resource, hide: Hide, look: Hide) -> Outcome:
    """Itself where nothing is hidden: of a large report a copy costs more than looking through it."""
    findings = tuple(_finding(finding, hide, look) for finding in outcome.findings)
    reason = outcome.reason and hide(outcome.reason)
    same = all(map(is_, findings, outcome.findings)) and reason == outcome.reason and resource is outcome.resource
    return outcome if same else outcome._replace(resource=resource, findings=findings, reason=reason)


def _finding(finding: Finding, hide: Hide, look: Hide) -> Finding:
    shown = finding._replace(
        path=_path(finding.path, look),
        message=hide(finding.message),
        exception=finding.exception and _exception(finding.exception, hide, look),
        source=finding.source and look(finding.source),
    )
    return finding if shown == finding else shown


def redacted_notes(notes: Iterable[Note], resources: Collection[Resource]) -> tuple[Note, ...]:
    """Notes made after the report was redacted: what a chart says when it does not render can quote a value."""
    hide = hider(resources)
    return tuple(_note(note, hide, redact) for note in notes)


def _note(note: Note, hide: Hide, look: Hide) -> Note:
    return note._replace(source=note.source and look(note.source), text=hide(note.text))


def redacted_origin(origin: Origin) -> Origin:
    """The origin without any text that is a secret by its look: it is found after the report was redacted."""
    look = redact
    return origin._replace(
        template=look(origin.template),
        doubt=look(origin.doubt),
        values_key=origin.values_key and look(origin.values_key),
        values_file=origin.values_file and look(origin.values_file),
        hint=look(origin.hint),
    )


def _exception(exception: PolicyException, hide: Hide, look: Hide) -> PolicyException:
    return exception._replace(
        reason=hide(exception.reason), source=look(exception.source), path=_path(exception.path, look)
    )


def _path(path: Path, look: Hide) -> Path:
    return tuple(look(part) if isinstance(part, str) else part for part in path)

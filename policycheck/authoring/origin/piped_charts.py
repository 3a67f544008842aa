"""The charts that a text which somebody else rendered comes from, and the request that renders them alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from policycheck.authoring.origin.nearby_charts import charts_called
from policycheck.errors import PolicycheckError, UsageError
from policycheck.model import Note, Report, Resource
from policycheck.records import Record
from policycheck.redaction.report import redacted_notes
from policycheck.renderers.chart_file import read_chart_file
from policycheck.renderers.request import Rendered, RenderRequest

STDIN = "stdin"

_INSTANCE = "app.kubernetes.io/instance"

_Part = tuple[str, str]
"""A source, and the name of a chart in its `# Source:` comments."""


class Given(Record):
    """What the user says of the render: folders of `charts`, and what is left open is told from the text."""

    charts: Sequence[str] = ()
    values_files: tuple[str, ...] = ()
    set_values: tuple[str, ...] = ()
    set_strings: tuple[str, ...] = ()
    release: str | None = None
    namespace: str | None = None
    kube_version: str | None = None
    api_versions: tuple[str, ...] = ()
    helm: str | None = None


class PipedCharts(Record):
    """`notes` say what a reader can do to get the template lines that are not there."""

    parts: Mapping[_Part, Rendered]
    notes: tuple[Note, ...]

    def rendered_of(self, resource: Resource) -> Rendered | None:
        return self.parts.get(_part(resource))


@contextmanager
def piped_charts(report: Report, given: Given, *, rendered: Container[str] = ()) -> Iterator[PipedCharts]:
    """The charts of what has findings: those given; for what was piped in, the one of its name below this folder.

    They can be rendered until the block ends. Whose render is one of `rendered` was not piped.
    """
    found: dict[_Part, Rendered] = {}
    notes: list[Note] = []
    with ExitStack() as stack:
        for part, resources in _with_findings(report, rendered).items():
            try:
                if folder := _folder(part, given, notes):
                    found[part] = _rendered(stack, folder, resources, given)
            except UsageError as error:
                notes.append(Note("info", None, None, f"no template lines: {error}"))
                break
            except PolicycheckError as error:
                notes.append(Note("info", error.source, error.line, f"no template lines: {error.message}"))
        everything = [outcome.resource for outcome in report.outcomes] if notes else ()
        yield PipedCharts(found, redacted_notes(notes, everything))


def _part(resource: Resource) -> _Part:
    document = resource.document
    return document.source, (document.template or "").partition("/")[0]


def _with_findings(report: Report, rendered: Container[str]) -> dict[_Part, list[Resource]]:
    """All resources of each part of which one has a finding; "" is the chart of what has no `# Source:`."""
    faulty = {_part(one.resource) for one in report.outcomes if one.findings and one.resource.render not in rendered}
    parts: dict[_Part, list[Resource]] = {part: [] for part in sorted(faulty) if part[1]}
    if parts:
        for resource in {id(one.resource): one.resource for one in report.outcomes}.values():
            if resource.render not in rendered and (part := _part(resource)) in parts:
                parts[part].append(resource)
    return parts


def _folder(part: _Part, given: Given, notes: list[Note]) -> str | None:
    source, name = part
    charts = [chart for chart in given.charts if read_chart_file(chart, chart).name == name]
    if not charts and source == STDIN:
        charts = charts_called(name)
    if len(charts) > 1:
        told = f"no template lines: {' and '.join(charts)} are both charts called {name}; name one with --chart"
        notes.append(Note("info", None, None, told))
    return charts[0] if len(charts) == 1 else None


def _rendered(stack: ExitStack, folder: str, resources: Sequence[Resource], given: Given) -> Rendered:
    from policycheck.renderers.choose import choose  # noqa: PLC0415 - a pipe without a chart renders nothing
    from policycheck.renderers.prepared import prepared  # noqa: PLC0415 - idem

    renderer = choose(given.helm).renderer
    chart = stack.enter_context(prepared(folder))
    return Rendered(chart, _request(folder, resources, given), _text(resources[0]), renderer)


def _request(folder: str, resources: Sequence[Resource], given: Given) -> RenderRequest:
    plain = RenderRequest(folder)
    return plain._replace(
        values_files=given.values_files,
        set_values=given.set_values,
        set_strings=given.set_strings,
        release=given.release or _commonest(_instance(one) for one in resources) or plain.release,
        namespace=given.namespace or _commonest(one.namespace for one in resources) or plain.namespace,
        kube_version=given.kube_version or plain.kube_version,
        api_versions=given.api_versions,
        include_crds=any("/crds/" in (one.document.template or "") for one in resources),
    )


def _commonest(names: Iterable[str | None]) -> str | None:
    """The name that most resources have, the first of two."""
    counts = Counter(name for name in names if name)
    return max(counts, key=lambda name: counts[name], default=None)


def _instance(resource: Resource) -> str | None:
    """The release, as most charts write it on what they make."""
    metadata = resource.body.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    instance = labels.get(_INSTANCE) if isinstance(labels, dict) else None
    return instance if isinstance(instance, str) else None


def _text(resource: Resource) -> str:
    """The whole text that the resource's document is a part of."""
    whole = resource.document.text.obj
    return bytes(whole).decode(errors="replace")

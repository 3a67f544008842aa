"""Why a field of a rendered object is as it is: one question, asked of a chart."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.authoring.origin.field_paths import near_miss, read_path, refuse_impossible
from policycheck.authoring.origin.rendered_objects import Identity, ObjectPlace
from policycheck.authoring.origin.values_key import FieldOrigin, Origins, origins
from policycheck.errors import RenderError, UsageError, did_you_mean
from policycheck.model import Path
from policycheck.records import Record
from policycheck.redaction.hiding import hider
from policycheck.renderers.choose import choose, quicker
from policycheck.renderers.matrix import default_release
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import LibraryChart, PreparedChart, Rendered, Renderer, RenderRequest
from policycheck.sources.chart_folders import ChartFolder
from policycheck.sources.loading import load

_SECONDS = 5.0
"""Somebody asked: with the helm command a render takes its time."""


class Told(Record):
    """`near` is what may have been meant instead of a field that is not there, as `; did you mean "x"?`."""

    identity: Identity
    path: Path
    origin: FieldOrigin
    near: str


def why(request: RenderRequest, name: str, path: str, *, helm: str | None = None) -> Told:
    """The origin of a field, by its path, of the object called KIND/NAME or KIND/NAMESPACE/NAME.

    A request without a release has the chart's name for one, as `policycheck check` has. The render that is asked about
    is made by helm, where there is one, the dozens with changed values in process, where that is possible.
    RenderError for a chart that does not render, UsageError for what is not in the render.
    """
    parts = read_path(path)
    with prepared(request.chart) as chart:
        if chart.file.is_library:
            raise UsageError(LibraryChart(chart.file.name).reason, source=request.chart)
        request = request._replace(release=request.release or default_release(chart.file.name))
        renderer = choose(helm).renderer
        text = _rendered(chart, request, renderer)
        with origins(Rendered(chart, request, text, quicker(renderer))) as found:
            place = _called(name, found)
            refuse_impossible(place.body, parts)
            origin = found.of(place, parts, seconds=_SECONDS)
            return Told(place.identity, parts, origin, near_miss(place.body, parts))


def _rendered(chart: PreparedChart, request: RenderRequest, renderer: Renderer) -> str:
    """The render. What a chart says when it does not render can quote a value: no secret of its own is told."""
    try:
        return renderer(chart, request)
    except RenderError as error:
        hide = hider(load((), charts=[ChartFolder(chart.folder, request.chart)]).resources)
        raise RenderError(hide(error.message), source=error.source, line=error.line, column=error.column) from None


def _called(name: str, found: Origins) -> ObjectPlace:
    objects = [*found.rendering.objects()]
    called = [place for place in objects if name in (_short(place.identity), title(place.identity))]
    if not called:
        near = did_you_mean(name, _names(objects))
        raise UsageError(f'the render holds no "{name}"{near} (write KIND/NAME, or KIND/NAMESPACE/NAME)')
    names = dict.fromkeys(title(place.identity) for place in called)
    if len(names) > 1:
        raise UsageError(f'"{name}" is {" and ".join(names)}; write one of them')
    return called[0]


def _names(objects: Iterable[ObjectPlace]) -> dict[str, None]:
    return dict.fromkeys(one for place in objects for one in (_short(place.identity), title(place.identity)))


def title(identity: Identity) -> str:
    """`Deployment/prod/web`; without the namespace where the object writes none."""
    return "/".join(part for part in (identity.kind, identity.namespace, identity.name) if part)


def _short(identity: Identity) -> str:
    return f"{identity.kind}/{identity.name}"

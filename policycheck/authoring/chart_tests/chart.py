"""A chart under test: what the fixture `chart` of pytest gives, and any other program can make."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Unpack

from policycheck.authoring.chart_tests.options import (
    PlacedOptions,
    RenderOptions,
    Values,
    found_files,
    sets,
    values_file,
    values_text,
)
from policycheck.authoring.chart_tests.origins import GIVEN, Made
from policycheck.authoring.chart_tests.rendered import Context, RenderedChart
from policycheck.authoring.chart_tests.verdicts import Verdicts
from policycheck.errors import RenderError
from policycheck.kubernetes.versions import NEWEST
from policycheck.records import Record
from policycheck.renderers.matrix import default_release
from policycheck.renderers.request import LibraryChart, PreparedChart, Renderer, RenderRequest

if TYPE_CHECKING:
    from policycheck.authoring.chart_tests.include import Included
    from policycheck.authoring.chart_tests.live import Cluster
    from policycheck.authoring.chart_tests.snapshots import Snapshots
    from policycheck.config.effective import Config
    from policycheck.model import Value


__tracebackhide__ = True  # pytest shows the test's own lines


class Workshop(Record):
    """What a run gives to its charts: the settings, what renders, and values files that come before all others."""

    config: Config
    renderer: Renderer
    values_files: tuple[str, ...] = ()


class Chart:
    """A chart, opened. `path` is its folder or archive; `renders` are all that were made of it."""

    def __init__(self, path: str, chart: PreparedChart, workshop: Workshop, snapshots: Snapshots | None = None) -> None:
        self.path = path
        self.name = chart.file.name
        self.renders: list[RenderedChart] = []
        self._chart = chart
        self._workshop = workshop
        self._snapshots = snapshots

    def __repr__(self) -> str:
        return f"<chart {self.path}>"

    def render(  # noqa: PLR0913 - the options of `helm template`
        self,
        values: Values | None = None,
        *,
        set: Mapping[str, Value] | Sequence[str] = (),  # noqa: A002 - as Helm calls it
        values_files: Sequence[str | os.PathLike[str]] = (),
        kube_version: str | None = None,
        api_versions: Sequence[str] = (),
        release: str | None = None,
        namespace: str | None = None,
    ) -> RenderedChart:
        """Render it. A chart that does not render is not raised: its render has `errors`.

        Values files apply in their order (a relative one lies in the chart's folder), then `values`, then `set`: a list
        of what --set takes, or a mapping in which text stays text. Without a Kubernetes version and a namespace it is
        those of the settings, else the newest we know and "default". UsageError for what no renderer takes.
        """
        given = PlacedOptions(
            set=set,
            values_files=values_files,
            kube_version=kube_version,
            api_versions=api_versions,
            release=release,
            namespace=namespace,
        )
        request, written = self._request(given), values_text(values)
        try:
            with values_file(written) as file:
                text: str | RenderError = self._text(_with(request, file))
        except RenderError as error:
            text = error
        rendered = RenderedChart(self._context(request, written), text)
        self.renders.append(rendered)
        return rendered

    def include(
        self, name: str, values: Values | None = None, *, context: str = ".", **options: Unpack[PlacedOptions]
    ) -> Included:
        """The text of one named template, of the chart's own or of one in its charts/; `.yaml` is that text read.

        `context` is what the template is given, as one would write it in a template: `(list . "metrics")`. RenderError
        where it fails or there is none of this name.
        """
        from policycheck.authoring.chart_tests.include import Included, included  # noqa: PLC0415 - few tests

        request, written = self._request(options), values_text(values)
        try:
            with values_file(written) as file, TemporaryDirectory(prefix="policycheck-") as folder:
                asked, into = _with(request, file), os.path.realpath(folder)
                return Included(included(self._chart, asked, self._workshop.renderer, (name, context), into))
        except RenderError as error:
            refused = error
        raise refused.with_traceback(
            None
        ) from None  # nor does the way through a renderer tell a test's author anything

    def check(
        self,
        policies: Sequence[str] | None = None,
        *,
        fails: Sequence[str] = (),
        values: Values | None = None,
        **options: Unpack[PlacedOptions],
    ) -> Verdicts:
        """Render it and fail with the report unless the policies pass; those in `fails` must fail."""
        return self.render(values, **options).check(policies, fails=fails)

    def check_live(  # noqa: PLR0913 - where to look, and what `check` takes
        self,
        cluster: Cluster,
        policies: Sequence[str] | None = None,
        *,
        namespace: str,
        kinds: Sequence[str] | None = None,
        fails: Sequence[str] = (),
        values: Values | None = None,
        **options: Unpack[RenderOptions],
    ) -> Verdicts:
        """Check what the chart installed, as it lives in a cluster: `cluster` is pytest-helm-charts' `kube_cluster`.

        Looked up are the objects that the chart renders with these options, by name; with `kinds`
        (`apps/v1/Deployment`) instead all of these kinds in the namespace.
        """
        from policycheck.authoring.chart_tests.live import Wanted, judged, kube_version, live, wanted  # noqa: PLC0415

        version = options.get("kube_version") or kube_version(cluster)
        if kinds is None:
            options["kube_version"] = version
            rendered = self.render(values, namespace=namespace, **options)
            objects = [Wanted(one["apiVersion"], one["kind"], one["metadata"]["name"]) for one in rendered]
        else:
            objects = wanted(kinds)
        config = self._workshop.config._replace(namespace=namespace, kube_version=version)
        verdicts = judged(live(cluster, objects, namespace), config, policies)
        verdicts.assert_fails(fails)
        return verdicts

    def _request(self, given: PlacedOptions) -> RenderRequest:
        folder = self.path if os.path.isdir(self.path) else os.path.dirname(self.path)
        words = sets(given.get("set", ()))
        config = self._workshop.config
        return RenderRequest(
            chart=self.path,
            values_files=(*self._workshop.values_files, *found_files(given.get("values_files", ()), folder)),
            set_values=words.values,
            set_strings=words.strings,
            release=given.get("release") or default_release(self.name),
            namespace=given.get("namespace") or config.namespace or "default",
            kube_version=given.get("kube_version") or config.kube_version or ".".join(map(str, NEWEST)),
            api_versions=tuple(given.get("api_versions", ())),
        )

    def _text(self, request: RenderRequest) -> str:
        if self._chart.file.is_library:
            raise RenderError(LibraryChart(self.name).reason, source=self.path)
        return self._workshop.renderer(self._chart, request)

    def _context(self, request: RenderRequest, written: str | None) -> Context:
        files = [os.path.basename(file) for file in request.values_files]
        given = [GIVEN] if written else []
        title = ", ".join([self.path, *files, *given, f"Kubernetes {request.kube_version}"])
        config = self._workshop.config._replace(namespace=request.namespace, kube_version=request.kube_version)
        charts = (self.path,) if os.path.isdir(self.path) else ()
        made = Made(self._chart, request, written, self._workshop.renderer)
        return Context(title, config, made, charts, self._snapshots)


def _with(request: RenderRequest, file: tuple[str, ...]) -> RenderRequest:
    return request._replace(values_files=(*request.values_files, *file))

"""A chart under test: what the fixture `chart` of pytest gives, and any other program can make."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, Unpack

from policycheck.authoring.chart_tests.options import RenderOptions, Values, found_files, sets, values_file
from policycheck.authoring.chart_tests.rendered import Context, RenderedChart
from policycheck.authoring.chart_tests.verdicts import Verdicts
from policycheck.errors import RenderError
from policycheck.renderers.request import LibraryChart, PreparedChart, Renderer, RenderRequest

if TYPE_CHECKING:
    from policycheck.authoring.chart_tests.include import Included
    from policycheck.authoring.chart_tests.snapshots import Snapshots
    from policycheck.config.effective import Config
    from policycheck.model import Value


class Workshop(NamedTuple):
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
        release: str = "release-name",
        namespace: str | None = None,
    ) -> RenderedChart:
        """Render it. A chart that does not render is not raised: its render has `errors`.

        Values files apply in their order (a relative one lies in the chart's folder), then `values`, then `set`: a list
        of what --set takes, or a mapping in which text stays text. Without a Kubernetes version and a namespace it is
        those of the settings, else 1.33 and "default". UsageError for what no renderer takes.
        """
        given = RenderOptions(
            set=set,
            values_files=values_files,
            kube_version=kube_version,
            api_versions=api_versions,
            release=release,
            namespace=namespace,
        )
        try:
            with self._request(values, given) as request:
                context = self._context(request)
                text: str | RenderError = self._text(request)
        except RenderError as error:
            text = error
        rendered = RenderedChart(context, text)
        self.renders.append(rendered)
        return rendered

    def include(
        self, name: str, values: Values | None = None, *, context: str = ".", **options: Unpack[RenderOptions]
    ) -> Included:
        """The text of one named template, of the chart's own or of one in its charts/; `.yaml` is that text read.

        `context` is what the template is given, as one would write it in a template: `(list . "metrics")`. RenderError
        where it fails or there is none of this name.
        """
        __tracebackhide__ = True
        from policycheck.authoring.chart_tests.include import Included, included  # noqa: PLC0415 - few tests

        with self._request(values, options) as request, TemporaryDirectory(prefix="policycheck-") as folder:
            into = os.path.realpath(folder)
            return Included(included(self._chart, request, self._workshop.renderer, (name, context), into))

    def check(
        self,
        policies: Sequence[str] | None = None,
        *,
        fails: Sequence[str] = (),
        values: Values | None = None,
        **options: Unpack[RenderOptions],
    ) -> Verdicts:
        """Render it and fail with the report unless the policies pass; those in `fails` must fail."""
        __tracebackhide__ = True
        return self.render(values, **options).check(policies, fails=fails)

    @contextmanager
    def _request(self, values: Values | None, given: RenderOptions) -> Iterator[RenderRequest]:
        folder = self.path if os.path.isdir(self.path) else os.path.dirname(self.path)
        files = found_files(given.get("values_files", ()), folder)
        words = sets(given.get("set", ()))
        config = self._workshop.config
        with values_file(values) as file:
            yield RenderRequest(
                chart=self.path,
                values_files=(*self._workshop.values_files, *files, *file),
                set_values=words.values,
                set_strings=words.strings,
                release=given.get("release", "release-name"),
                namespace=given.get("namespace") or config.namespace or "default",
                kube_version=given.get("kube_version") or config.kube_version or "1.33",
                api_versions=tuple(given.get("api_versions", ())),
            )

    def _text(self, request: RenderRequest) -> str:
        if self._chart.file.is_library:
            raise RenderError(LibraryChart(self.name).reason, source=self.path)
        return self._workshop.renderer(self._chart, request)

    def _context(self, request: RenderRequest) -> Context:
        files = [os.path.basename(file).removesuffix(".json") for file in request.values_files]
        title = ", ".join([self.path, *files, f"Kubernetes {request.kube_version}"])
        config = self._workshop.config._replace(namespace=request.namespace, kube_version=request.kube_version)
        charts = (self.path,) if os.path.isdir(self.path) else ()
        return Context(title, config, charts, self._snapshots)

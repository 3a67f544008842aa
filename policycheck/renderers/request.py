"""What is asked of a renderer, and what it answers."""

from __future__ import annotations

from typing import Protocol

from policycheck.records import Record
from policycheck.renderers.chart_file import ChartFile


class RenderRequest(Record):
    """One render. Values files apply in their order, then `set_values` (--set), then `set_strings` (--set-string)."""

    chart: str
    values_files: tuple[str, ...] = ()
    set_values: tuple[str, ...] = ()
    set_strings: tuple[str, ...] = ()
    release: str = "release-name"
    namespace: str = "default"
    kube_version: str = "1.33"
    api_versions: tuple[str, ...] = ()
    include_crds: bool = False
    is_upgrade: bool = False


class PreparedChart(Record):
    """A chart's folder as Helm can read it: unpacked, its `file://` dependencies in charts/, no link left to follow.

    `shown` says how a reader knows what lies below each of these folders: the path given, a dependency's own folder.
    """

    folder: str
    file: ChartFile
    shown: dict[str, str]


class Rendered(Record):
    """A render that was made, with all that is needed to make it again with markers or other values."""

    chart: PreparedChart
    request: RenderRequest
    text: str
    renderer: Renderer


class LibraryChart(Record):
    """In place of manifests: a library renders nothing of its own, the charts that depend on it do."""

    name: str

    @property
    def reason(self) -> str:
        return f"{self.name} is a library chart: it renders nothing of its own, the charts that depend on it do"


class Renderer(Protocol):
    """The text of `helm template`; RenderError for a chart that does not render."""

    @property
    def name(self) -> str:
        """What renders, with its version: "helm 4.3.1"."""

    def __call__(self, chart: PreparedChart, request: RenderRequest) -> str: ...

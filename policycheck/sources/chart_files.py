"""The files of a chart's folder as one resource of kind Chart, which policies judge as they judge manifests.

Its body is {kind: Chart, metadata: {name, version}, chart: Chart.yaml, values: values.yaml}, each as Helm reads it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from policycheck.errors import ManifestError, UsageError
from policycheck.exact_yaml.reader import read
from policycheck.kubernetes.kinds import OURS
from policycheck.model import Document, LeftOut, Resource, Value

API_VERSION = f"{OURS}/v1"
KIND = "Chart"
WORKSPACE = "workspace"
"""The scope of what is read from files of a project: no render's joins reach into it."""

CHART_FILE = "Chart.yaml"
VALUES_FILE = "values.yaml"
_FILES = (CHART_FILE, VALUES_FILE)

File = tuple[str, bytes]
"""A file's name in reports, and what it holds."""


class ChartFolder(NamedTuple):
    """A chart's folder, and how readers know it: one that we unpacked by the archive."""

    path: str
    shown: str


def files_of(chart: ChartFolder) -> dict[str, tuple[str, str]]:
    """The chart's files by name, each with its path and how readers know it; UsageError for no chart.

    Chart.yaml, and values.yaml where there is one.
    """
    files = {name: (os.path.join(chart.path, name), os.path.join(chart.shown, name)) for name in _FILES}
    if not os.path.exists(files[CHART_FILE][0]):
        raise UsageError(
            f"no {CHART_FILE} in it, so it is no chart; name the folder that holds one", source=chart.shown
        )
    return {name: (path, shown) for name, (path, shown) in files.items() if os.path.exists(path)}


def chart_of(files: Mapping[str, File]) -> Resource | list[LeftOut]:
    """The chart that Chart.yaml and values.yaml, where there is one, make; or what keeps them from it, with lines."""
    refused: list[LeftOut] = []
    documents: dict[str, Document] = {}
    for name, (source, data) in files.items():
        try:
            documents[name] = _document(source, data)
        except ManifestError as error:
            refused.append(LeftOut(source, error.line, error.message, unread=True))
    if refused:
        return refused
    chart = documents[CHART_FILE]
    if not _name(chart):
        message = "no `name` that is text, so this is no chart; write one"
        return [LeftOut(chart.source, chart.line, message, unread=True)]
    return _resource(chart, documents.get(VALUES_FILE))


def _document(source: str, data: bytes) -> Document:
    reading = read(data)
    if not isinstance(reading.body, dict | None):
        raise ManifestError("not a mapping; Helm takes keys with values here", line=1)
    return Document(
        source=source,
        line=1,
        text=memoryview(data),
        template=None,
        body=reading.body or {},
        duplicates=reading.duplicates,
        key_notes=reading.key_notes,
    )


def _resource(chart: Document, values: Document | None) -> Resource:
    name = _name(chart)
    metadata = {"name": name, "version": _mapping(chart.body).get("version")}
    return Resource(
        api_version=API_VERSION,
        group=OURS,
        kind=KIND,
        name=name,
        namespace=None,
        body={"kind": KIND, "metadata": metadata, "chart": chart.body, "values": values.body if values else {}},
        document=chart,
        render=WORKSPACE,
        parts={"chart": chart, "metadata": chart} | ({"values": values} if values else {}),
    )


def _name(chart: Document) -> str:
    name = _mapping(chart.body).get("name")
    return name if isinstance(name, str) else ""


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}

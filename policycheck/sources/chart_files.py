"""The files of a chart's folder as one resource of kind Chart, which policies judge as they judge manifests.

Its body is {kind: Chart, metadata: {name, version}, chart: Chart.yaml, values: values.yaml, lock: Chart.lock,
schema: values.schema.json, templates and crds: lines by file, charts: what lies in charts/, beside: what `file://`
dependencies lead to, umbrella: the chart it lies in}. Of each subchart there is the same, without its own documents.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from policycheck.errors import ManifestError
from policycheck.helm.ignore import Ignoring
from policycheck.kubernetes.kinds import OURS
from policycheck.model import Document, LeftOut, Path, Resource, Value
from policycheck.records import Record
from policycheck.sources.chart_archives import archived
from policycheck.sources.chart_folders import (
    CHART_FILE,
    IGNORE_FILE,
    LOCK_FILE,
    SCHEMA_FILE,
    UMBRELLA,
    VALUES_FILE,
    beside_of,
    is_archive,
)
from policycheck.sources.mapping_files import File, document_of

API_VERSION = f"{OURS}/v1"
KIND = "Chart"
WORKSPACE = "workspace"
"""The scope of what is read from files of a project: no render's joins reach into it."""

_YAML = {"chart": CHART_FILE, "values": VALUES_FILE, "lock": LOCK_FILE, "schema": SCHEMA_FILE}
"""Key of the body -> the file that is read there."""

_TEXTS = ("templates", "crds")
"""Keys of the body, and the folders of which the files are kept as lines."""

Files = Mapping[str, File]
"""Files by their names seen from a chart's folder."""


class _Read(Record):
    body: dict[str, Value]
    parts: dict[Path, Document]
    refused: list[LeftOut]


def read_chart(files: Files) -> list[Resource | LeftOut]:
    """The chart that files make, and those that could not be read; without its YAML files there is no chart."""
    read = _own(files)
    chart = read.parts.get(("chart",))
    if chart is None or any(left_out.source in _sources(files) for left_out in read.refused):
        return list(read.refused)
    name = _mapping(chart.body).get("name")
    if not isinstance(name, str) or not name:
        return [
            LeftOut(chart.source, chart.line, "no `name` that is text, so this is no chart; write one", unread=True)
        ]
    metadata = {"name": name, "version": _mapping(chart.body).get("version")}
    around = {"umbrella": _umbrella(files)} if UMBRELLA in files else {}
    resource = Resource(
        api_version=API_VERSION,
        group=OURS,
        kind=KIND,
        name=name,
        namespace=None,
        body={"kind": KIND, "metadata": metadata, **read.body, "beside": _beside(files, chart.body, read), **around},
        document=chart,
        render=WORKSPACE,
        parts={**read.parts, ("metadata",): chart},
    )
    return [resource, *read.refused]


def _sources(files: Files) -> set[str]:
    return {files[name][0] for name in _YAML.values() if name in files}


def _own(files: Files) -> _Read:
    """What the files of one chart's folder say, subcharts in charts/ too."""
    read = _Read({"values": {}}, {}, [])
    for key, name in _YAML.items():
        if name in files:
            _add(key, files[name], read)
    kept = _kept(files)
    for folder in _TEXTS:
        read.body[folder] = dict(_texts(folder, kept, read))
    read.body["charts"] = dict(_vendored(kept, read))
    return read


def _add(key: str, file: File, read: _Read) -> None:
    try:
        document = document_of(file, reader="Helm")
    except ManifestError as error:
        read.refused.append(LeftOut(file[0], error.line, error.message, unread=True))
    else:
        read.parts[key,] = document
        read.body[key] = document.body


def _kept(files: Files) -> Files:
    """Without what .helmignore hides from Helm."""
    text = files[IGNORE_FILE][1].decode(errors="replace") if IGNORE_FILE in files else ""
    ignoring = Ignoring(text)
    return {name: file for name, file in files.items() if not ignoring.ignores(name)}


def _texts(folder: str, files: Files, read: _Read) -> Iterator[tuple[str, list[str]]]:
    for name, (source, data) in below(folder, files).items():
        try:
            lines = data.decode("utf-8-sig").split("\n")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            read.refused.append(LeftOut(source, line, "not UTF-8; save it as UTF-8", unread=True))
            continue
        read.parts[folder, name] = Document(source, 1, memoryview(data), None, None, is_lines=True)
        yield name, lines


def _vendored(files: Files, read: _Read) -> Iterator[tuple[str, dict[str, Value]]]:
    """What lies in charts/, by the name of its folder or archive. What Helm passes over there is passed over."""
    inside = below("charts", files)
    for entry in dict.fromkeys(name.partition("/")[0] for name in inside):
        if entry.startswith(("_", ".")):
            continue
        held = below(entry, inside) or (_unpacked(inside[entry], read) if is_archive(entry) else {})
        if CHART_FILE in held:
            yield entry, _subchart(held, read)


def _unpacked(file: File, read: _Read) -> Files:
    source, data = file
    try:
        return {name: (f"{source}/{name}", held) for name, held in archived(data).items()}
    except ManifestError as error:
        read.refused.append(LeftOut(source, None, error.message, unread=True))
        return {}


def _beside(files: Files, chart: Value, read: _Read, above: tuple[str, ...] = ("",)) -> dict[str, Value]:
    """What `file://` dependencies lead to, by the folder seen from the chart's; and what those lead to in turn."""
    found: dict[str, Value] = {}
    for folder in beside_of(_mapping(chart).get("dependencies")):
        place = posixpath.normpath(posixpath.join(above[-1], folder))
        held = below(folder, files)
        if CHART_FILE in held and place not in above:
            body = _subchart(held, read)
            body["beside"] = _beside(seen_from(folder, files), body.get("chart"), read, (*above, place))
            found[folder] = body
    return found


def _subchart(files: Files, read: _Read) -> dict[str, Value]:
    own = _own(files)
    read.refused.extend(own.refused)
    return own.body


def _umbrella(files: Files) -> Value:
    try:
        return document_of(files[UMBRELLA], reader="Helm").body
    except ManifestError:
        return {}  # it is no part of this chart


def below(folder: str, files: Files) -> dict[str, File]:
    """The files of a folder, by their names seen from there."""
    prefix = f"{folder}/"
    return {name.removeprefix(prefix): file for name, file in files.items() if name.startswith(prefix)}


def seen_from(folder: str, files: Files) -> Files:
    """The same files, by their names seen from a folder: what lies beside it is `../...`."""
    return {posixpath.relpath(name, folder): file for name, file in files.items()} if folder else files


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}

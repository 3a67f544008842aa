"""The templates of charts, scanned when a policy first asks: each text once, in however many charts it lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from policycheck.helm.charts import Chart, Scan
from policycheck.helm.templates import Template
from policycheck.index.charts import CHARTS
from policycheck.index.joins import Index
from policycheck.model import Resource, Value
from policycheck.records import Record


class Located(Record):
    """A dependency's chart: `where` it is, seen from the chart's folder, and what its files say."""

    where: str
    body: Mapping[str, Value]
    vendored: bool

    @property
    def version(self) -> Value:
        return mapping(self.body.get("chart")).get("version")

    @property
    def is_library(self) -> bool:
        return is_library(self.body)


def is_library(body: Mapping[str, Value]) -> bool:
    return mapping(body.get("chart")).get("type") == "library"


def charts_of(index: Index) -> list[Resource]:
    """The charts of the run, in source order."""
    return index.of_kind("Chart", CHARTS)


def templates_of(index: Index, resource: Resource) -> Chart:
    """What a Chart's files hold, with the charts that Helm would load with it, as far as they are at hand."""
    scan = index.remembered("scan of templates", lambda: cache(Template))
    return index.remembered(
        ("templates", id(resource.body)), lambda: _chart(resource.name, resource.body, scan, resource.name)
    )


def _chart(name: str, body: Mapping[str, Value], scan: Scan, full: str) -> Chart:
    return Chart(
        name_of(mapping(body.get("chart"))) or name,
        is_library=is_library(body),
        texts={file: "\n".join(lines) for file, lines in _texts(body)},
        loaded={name: _chart(name, one.body, scan, f"{full}/charts/{name}") for name, one in loaded(body).items()},
        scan=scan,
        full=full,
    )


def _texts(body: Mapping[str, Value]) -> Iterator[tuple[str, list[str]]]:
    for file, lines in mapping(body.get("templates")).items():
        if isinstance(lines, list):
            yield file, lines


def vendored(body: Mapping[str, Value]) -> Iterator[tuple[str, Located]]:
    """What lies in a chart's charts/, each with its name."""
    for entry, subchart in mapping(body.get("charts")).items():
        name = name_of(mapping(mapping(subchart).get("chart")))
        yield name or entry, Located(f"charts/{entry}", mapping(subchart), vendored=True)


def loaded(body: Mapping[str, Value]) -> dict[str, Located]:
    """What Helm loads with a chart, by name: all that lies in charts/, and what `file://` leads to where it is not."""
    found = dict(vendored(body))
    for dependency in dependencies(body):
        name = name_of(dependency)
        beside = _beside(body, dependency)
        if name and beside and name not in found:
            found[name] = beside
    return found


def _beside(body: Mapping[str, Value], dependency: Mapping[str, Value]) -> Located | None:
    repository = dependency.get("repository")
    if not isinstance(repository, str) or not repository.startswith("file://"):
        return None
    from posixpath import normpath  # noqa: PLC0415 - few charts have such a dependency

    where = normpath(repository.removeprefix("file://"))
    subchart = mapping(body.get("beside")).get(where)
    return Located(where, mapping(subchart), vendored=False) if subchart else None


def dependencies(body: Mapping[str, Value]) -> list[Mapping[str, Value]]:
    """The entries of `dependencies` in Chart.yaml; what is no mapping is an empty one."""
    entries = mapping(body.get("chart")).get("dependencies")
    return [mapping(entry) for entry in entries] if isinstance(entries, list) else []


def declared(body: Mapping[str, Value]) -> list[str]:
    """The names of the dependencies, each once."""
    return list(dict.fromkeys(filter(None, map(name_of, dependencies(body)))))


def name_of(entry: Mapping[str, Value]) -> str | None:
    """What a chart or a dependency is called; null where that is no text."""
    name = entry.get("name")
    return name if isinstance(name, str) else None


def libraries(index: Index, resource: Resource) -> Iterator[tuple[str, Chart]]:
    """The library charts that a chart declares and that are at hand, by the names of their dependencies."""
    chart, at_hand = templates_of(index, resource), loaded(resource.body)
    for name in declared(resource.body):
        if name in at_hand and at_hand[name].is_library:
            yield name, chart.loaded[name]


def mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}

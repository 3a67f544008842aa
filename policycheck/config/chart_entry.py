"""An entry of `charts`: by which values, releases and versions of Kubernetes a chart is rendered."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from policycheck.config.globs import takes
from policycheck.config.origin import Origin, Setting
from policycheck.config.scalars import kube_version, namespace, release
from policycheck.config.sections import list_in, mapping_in, refuse_blank
from policycheck.errors import UsageError
from policycheck.language.section import Section
from policycheck.model import Path, Value, dotted
from policycheck.records import Record

KEYS = ("values", "release", "namespace", "kubeVersions", "apiVersions")

DEFAULT = "default"
OF_CI = "ci/"
"""Names of sets that every chart has, or that are those of its own files."""


class ChartEntry(Record):
    """What a file says of the charts that `pattern` takes, a path or a glob from the file's folder.

    `values` are lists of values files by the name of the set, relative to the chart's folder. None and () say nothing.
    """

    pattern: str
    values: Mapping[str, tuple[str, ...]]
    release: str | None
    namespace: str | None
    kube_versions: tuple[str, ...]
    api_versions: tuple[str, ...]
    source: str
    path: Path

    @property
    def folder(self) -> str:
        """The folder that the pattern counts from."""
        return os.path.dirname(self.source)

    def takes(self, chart: str) -> bool:
        """Whether it is about the chart at this path."""
        path = os.path.relpath(os.path.realpath(chart), os.path.realpath(self.folder or "."))
        return takes(os.path.normpath(self.pattern).replace(os.sep, "/"), path.replace(os.sep, "/"))

    def settings(self) -> Iterator[Setting]:
        """One for each key, and for each set of values."""
        told: Mapping[Path, Value] = {
            **{("values", name): list(files) for name, files in self.values.items()},
            ("release",): self.release,
            ("namespace",): self.namespace,
            ("kubeVersions",): list(self.kube_versions),
            ("apiVersions",): list(self.api_versions),
        }
        for keys, value in told.items():
            if value:
                path = (*self.path, *keys)
                yield Setting(dotted(path), value, Origin(self.source, path))


def read_charts(root: Section) -> tuple[ChartEntry, ...]:
    """The entries of a file, in its order; a ConfigError for what is none."""
    charts = mapping_in(root, "charts")
    return tuple(_entry(charts, pattern) for pattern in charts.body) if charts else ()


def _entry(charts: Section, pattern: str) -> ChartEntry:
    refuse_blank(charts, pattern, pattern)
    entry = mapping_in(charts, pattern, KEYS)
    if entry is None:
        raise charts.error(f"`{charts.name(pattern)}` must be a mapping with {', '.join(KEYS)}", pattern)
    values = mapping_in(entry, "values")
    return ChartEntry(
        pattern=pattern,
        values={name: _files(values, name) for name in values.body} if values else {},
        release=_word(entry, "release"),
        namespace=_word(entry, "namespace"),
        kube_versions=tuple(
            _read(entry, word, "kubeVersions", place) for place, word in enumerate(list_in(entry, "kubeVersions"))
        ),
        api_versions=list_in(entry, "apiVersions"),
        source=charts.source,
        path=entry.path,
    )


def _files(values: Section, name: str) -> tuple[str, ...]:
    refuse_blank(values, name, name)
    if name == DEFAULT or name.startswith(OF_CI):
        whose = "every chart's own values" if name == DEFAULT else "a file of the chart's ci/"
        raise values.error(f'`{values.name(name)}`: "{name}" is {whose}; choose another name', name)
    return list_in(values, name)


def _word(entry: Section, key: str) -> str | None:
    word = entry.text_of(key)
    return None if word is None else _read(entry, word, key)


_READERS = {"release": release, "namespace": namespace, "kubeVersions": kube_version}


def _read(entry: Section, word: str, key: str, *place: int) -> str:
    try:
        return _READERS[key](word)
    except UsageError as error:
        raise entry.error(f"`{entry.name(key)}`: {error.message}", key, *place) from None


def of_chart(entries: Iterable[ChartEntry], chart: str) -> list[ChartEntry]:
    """The entries that are about the chart at this path: for each key the last to say something wins."""
    return [entry for entry in entries if entry.takes(chart)]

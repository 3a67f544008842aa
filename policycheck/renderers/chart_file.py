"""What rendering needs to know of a Chart.yaml."""

from __future__ import annotations

import os
from collections.abc import Mapping

from policycheck.errors import ManifestError, RenderError
from policycheck.exact_yaml.reader import read
from policycheck.model import Value
from policycheck.records import Record

NAME = "Chart.yaml"


class Dependency(Record):
    """An entry of `dependencies`; `version` is a range, `name` is the dependency's own, `alias` its name here."""

    name: str
    version: str
    repository: str
    alias: str
    imports_values: bool


class ChartFile(Record):
    name: str
    version: str
    kube_version: str
    is_library: bool
    dependencies: tuple[Dependency, ...]


def read_chart_file(folder: str, shown: str) -> ChartFile:
    """The Chart.yaml of a folder that readers know as `shown`; RenderError at its line if Helm could not read it."""
    source = os.path.join(shown, NAME)
    try:
        with open(os.path.join(folder, NAME), "rb") as file:
            body = read(file.read()).body
    except OSError as error:
        raise RenderError(f"{error.strerror}; a chart's folder holds a {NAME}", source=source) from error
    except ManifestError as error:
        raise RenderError(error.message, source=source, line=error.line, column=error.column) from error
    if not isinstance(body, dict):
        raise RenderError("not a mapping; write apiVersion, name and version", source=source)
    return _chart_file(body, source)


def _chart_file(body: Mapping[str, Value], source: str) -> ChartFile:
    version = _text(body, "apiVersion")
    if version not in ("v1", "v2"):
        found = f"apiVersion is {version}" if version else "no apiVersion"
        raise RenderError(f"{found}; Helm 3 and Helm 4 render charts of apiVersion v2 (or v1)", source=source)
    for key in ("name", "version"):
        if not _text(body, key):
            raise RenderError(f"no {key} that is text; write one", source=source)
    return ChartFile(
        name=_text(body, "name"),
        version=_text(body, "version"),
        kube_version=_text(body, "kubeVersion"),
        is_library=_text(body, "type") == "library",
        dependencies=tuple(_dependencies(body.get("dependencies"))),
    )


def _dependencies(value: Value) -> list[Dependency]:
    entries = [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    return [
        Dependency(
            name=_text(entry, "name"),
            version=_text(entry, "version"),
            repository=_text(entry, "repository"),
            alias=_text(entry, "alias"),
            imports_values=bool(entry.get("import-values")),
        )
        for entry in entries
    ]


def _text(body: Mapping[str, Value], key: str) -> str:
    """Helm takes an unquoted number where text is meant, as `version: 1.0`."""
    value = body.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

"""The library that carries Helm, called past its Python wrapper: capabilities are not in that one.

Importing the library starts Go's threads: a process that forks afterwards has a child that hangs. So everything here
imports it when it is first needed, and nothing here may be called in a process that forks later.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from types import ModuleType

from policycheck.model import Value


class HelmSaysError(Exception):
    """Helm refused; the text is its own."""


class Handle:
    """One loaded chart, for ONE render: the first one takes away the subcharts that its values switch off."""

    def __init__(self, path: str) -> None:
        self._chart = _library().Chart.load(path)

    def close(self) -> None:
        self._chart.close()

    def missing_dependencies(self) -> list[str]:
        """What Chart.yaml, or the requirements.yaml of an old chart, names and charts/ does not hold."""
        there = {one.get("name") for one in self._chart.dependencies}
        named = self._chart.metadata.get("dependencies") or []
        return [str(one["name"]) for one in named if one["name"] not in there]

    def crds(self) -> list[tuple[str, str]]:
        """Helm's names for the files in crds/, of subcharts too, and what they hold."""
        return [(one["filename"], one["data"]) for one in self._chart.crds]

    def render(self, values: Mapping[str, Value], options: Mapping[str, Value]) -> dict[str, str]:
        """What each template rendered, by Helm's name for it."""
        call = _library()._native.call_string  # noqa: SLF001 - Chart.render has no kube_version and no api_versions
        raw = self._chart._raw()  # noqa: SLF001 - idem
        rendered: dict[str, str] = json.loads(call("helm_render", raw, json.dumps(values), json.dumps(options)))
        return rendered


def is_installed() -> bool:
    """Whether the extra [helm] is installed; imports nothing."""
    return find_spec("helm_python") is not None


@contextmanager
def loaded(path: str) -> Iterator[Handle]:
    """The chart of a folder. HelmSaysError for what Helm refuses here or in the block."""
    try:
        handle = Handle(path)
        try:
            yield handle
        finally:
            handle.close()
    except _library().HelmError as error:
        raise HelmSaysError(str(error)) from error


def read_yaml(text: str) -> Value:
    """One YAML document as Helm reads it; ValueError with Helm's words. An empty one is an empty mapping."""
    call = _library()._native.call_string  # noqa: SLF001 - its wrapper would not give more
    value: Value = json.loads(call("helm_values_from_yaml", text))
    return value


@cache
def version() -> str:
    """The version of Helm inside: "4.2.3"."""
    return str(_library().helm_sdk_version()).removeprefix("v")


@cache
def takes_capabilities() -> bool:
    """Whether the private call is there and does what we pass it, tried on a chart of one line."""
    try:
        with TemporaryDirectory(prefix="policycheck-") as folder:
            _write_probe(folder)
            with loaded(folder) as chart:
                options = {"kube_version": "v1.29.7", "api_versions": ["policycheck/v1"]}
                return list(chart.render({}, options).values()) == ["v1.29.7 true"]
    except (AttributeError, TypeError, ValueError, HelmSaysError):
        return False


def _write_probe(folder: str) -> None:
    os.mkdir(os.path.join(folder, "templates"))
    with open(os.path.join(folder, "Chart.yaml"), "w", encoding="utf-8") as file:
        file.write("{apiVersion: v2, name: probe, version: 1.0.0}")
    with open(os.path.join(folder, "templates", "probe.yaml"), "w", encoding="utf-8") as file:
        file.write('{{ .Capabilities.KubeVersion.Version }} {{ .Capabilities.APIVersions.Has "policycheck/v1" }}')


def _library() -> ModuleType:
    import helm_python  # noqa: PLC0415 - 0.25 s, 85 MB and Go's threads

    return helm_python

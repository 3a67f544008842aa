"""Helm in process: the same engine without a process a render, and what it leaves to the helm command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from tempfile import TemporaryDirectory

from policycheck.errors import RenderError
from policycheck.model import Value
from policycheck.records import Record
from policycheck.renderers import helm_native, refusals
from policycheck.renderers.chart_copy import copy
from policycheck.renderers.documents import NEWEST, Generation
from policycheck.renderers.helm_cli import HelmCli
from policycheck.renderers.helm_errors import from_helm
from policycheck.renderers.helm_output import CrdFile, Head, NotYamlError, assembled, head
from policycheck.renderers.request import PreparedChart, RenderRequest
from policycheck.renderers.set_integers import has_integers, has_run, write_template
from policycheck.renderers.set_values import apply
from policycheck.renderers.values_files import all_there, documents, not_values
from policycheck.renderers.yaml_errors import not_yaml

API_VERSIONS = ("lifecycle.k8s.io/v1alpha1", "scheduling.k8s.io/v1alpha3", "storagemigration.k8s.io/v1")
"""What helm 4.3.1 knows and the library, which is Helm 4.2.3, does not."""


class HelmSdk(Record):
    """Helm in process, printing as the helm of `generation` would."""

    generation: Generation = NEWEST
    cli: HelmCli | None = None
    """Renders what cannot be rendered alike in process."""

    @property
    def name(self) -> str:
        return f"Helm {helm_native.version()} in process"

    def __call__(self, chart: PreparedChart, request: RenderRequest) -> str:
        refusals.release_name(request.release)
        options = _options(request)
        values = _values(request)
        if _is_beyond(chart, values):
            return self._by_helm(chart, request)
        try:
            with _with_integers(chart.folder, values) as folder, helm_native.loaded(folder) as loaded:
                _refuse(chart, loaded, options["kube_version"])
                crds = [CrdFile(*crd) for crd in loaded.crds()] if request.include_crds else []
                files = loaded.render(values, options)
        except helm_native.HelmSaysError as error:
            raise from_helm(chart, request, str(error)) from error
        if has_integers(values) and not has_run(files):
            return self._by_helm(chart, request)
        if self.cli and any("\ufffd" in text for text in files.values()):
            return self.cli(chart, request)  # the library puts it for every byte that is not UTF-8
        try:
            return assembled(files, crds=crds, generation=self.generation, read_head=_head)
        except NotYamlError as error:
            raise not_yaml(chart, error.name, error.said, files[error.name], error.said) from error

    def _by_helm(self, chart: PreparedChart, request: RenderRequest) -> str:
        if self.cli:
            return self.cli(chart, request)
        message = "Helm in process cannot keep whole the number that --set gives: a dependency has import-values"
        message += ", or .helmignore hides templates"
        raise RenderError(f"{message}; put it in a values file, or install helm", source="--set")


def _is_beyond(chart: PreparedChart, values: dict[str, Value]) -> bool:
    """Import-values copies a subchart's values upwards before any template runs, ours included."""
    return any(one.imports_values for one in chart.file.dependencies) and has_integers(values)


@lru_cache(maxsize=2048)
def _head(document: str) -> Head:
    """Half of the time of a render would go here, and most documents are the same in the next."""
    return head(helm_native.read_yaml(document))


def _options(request: RenderRequest) -> dict[str, Value]:
    return {
        "name": request.release,
        "namespace": request.namespace,
        "revision": 1,
        "is_install": not request.is_upgrade,
        "is_upgrade": request.is_upgrade,
        "kube_version": refusals.full_kube_version(request.kube_version),
        "api_versions": [*API_VERSIONS, *request.api_versions],
    }


def _refuse(chart: PreparedChart, loaded: helm_native.Handle, kube_version: Value) -> None:
    """What the helm command looks at and the library does not."""
    missing = loaded.missing_dependencies()
    if missing:
        raise refusals.missing_dependencies(chart, missing)
    refusals.kube_version(chart, str(kube_version))


@contextmanager
def _with_integers(folder: str, values: dict[str, Value]) -> Iterator[str]:
    """The folder, or where --set gave whole numbers a copy with the template that keeps them whole."""
    if not has_integers(values):
        yield folder
        return
    with TemporaryDirectory(prefix="policycheck-") as temporary:
        copied = os.path.join(temporary, "chart")
        copy(folder, copied, folder)
        write_template(copied, values)
        yield copied


def _values(request: RenderRequest) -> dict[str, Value]:
    all_there(request.values_files)
    values: dict[str, Value] = {}
    for file in request.values_files:
        for document in _documents(file):
            values = _merged(values, document)
    for expression in request.set_values:
        apply(expression, values, strings=False)
    for expression in request.set_strings:
        apply(expression, values, strings=True)
    return values


def _documents(file: str) -> list[dict[str, Value]]:
    with open(file, "rb") as opened:
        data = opened.read()
    try:
        read = [helm_native.read_yaml(document) for document in documents(data.decode())]
    except UnicodeDecodeError as error:
        raise RenderError("a values file is UTF-8, and this is not", source=file) from error
    except ValueError as error:
        raise not_values(file, file, str(error), str(error)) from error
    return [document for document in read if isinstance(document, dict)]


def _merged(below: dict[str, Value], above: dict[str, Value]) -> dict[str, Value]:
    """Mappings merge, all else is replaced; a null stays, for it takes the chart's own value away."""
    merged = dict(below)
    for key, value in above.items():
        held = merged.get(key)
        merged[key] = _merged(held, value) if isinstance(held, dict) and isinstance(value, dict) else value
    return merged

"""One named template, rendered by a copy of its chart that has a template to include it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

from policycheck.errors import RenderError, did_you_mean
from policycheck.exact_yaml.reader import read
from policycheck.patterns import regex
from policycheck.renderers.chart_copy import copy
from policycheck.renderers.chart_file import NAME
from policycheck.renderers.request import PreparedChart, Renderer, RenderRequest

_OURS = "policycheck-include.yaml"
_KIND = "PolicycheckInclude"
_DEFINED = regex(rb'\{\{-?\s*define\s+(?:"([^"]*)"|`([^`]*)`)')
_LIBRARY = regex(r"^(['\"]?type['\"]?\s*:\s*).*$", re.MULTILINE)
_UNKNOWN = regex(r'no template "?(?P<name>[^"\n]+?)"?(?:$|["\s])')


class Included(str):
    """What a named template gives, as text."""

    __slots__ = ()

    @property
    def yaml(self) -> Any:  # noqa: ANN401 - whatever it holds
        """The text read as YAML; ManifestError where it is none."""
        return read(self.encode()).body


def included(chart: PreparedChart, request: RenderRequest, renderer: Renderer, call: tuple[str, str], into: str) -> str:
    """The text of `include NAME CONTEXT`, `call` is both; `into` is a folder for the copies.

    At first no other template of the chart is there, so that none but this one can fail; with all of them it is tried
    where this one needs another. RenderError where it fails, or no template has the name.
    """
    alone, whole = os.path.join(into, "alone"), os.path.join(into, "whole")
    copy(chart.folder, alone, chart.folder)
    for path in [*_templates(alone)]:
        if not os.path.basename(path).startswith("_") and not _names(path):
            os.remove(path)
    try:
        return _rendered(chart, alone, request, renderer, call)
    except RenderError as error:
        copy(chart.folder, whole, chart.folder)
        try:
            return _rendered(chart, whole, request, renderer, call)
        except RenderError:
            raise _of_call(chart, error, call[0]) from error


def _rendered(
    chart: PreparedChart, folder: str, request: RenderRequest, renderer: Renderer, call: tuple[str, str]
) -> str:
    _write(folder, *call)
    changed = chart._replace(folder=folder, file=chart.file._replace(is_library=False), shown=_moved(chart, folder))
    for document in renderer(changed, request).split("\n---\n"):
        if _KIND in document:
            return str(json.loads(document[document.index("{") :])["text"])
    raise RenderError(f"the template gave nothing; does .helmignore hide templates/{_OURS}?")


def _write(folder: str, name: str, context: str) -> None:
    """A template that gives the text as JSON: Helm prints documents of YAML only, and a name or a number is none."""
    head = f'"apiVersion" "policycheck/v1" "kind" "{_KIND}" "metadata" (dict "name" "include")'
    text = f'{{{{ dict {head} "text" (include {json.dumps(name)} ({context})) | toJson }}}}\n'
    os.makedirs(os.path.join(folder, "templates"), exist_ok=True)
    with open(os.path.join(folder, "templates", _OURS), "w", encoding="utf-8") as file:
        file.write(text)
    path = os.path.join(folder, NAME)
    with open(path, encoding="utf-8") as file:
        chart_file = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(_LIBRARY.sub(r"\1application", chart_file))


def _moved(chart: PreparedChart, folder: str) -> dict[str, str]:
    return {folder + path.removeprefix(chart.folder): shown for path, shown in chart.shown.items()}


def _of_call(chart: PreparedChart, error: RenderError, name: str) -> RenderError:
    """The error as one of the call: our own template is no place for a reader."""
    source = error.source if error.source and not error.source.endswith(_OURS) else None
    message = error.message.partition(" (called from ")[0] if _OURS in error.message else error.message
    if found := _UNKNOWN.search(error.message):
        defined = sorted({one for path in _templates(chart.folder) for one in _names(path)})
        near = did_you_mean(found["name"], defined) or f"; there is {', '.join(defined) or 'none'}"
        message = f'no template is called "{found["name"]}"{near}'
    line = error.line if source else None
    return RenderError(f'include "{name}": {message}', source=source, line=line, helm=error.helm)


def _templates(folder: str) -> Iterator[str]:
    """The files in templates/ of the chart and of the charts in its charts/."""
    for below, _, names in os.walk(folder):
        if "templates" in os.path.relpath(below, folder).split(os.sep):
            yield from (os.path.join(below, name) for name in names)


def _names(path: str) -> list[str]:
    with open(path, "rb") as file:
        return [(one[0] or one[1]).decode(errors="replace") for one in _DEFINED.findall(file.read())]

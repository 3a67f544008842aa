"""The values of a render, and the files that set them: subcharts' own, the chart's own, -f, --set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy

from policycheck.errors import PolicycheckError
from policycheck.exact_yaml.positions import locate
from policycheck.exact_yaml.reader import read
from policycheck.model import Path, Value
from policycheck.records import Record
from policycheck.renderers.chart_file import read_chart_file
from policycheck.renderers.dependencies import held_names
from policycheck.renderers.request import PreparedChart, RenderRequest
from policycheck.renderers.set_values import apply
from policycheck.renderers.template_paths import shown
from policycheck.renderers.values_files import documents

GLOBAL = "global"
_OWN = "values.yaml"

Values = dict[str, Value]


class Layer(Record):
    """One document of a values file, `text` with `above` lines before it. Its content lies below `prefix`.

    `within` is the part of the document that it is: the globals of a subchart are a layer of their own.
    """

    file: str
    above: int
    text: str
    prefix: Path
    within: Path
    body: Values


class Setting(Record):
    """Where a key is written; `line` is None for --set. `path` is the key, or the nearest above it that is written."""

    file: str
    line: int | None
    path: Path


class Leaf(Record):
    """A value that is no mapping and no list with items; `path` is as the outermost chart sets it."""

    path: Path
    value: Value


class ValuesLayers(Record):
    """`layers` from the weakest to the strongest; `given` is what the user gave, `all` with charts' own values."""

    layers: tuple[Layer, ...]
    given: Values
    all: Values

    def leaves(self) -> list[Leaf]:
        return list(_leaves(self.all, ()))

    def setting(self, path: Path) -> Setting | None:
        """The place that a key's value comes from; for a key that nothing sets, the place of the nearest above it."""
        for length in range(len(path), 0, -1):
            for layer in reversed(self.layers):
                if _holds(layer, path[:length]):
                    return _written(layer, path[:length])
        return None


def values_layers(chart: PreparedChart, request: RenderRequest) -> ValuesLayers:
    """Of a chart whose subcharts are unpacked. PolicycheckError for a file that is no YAML."""
    own = [*_of_charts(chart, chart.folder, ())]
    files = [layer for file in request.values_files for layer in _layers(file, shown(chart, file), ())]
    given: Values = {}
    for layer in files:
        given = _merged(given, layer.body)
    before = deepcopy(given)
    for expression in request.set_values:
        apply(expression, given, strings=False)
    for expression in request.set_strings:
        apply(expression, given, strings=True)
    if given != before:
        files.append(Layer("--set", 0, "", (), (), _difference(given, before)))
    merged: Values = {}
    for layer in own:
        merged = _merged(merged, _below(layer.prefix, layer.body))
    return ValuesLayers((*own, *files), given, _merged(merged, given))


def _of_charts(chart: PreparedChart, folder: str, prefix: Path) -> Iterator[Layer]:
    """The layers of a chart and of those it holds, the innermost first."""
    file = read_chart_file(folder, shown(chart, folder))
    held = held_names(folder, shown(chart, folder))
    named = {one.name for one in file.dependencies}
    below = [(one.alias or one.name, held[one.name]) for one in file.dependencies if one.name in held]
    below += [(name, path) for name, path in held.items() if name not in named]
    for name, path in below:
        yield from _of_charts(chart, os.path.join(folder, path), (*prefix, name))
    own = os.path.join(folder, _OWN)
    for layer in _layers(own, shown(chart, own), prefix) if os.path.isfile(own) else ():
        yield from _globals_apart(layer) if prefix else (layer,)


def _globals_apart(layer: Layer) -> Iterator[Layer]:
    """The layer of a subchart as its parent sets it: what is global there is set as global here."""
    shared = layer.body.get(GLOBAL)
    if isinstance(shared, dict):
        yield layer._replace(prefix=(GLOBAL,), within=(GLOBAL,), body=shared)
    yield layer._replace(body={key: value for key, value in layer.body.items() if key != GLOBAL})


def _layers(file: str, name: str, prefix: Path) -> Iterator[Layer]:
    with open(file, encoding="utf-8-sig", newline="") as opened:
        text = opened.read()
    at = 0
    for document in documents(text):
        at = text.index(document, at)
        body = read(document).body
        if isinstance(body, dict):
            yield Layer(name, text.count("\n", 0, at), document, prefix, (), body)
        at += len(document)


def _merged(below: Values, above: Values) -> Values:
    """Mappings merge, all else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        held = merged.get(key)
        merged[key] = _merged(held, value) if isinstance(held, dict) and isinstance(value, dict) else value
    return merged


def _below(prefix: Path, body: Values) -> Values:
    for key in reversed(prefix):
        body = {str(key): body}
    return body


def _difference(new: Values, old: Values) -> Values:
    """What is in `new` and not the same in `old`."""
    found: Values = {}
    for key, value in new.items():
        held = old.get(key)
        if isinstance(value, dict) and isinstance(held, dict):
            if inner := _difference(value, held):
                found[key] = inner
        elif key not in old or held != value:
            found[key] = value
    return found


def _leaves(value: Value, path: Path) -> Iterator[Leaf]:
    if isinstance(value, dict) and (value or not path):
        for key, inner in value.items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _leaves(inner, (*path, index))
    else:
        yield Leaf(path, value)


def _holds(layer: Layer, path: Path) -> bool:
    if path[: len(layer.prefix)] != layer.prefix:
        return False
    value: Value = layer.body
    for part in path[len(layer.prefix) :]:
        if isinstance(value, dict) and part in value:
            value = value[str(part)]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return False
    return True


def _written(layer: Layer, path: Path) -> Setting:
    if not layer.text:
        return Setting(layer.file, None, path)
    inner = (*layer.within, *path[len(layer.prefix) :])
    try:
        return Setting(layer.file, layer.above + locate(layer.text, [inner])[inner][0], path)
    except PolicycheckError:  # pragma: no cover - what was read can be located
        return Setting(layer.file, None, path)

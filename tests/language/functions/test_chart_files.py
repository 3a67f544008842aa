"""What no author means, and still writes into a chart, breaks no function of charts."""

from __future__ import annotations

import pytest

from policycheck.index import Index
from policycheck.language.bindings import Bindings
from policycheck.language.context import Context, Release
from policycheck.language.functions import chart_copies, chart_dependencies, chart_includes, chart_templates, registry
from policycheck.model import LeftOut, Resource, Value
from policycheck.sources.chart_files import read_chart
from tests.language.functions.calling import called

ODD = [
    "dependencies: x",
    "dependencies: {a: b}",
    "dependencies: [x, {name: 1, version: 1.0, repository: 3}, {name: b, repository: 'file://'}, null, {name: [a]}]",
    "dependencies: [{name: a, version: [1], alias: [b], tags: {c: 1}, import-values: [{d: 1, c: 2}, e]}]",
    "type: [a]",
    "version: 1.10",
    "{type: library, dependencies: [{name: a, repository: file://.}]}",
]
FILES = {
    "values.yaml": b"a: [1]",
    "Chart.lock": b"dependencies: [x, {name: [1]}]",
    "values.schema.json": b'{"properties": []}',
    "templates/a.yaml": "{{ .Values.a.b }}{{ include `x.y` . }}{{ \u00e9".encode(),
    "templates/b.yaml": b"\xff",
    "charts/x.tgz": b"no archive",
    "charts/b/Chart.yaml": b"name: [a]",
    "charts/b/templates/a": b"{{ end }}",
}
ARGUMENTS: dict[str, list[Value]] = {
    "included_fields": ["image"],
    "template_fields": ["image"],
    "is_bounded": ["~1.0"],
    "semver_in": ["1.0.0", "~1.0"],
    **{name: [0.7] for name in chart_copies.PLACED},
}
NAMES = [
    name
    for module in (chart_copies, chart_dependencies, chart_includes, chart_templates)
    for name in (*module.FUNCTIONS, *module.PLACED)
]


def read(text: str) -> list[Resource | LeftOut]:
    odd = text if text.startswith("{") else "{" + text + "}"
    files = {"Chart.yaml": odd[:-1].encode() + b", name: orders}", **FILES}
    return read_chart({name: (name, data) for name, data in files.items()})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ODD)
def test_an_odd_chart_breaks_no_function(text: str, name: str) -> None:
    (chart,) = (one for one in read(text) if isinstance(one, Resource))
    index = Index([chart])
    assert name in registry.names()
    called(name, *ARGUMENTS.get(name, ()), bound=Bindings(Context(chart, index, Release()), {}))


def test_what_of_a_chart_cannot_be_read_is_said_and_the_rest_is_there() -> None:
    found = read("version: 1.0.0")
    assert {one.source: one.line for one in found if isinstance(one, LeftOut)} == {
        "templates/b.yaml": 1,
        "charts/x.tgz": None,
    }
    (chart,) = (one for one in found if isinstance(one, Resource))
    assert chart.body["templates"] == {"a.yaml": ["{{ .Values.a.b }}{{ include `x.y` . }}{{ \u00e9"]}

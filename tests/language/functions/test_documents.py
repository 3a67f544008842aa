"""What a document says beyond its values: oddities of its keys, and types the API does not take."""

from __future__ import annotations

import pytest

from policycheck.index import Index
from policycheck.language.context import Context, Release
from policycheck.language.functions import resolve_placed
from policycheck.language.functions.registry import PLACED
from policycheck.model import Resource, Value, dotted
from policycheck.sources.chart_files import read_chart
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

ODD = """\
apiVersion: v1
kind: Service
metadata:
  name: a
  labels: {app: 1, app: web, on: x}
  annotations: {z: own, <<: {z: base}, n: "1"}
spec:
  ports:
    - {port: "80"}
    - {port: 8080}
"""

LIST = """\
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: "1", x: "2"}}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: {v: 5}}
"""


def found(name: str, manifests: str, of: str | None = None) -> list[tuple[str, Value]]:
    bound = bindings(context(manifests, of=of))
    items = resolve_placed(name)(bound, [], ()).elements()
    assert [item.value for item in items] == called(name, bound=bound)
    return [(dotted(item.path), item.value) for item in items]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("duplicate_keys", [("metadata.labels.app", {"key": "app", "first_line": 5, "line": 5})]),
        (
            "retyped_keys",
            [
                ("metadata.labels.true", {"key": "true", "written": "on"}),
                ("metadata.annotations.false", {"key": "false", "written": "n"}),
            ],
        ),
        ("overridden_keys", [("metadata.annotations.z", {"key": "z", "written": "z"})]),
        ("wrong_integers", [("spec.ports[0].port", {"key": "port", "type": "string", "expected": "a whole number"})]),
        ("wrong_strings", []),
    ],
)
def test_an_oddity_stands_at_its_key(name: str, expected: list[tuple[str, Value]]) -> None:
    assert found(name, ODD) == expected


def test_of_a_list_each_item_has_its_own() -> None:
    assert [place for place, _ in found("duplicate_keys", LIST, of="a")] == ["data.x"]
    assert found("duplicate_keys", LIST, of="b") == []
    assert [place for place, _ in found("wrong_strings", LIST, of="b")] == ["data.v"]
    assert found("wrong_strings", LIST, of="a") == []


@pytest.mark.parametrize(
    "name", ["duplicate_keys", "retyped_keys", "overridden_keys", "wrong_strings", "wrong_integers"]
)
def test_an_ordinary_document_has_none(name: str) -> None:
    assert found(name, "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: x}}") == []


def test_the_keys_of_each_file_of_a_chart_are_looked_at() -> None:
    (chart,) = read_chart(
        {"Chart.yaml": ("c", b"{name: a, name: b}"), "values.yaml": ("v", b"db: {y: 1, a: 1, a: 2}\n")}
    )
    assert isinstance(chart, Resource)
    bound = bindings(Context(chart, Index([chart]), Release()))
    assert [dotted(item.path) for item in PLACED["duplicate_keys"](bound)] == ["chart.name", "values.db.a"]
    assert [dotted(item.path) for item in PLACED["retyped_keys"](bound)] == ["values.db.true"]

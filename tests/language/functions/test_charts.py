"""What policies ask of a chart's values."""

from __future__ import annotations

import pytest

from policycheck.index import Index
from policycheck.language.bindings import Bindings
from policycheck.language.context import Context, Release
from policycheck.language.functions.charts import default_secrets
from policycheck.model import Resource, Value
from policycheck.sources.chart_files import read_chart
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

VALUES = b"db: {password: hunter2, existingSecret: x, token: '', user: admin}"


def chart() -> Resource:
    (made,) = read_chart({"Chart.yaml": ("c", b"name: orders"), "values.yaml": ("v", VALUES)})
    assert isinstance(made, Resource)
    return made


def beside_the_chart() -> Bindings:
    resource = context().resource
    return Bindings(Context(resource, Index([resource, chart()]), Release()), {})


def test_the_secrets_of_values_stand_in_them() -> None:
    resource = chart()
    found = default_secrets(Bindings(Context(resource, Index([resource]), Release()), {}))
    assert [(item.path, item.value) for item in found] == [
        (("values", "db", "password"), {"key": "password", "value": "hunter2"}),
        (("values", "db", "token"), {"key": "token", "value": ""}),
    ]


@pytest.mark.parametrize(
    ("text", "found"), [("hunter2", "db.password"), ("admin", None), ("x", None), ("", None), (None, None)]
)
def test_a_text_is_found_among_the_secrets_of_the_chart(text: Value, found: Value) -> None:
    assert called("secret_default", text, bound=beside_the_chart()) == found


def test_without_a_chart_nothing_is_its_default() -> None:
    assert called("secret_default", "hunter2") is None
    assert bindings().value("chart") is None


def test_the_values_of_the_chart_are_known_beside_it() -> None:
    found = beside_the_chart().value("chart")
    assert isinstance(found, dict)
    assert found["name"] == "orders"
    assert found["values"] == chart().body["values"]

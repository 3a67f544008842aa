"""From a rendered resource to the chart it comes from."""

from __future__ import annotations

import pytest

from policycheck.index import Index
from policycheck.index.charts import chart_of
from policycheck.model import Resource
from policycheck.sources.chart_files import read_chart
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load


def rendered(template: str | None) -> Resource:
    above = f"# Source: {template}\n" if template else ""
    (found,) = load(
        [Input("stdin", f"{above}apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\n".encode())]
    ).resources
    return found


def charts(*names: str) -> list[Resource]:
    made = (read_chart({"Chart.yaml": (name, f"name: {name}".encode())})[0] for name in names)
    return [one for one in made if isinstance(one, Resource)]


@pytest.mark.parametrize(
    ("template", "known", "found"),
    [
        ("orders/templates/a.yaml", ["billing", "orders"], "orders"),
        ("orders/charts/billing/templates/a.yaml", ["billing", "orders"], "orders"),
        ("orders/templates/a.yaml", ["billing"], None),
        ("orders/templates/a.yaml", ["orders", "orders"], None),
        (None, ["orders"], "orders"),
        (None, ["billing", "orders"], None),
        (None, [], None),
        ("orders/templates/a.yaml", [], None),
    ],
)
def test_a_resource_comes_from_the_chart_of_its_template(
    template: str | None, known: list[str], found: str | None
) -> None:
    resource = rendered(template)
    index = Index([resource, *charts(*known)])
    answer = chart_of(index, resource)
    assert (answer and answer.name) == found

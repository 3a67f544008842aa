"""A finding in another file than its resource's: each format names that file."""

from __future__ import annotations

import json

import pytest

from policycheck.model import Finding, Outcome
from policycheck.reporters import junit, render
from policycheck.reporters.view import View
from tests.reporters.reports import finding, policy, report, resource

IN_VALUES = Finding(("values", "db"), "a default", 4, 3, source="/srv/orders/values.yaml")
IN_CHART = finding("no icon", 2, ("chart",))
CHART = resource("Chart", "orders", source="/srv/orders/Chart.yaml")


def test_text_has_each_file_with_its_line() -> None:
    made = report(Outcome(policy("a"), CHART, "error", "fail", (IN_CHART, IN_VALUES)))
    text = render(made, View(), format_name="text")
    assert "/srv/orders/Chart.yaml:2 chart [a]" in text
    assert "/srv/orders/values.yaml:4 values.db [a]" in text


def test_json_has_the_file_only_where_it_is_another() -> None:
    made = report(Outcome(policy("a"), CHART, "error", "fail", (IN_CHART, IN_VALUES)))
    (outcome,) = json.loads(render(made, View(), format_name="json"))["outcomes"]
    assert [one.get("source") for one in outcome["findings"]] == [None, "/srv/orders/values.yaml"]


@pytest.mark.parametrize(("findings", "place"), [((IN_VALUES,), "values.yaml"), ((IN_VALUES, IN_CHART), "Chart.yaml")])
def test_a_testcase_stands_at_its_first_finding(findings: tuple[Finding, ...], place: str) -> None:
    chart = CHART._replace(document=CHART.document._replace(template=None))
    made = report(Outcome(policy("a"), chart, "error", "fail", findings))
    text = junit.render(made, View(), flavor="gitlab", timestamp=None, version=None)
    assert f'file="{place}"' in text
    assert "values.yaml:4 values.db" in text
    assert "/work" not in text

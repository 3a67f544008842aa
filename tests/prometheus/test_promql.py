"""What expressions say of labels; without the parser nothing passes."""

from __future__ import annotations

import sys

import pytest

from policycheck.errors import PolicyError
from policycheck.prometheus import promql
from policycheck.prometheus.promql import MadeLabel, Matcher, Ranged, read, refused_by_legacy, shown
from tests.runs import bundled, judged


def made(expression: str) -> list[tuple[str, str]]:
    found = read(expression)
    assert found.fault == ""
    return [(one.name, one.by) for one in found.result]


@pytest.mark.parametrize(
    ("expression", "labels"),
    [
        ("x", []),
        ("sum by (a, b) (x)", [("a", "by"), ("b", "by")]),
        ("sum(x) by (a)", [("a", "by")]),
        ("sum(sum by (a) (x))", []),
        ("sum without (a) (sum by (a, b) (x))", [("b", "by")]),
        ("topk(3, sum by (a) (x))", [("a", "by")]),
        ('count_values("v", x)', [("v", "count_values")]),
        ('count_values by (a) ("v", x)', [("a", "by"), ("v", "count_values")]),
        ('label_replace(x, "d", "$1", "s", "(.*)")', [("d", "label_replace")]),
        ('label_join(sum by (a) (x), "d", "-", "a")', [("a", "by"), ("d", "label_join")]),
        ("sum by (a) (x) * on (b) y", [("b", "on")]),
        ("sum by (a, b) (x) * ignoring (b) y", [("a", "by")]),
        ("sum by (a) (x) * on (a) group_left (c) y", [("a", "by"), ("c", "group_left")]),
        ("x * on (a) group_right (c) sum by (d) (y)", [("d", "by"), ("c", "group_right")]),
        ("sum by (a) (x) and sum by (b) (y)", [("a", "by")]),
        ("sum by (a) (x) unless y", [("a", "by")]),
        ("sum by (a) (x) or sum by (b) (y)", [("a", "by"), ("b", "by")]),
        ("histogram_quantile(0.9, sum by (le, a) (rate(x_bucket[5m])))", [("a", "by")]),
        ("-(sum by (a) (x)) > 1", [("a", "by")]),
        ("max_over_time(sum by (a) (x)[1h:5m])", [("a", "by")]),
        ("1 - sum by (a) (x)", [("a", "by")]),
        ("scalar(x) + vector(1)", []),
    ],
)
def test_the_labels_named_for_the_result(expression: str, labels: list[tuple[str, str]]) -> None:
    assert made(expression) == labels


def test_matchers_metrics_and_ranges() -> None:
    found = read('rate(x_total{a="b", c!~"d"}[5m]) + {__name__="y", e!="f"} + z{g=~"h" or i="j"}')
    assert found.metrics == ("x_total", "y", "z")
    assert found.matchers == (
        Matcher("x_total", "a", "=", "b"),
        Matcher("x_total", "c", "!~", "d"),
        Matcher("y", "__name__", "=", "y"),
        Matcher("y", "e", "!=", "f"),
        Matcher("z", "g", "=~", "h"),
        Matcher("z", "i", "=", "j"),
    )
    assert found.ranged == (Ranged("rate", "x_total"),)


def test_what_is_removed_replaced_called_and_computed() -> None:
    found = read('sum without (a) (x) / ignoring (b) label_replace(y, "c", "/users/1", "d", "/users/[0-9]+")')
    assert (found.removed, found.replacements, found.calls, found.operators) == (
        ("a", "b"),
        ("/users/1",),
        ("sum", "label_replace"),
        ("/",),
    )
    assert found.created == (MadeLabel("c", "label_replace"),)


@pytest.mark.parametrize(
    "expression", ["sum(", "{}", "rate(x)", "rate(x[1m1h])", 'x{a=~"(?!b)"}', "", "{{ .Values.x }}", "1_000"]
)
def test_what_cannot_be_read_has_the_parsers_text_and_nothing_else(expression: str) -> None:
    found = read(expression)
    assert found.fault
    assert found == promql.Reading(fault=found.fault)


@pytest.mark.parametrize(
    "expression", ['{"my.metric"}', 'x{"a.b"="c"}', 'sum by ("a.b") (x)', 'count_values("a-b", x)']
)
def test_names_in_quotes_are_for_prometheus_3(expression: str) -> None:
    assert "Prometheus 3" in refused_by_legacy(read(expression))


def test_without_the_parser_its_policies_are_errors_that_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "promql_parser", None)
    with pytest.raises(PolicyError, match=r"pip install 'policycheck\[promql\]'"):
        read("never_read_before")
    outcomes = judged("groups: [{name: a, rules: [{record: 'a:b', expr: unread_so_far}]}]\n", *bundled())
    errors = {one.policy.id: one.reason for one in outcomes if one.status == "error"}
    assert set(errors.values()) == {promql.INSTALL}
    assert "\n" not in promql.INSTALL
    assert {"rule-expr-readable", "recorded-labels-bounded", "rule-path-normalised"} <= errors.keys()
    assert "rule-kind-single" not in errors


@pytest.mark.parametrize(
    "expression", ['x{token=~"(swordfish"}', 'x{token=~"a\n(swordfish"}', "x{token=swordfish}", 'x{token="swordfish']
)
def test_a_fault_repeats_no_value_of_a_matcher(expression: str) -> None:
    fault = read(expression).fault
    assert fault
    assert "swordfish" not in fault
    assert "swordfish" not in shown(expression)


@pytest.mark.parametrize(
    ("expression", "line"),
    [
        ("sum((", "sum(("),
        ("sum by (job) (\n  rate(x[5m])\n) == 0", "sum by (job) ( rate(x[5m]) ) == 0"),
        ("""up{job="a b", x='it\\'s', y=`z`} and {{ .x }}""", 'up{job="...", x="...", y="..."} and {{ .x }}'),
        ("x{a=b,c!=d,e=~f} >= 1 != 2", 'x{a="...",c!="...",e=~"..."} >= 1 !="..."'),
        ("a + " * 60 + "b", ("a + " * 60)[:157] + "..."),
        ("", ""),
    ],
)
def test_an_expression_is_shown_on_a_line_without_what_it_compares_with(expression: str, line: str) -> None:
    assert shown(expression) == line

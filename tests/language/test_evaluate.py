"""Our evaluator against jmespath.py: the same values, but Unreadable where JMESPath shrugs at a wrong shape."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jmespath
import pytest
from hypothesis import example, given
from jmespath.exceptions import JMESPathError
from jmespath.visitor import TreeInterpreter

from policycheck.errors import Unreadable
from policycheck.model import Value
from tests.effort import tries
from tests.language.expressions import DOCUMENTS, computing
from tests.language.surroundings import bindings, context_of_body, evaluated

if TYPE_CHECKING:
    from jmespath.visitor import _TreeNode

DOCUMENT: dict[str, Value] = {
    "a": {"b": {"c": 1}, "x-y": "hyphen", "": "empty key"},
    "list": [{"n": "one", "v": 1}, {"n": "two", "v": 2}, {"n": "three"}, {"n": None, "v": 0}],
    "nested": [[1, 2], [3, [4]], 5, []],
    "map": {"p": {"v": 1}, "q": {"v": 2}, "r": {}},
    "empty": {"text": "", "list": [], "map": {}, "no": False, "zero": 0, "nothing": None},
    "text": "some text",
}

CASES = [
    ("@", DOCUMENT),
    ("a.b.c", 1),
    ("a.b.missing.deeper", None),
    ('a."x-y"', "hyphen"),
    ('a.""', "empty key"),
    ("missing[0].x", None),
    ("list[0].n", "one"),
    ("list[-1].v", 0),
    ("list[4]", None),
    ("list[-5]", None),
    ("list[1:3].n", ["two", "three"]),
    ("list[::-1].v", [0, 2, 1]),
    ("list[:-2].n | [0]", "one"),
    ("list[*].n", ["one", "two", "three"]),
    ("list[].v", [1, 2, 0]),
    ("list[].missing", []),
    ("missing[].x", None),
    ("missing[*].x", None),
    ("missing[?x].y", None),
    ("missing.*", None),
    ("nested[]", [1, 2, 3, [4], 5]),
    ("nested[][]", [1, 2, 3, 4, 5]),
    ("nested[:2][0]", [1, 3]),
    ("map.*.v", [1, 2]),
    ("map.* | length(@)", 3),
    ("list[?v].n", ["one", "two"]),
    ("list[?v > `1`].n", ["two"]),
    ("list[?n == 'one'] | [0].v", 1),
    ("list[?!n].v", [0]),
    ("list[?v == `0`].v", [0]),
    ("a.b.[c, missing]", [1, None]),
    ("missing.[c, d]", None),
    ("a.b.{x: c, y: missing}", {"x": 1, "y": None}),
    ("missing.{x: c}", None),
    ("empty.text || empty.list || empty.map || empty.no || 'last'", "last"),
    ("empty.zero || 'zero is true'", 0),
    ("a && text", "some text"),
    ("empty.list && text", []),
    ("!(empty.zero)", False),
    ("!(empty.nothing)", True),
    ("a.b.c == `1`", True),
    ("a.b.c == `1.0`", True),
    ("a.b.c == `true`", False),
    ("empty.zero == `false`", False),
    ("a.b.c != 'x'", True),
    ('a.b == `{"c": 1}`', True),
    ("missing < `1`", None),
    ("`1` >= missing", None),
    ("a.b.c <= `1`", True),
    ("sort_by(list[?v], &v)[-1].n", "two"),
    ("map(&v, list)", [1, 2, None, 0]),
    ("list | [?v] | [0] | n", "one"),
    ('`"\\u00e9"`', "é"),
    ("'\\'quoted\\''", "'quoted'"),
]


def same(left: Value, right: Value) -> bool:
    """Equal as JSON, where 1, 1.0 and true are three values."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


class ShapeWatch(TreeInterpreter):
    """jmespath.py's interpreter, taking note of every value that an expression did not expect in its place."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong = False

    def visit(self, node: _TreeNode, value: Value) -> Value:
        kind = node["type"]
        if kind == "field":
            self.expect(value, dict)
        elif kind in {"index", "slice"}:
            self.expect(value, list)
        elif kind in {"projection", "filter_projection", "flatten"}:
            self.expect(super().visit(node["children"][0], value), list)
        elif kind == "value_projection":
            self.expect(super().visit(node["children"][0], value), dict)
        elif kind == "comparator" and node["value"] not in {"eq", "ne"}:
            sides = [super(ShapeWatch, self).visit(child, value) for child in node["children"]]
            if None not in sides:
                self.wrong |= any(isinstance(side, bool) or not isinstance(side, (int, float)) for side in sides)
        return super().visit(node, value)

    def expect(self, value: Value, shape: type) -> None:
        self.wrong |= not (value is None or isinstance(value, shape))


def asked_of_jmespath(expression: str, document: Value) -> tuple[Value, bool]:
    """What jmespath.py answers, and whether it met something of a wrong shape on the way."""
    watch = ShapeWatch()
    try:
        found: Value = watch.visit(jmespath.compile(expression).parsed, document)
    except (JMESPathError, TypeError, ValueError):
        return None, True
    return found, watch.wrong


@pytest.mark.parametrize(("expression", "value"), CASES, ids=[text for text, _ in CASES])
def test_an_expression_means_what_jmespath_says(expression: str, value: Value) -> None:
    assert same(asked_of_jmespath(expression, DOCUMENT)[0], value)
    assert same(evaluated(expression, bindings(context_of_body(DOCUMENT))), value)


@tries(200)
@given(computing(), DOCUMENTS)
@example("(`1`) < ('a')", {})
@example("(a)[?(b) > (`1`)].c", {"a": [{"b": "2", "c": 1}]})
def test_any_expression_gives_what_jmespath_gives_or_is_unreadable(expression: str, document: dict[str, Value]) -> None:
    expected, wrong_shape = asked_of_jmespath(expression, document)
    try:
        found, unreadable = evaluated(expression, bindings(context_of_body(document))), False
    except Unreadable:
        found, unreadable = None, True
    assert unreadable == wrong_shape
    assert unreadable or same(found, expected)


@pytest.mark.parametrize(
    ("expression", "document"),
    [
        ("a.b", {"a": "text"}),
        ("a.b", {"a": []}),
        ("a.b", {"a": False}),
        ("a[0]", {"a": {"0": 1}}),
        ("a[0]", {"a": "text"}),
        ("a[1:]", {"a": "text"}),
        ("a[]", {"a": 8080}),
        ("a[*].b", {"a": {}}),
        ("a[?b]", {"a": ""}),
        ("a.*", {"a": [1]}),
        ("a[].b", {"a": [{"b": 1}, 2]}),
        ("a > `1`", {"a": "2"}),
        ("a > `1`", {"a": True}),
        ("`1` < a", {"a": [2]}),
    ],
)
def test_a_value_of_the_wrong_shape_is_unreadable(expression: str, document: dict[str, Value]) -> None:
    with pytest.raises(Unreadable):
        evaluated(expression, bindings(context_of_body(document)))


@pytest.mark.parametrize("expression", ["a.b", "a[0]", "a[1:]", "a[]", "a[*]", "a[?@]", "a.*", "a > `1`"])
def test_what_is_unreadable_is_not_quoted(expression: str) -> None:
    with pytest.raises(Unreadable) as caught:
        evaluated(expression, bindings(context_of_body({"a": "hunter2" if expression != "a.*" else ["hunter2"]})))
    assert "hunter2" not in str(caught.value)


def test_item_inside_an_expression_argument_is_still_the_item_of_foreach() -> None:
    bound = bindings(context_of_body({"port": "http", "ports": ["http", "grpc"]}))
    assert evaluated("ports[?@ == $item.port]", bound) == ["http"]
    assert evaluated("every(ports, &(@ == $item.port))", bound) is False


def test_an_expression_argument_may_stand_in_another() -> None:
    document: dict[str, Value] = {"a": [{"b": [1, 2]}, {"b": [2, 3]}]}
    bound = bindings(context_of_body(document))
    assert evaluated("every(a, &some(b, &(@ == 2)))", bound) is True
    assert evaluated("every(a, &some(b, &(@ == 1)))", bound) is False

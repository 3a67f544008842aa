"""The syntax tree: walking it, and what it names."""

from __future__ import annotations

from policycheck.language.syntax import parse
from policycheck.language.tree import calls, children, variables, walk


def test_every_node_is_walked_parents_first() -> None:
    ast = parse("f(a[?b == 1].c, &d)").ast
    nodes = list(walk(ast))
    assert nodes[0] is ast
    assert [node["value"] for node in nodes if node["type"] == "field"] == ["a", "c", "b", "d"]
    assert all(child in nodes for node in nodes for child in children(node))


def test_a_slice_has_bounds_and_no_children() -> None:
    slices = [node for node in walk(parse("a[1:]").ast) if node["type"] == "slice"]
    assert [children(node) for node in slices] == [[]]


def test_calls_are_found_at_every_depth() -> None:
    assert [node["value"] for node in calls(parse("f(g(a), &h(b))[?i(@)]").ast)] == ["f", "g", "h", "i"]


def test_names_are_found_at_every_depth() -> None:
    assert variables(parse("f($a.b[?c == $d], &[$e, {k: $a}])").ast) == {"a", "d", "e"}

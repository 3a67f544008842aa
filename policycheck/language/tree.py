"""The syntax tree of an expression: what is needed to run one, and no parser."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.records import Record

Ast = dict[str, object]
"""A node of jmespath's parser: {"type", "children", "value"?}. `$x` is {"type": "variable", "value": "x"}."""


class Expression(Record):
    """An expression as written and as parsed."""

    text: str
    ast: Ast


def walk(ast: Ast) -> Iterator[Ast]:
    """Every node, parents first."""
    yield ast
    for child in children(ast):
        yield from walk(child)


def children(ast: Ast) -> list[Ast]:
    nodes = ast.get("children")
    return [node for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []


def variables(ast: Ast) -> frozenset[str]:
    return frozenset(str(node["value"]) for node in walk(ast) if node["type"] == "variable")


def calls(ast: Ast) -> list[Ast]:
    return [node for node in walk(ast) if node["type"] == "function_expression"]

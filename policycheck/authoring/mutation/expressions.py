"""Small changes of an expression, made on its syntax tree: each differs from the author's in one node."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policycheck.authoring.mutation.expression_text import SYMBOLS, written
from policycheck.authoring.mutation.values import changed_values, misspelt
from policycheck.language.syntax import parse
from policycheck.language.tree import Ast, children
from policycheck.records import Record

PATTERNS = {"matches": "", "glob": "*"}
"""Functions whose second argument is a pattern, and the pattern that takes every text."""

_FLIPPED = {
    "eq": ("ne",),
    "ne": ("eq",),
    "lt": ("lte", "gte"),
    "lte": ("lt", "gt"),
    "gt": ("gte", "lte"),
    "gte": ("gt", "lt"),
}
"""A comparison turned round; for an order its boundary moved, too."""

_SWAPPED = {"and_expression": "or_expression", "or_expression": "and_expression"}
_JUNCTIONS = {"and_expression": "&&", "or_expression": "||"}
_QUANTIFIERS = {"every": "some", "some": "every", "none": "some"}


class Change(Record):
    """`name` says what was done, as `flip == to !=`; `text` is the expression it was done to."""

    name: str
    text: str


def changes(text: str) -> Iterator[Change]:
    """Every change of an expression, in reading order."""
    for name, ast in _changed(parse(text).ast):
        yield Change(name, written(ast))


_Named = tuple[str, Ast]


def _changed(ast: Ast) -> Iterator[_Named]:
    yield from _NODES.get(str(ast["type"]), _none)(ast)
    for place, child in enumerate(children(ast)):
        if not _is_pattern(ast, place):
            yield from ((name, _with_child(ast, place, changed)) for name, changed in _changed(child))


def _with_child(ast: Ast, place: int, child: Ast) -> Ast:
    nodes = children(ast)
    return {**ast, "children": [*nodes[:place], child, *nodes[place + 1 :]]}


def _is_pattern(ast: Ast, place: int) -> bool:
    return ast["type"] == "function_expression" and ast["value"] in PATTERNS and place == 1


def _none(_: Ast) -> Iterator[_Named]:
    return iter(())


def _field(ast: Ast) -> Iterator[_Named]:
    yield f"misspell {ast['value']}", {**ast, "value": misspelt(str(ast["value"]))}


def _literal(ast: Ast) -> Iterator[_Named]:
    yield from ((name, {**ast, "value": value}) for name, value in changed_values(ast["value"]))


def _index(ast: Ast) -> Iterator[_Named]:
    place = int(str(ast["value"]))
    yield f"raise index {place}", {**ast, "value": place + 1}
    yield f"lower index {place}", {**ast, "value": place - 1}


def _comparison(ast: Ast) -> Iterator[_Named]:
    symbol = str(ast["value"])
    for flipped in _FLIPPED[symbol]:
        yield f"flip {SYMBOLS[symbol]} to {SYMBOLS[flipped]}", {**ast, "value": flipped}


def _junction(ast: Ast) -> Iterator[_Named]:
    kind = str(ast["type"])
    yield f"swap {_JUNCTIONS[kind]}", {**ast, "type": _SWAPPED[kind]}
    left, right = children(ast)
    yield f"drop the left of {_JUNCTIONS[kind]}", right
    yield f"drop the right of {_JUNCTIONS[kind]}", left


def _not(ast: Ast) -> Iterator[_Named]:
    yield "drop !", children(ast)[0]


def _call(ast: Ast) -> Iterator[_Named]:
    name, arguments = str(ast["value"]), children(ast)
    if name in _QUANTIFIERS:
        yield f"swap {name} for {_QUANTIFIERS[name]}", {**ast, "value": _QUANTIFIERS[name]}
    if name in PATTERNS and len(arguments) > 1 and arguments[1]["type"] == "literal":
        for done, pattern in _widened(name, str(arguments[1]["value"])):
            yield done, _with_child(ast, 1, {**arguments[1], "value": pattern})


def _widened(function: str, pattern: str) -> Iterator[tuple[str, str]]:
    yield f"empty the pattern of {function}", PATTERNS[function]
    if function == "matches" and pattern.startswith("^"):
        yield "drop ^ of the pattern", pattern[1:]
    if function == "matches" and pattern.endswith("$"):
        yield "drop $ of the pattern", pattern[:-1]


_NODES: dict[str, Callable[[Ast], Iterator[_Named]]] = {
    "and_expression": _junction,
    "comparator": _comparison,
    "field": _field,
    "function_expression": _call,
    "index": _index,
    "literal": _literal,
    "not_expression": _not,
    "or_expression": _junction,
}

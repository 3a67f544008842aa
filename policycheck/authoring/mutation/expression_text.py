"""A syntax tree written as an expression again, as its author might have: what `syntax.parse` reads back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from policycheck.language.tree import Ast, children
from policycheck.model import Value
from policycheck.patterns import regex

SYMBOLS = {"eq": "==", "ne": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}

# How tightly each operator binds what stands before it, as in jmespath's parser.
_PIPE, _OR, _AND, _COMPARISON = 1, 2, 3, 5
_FLATTEN, _STAR, _FILTER, _DOT, _BRACKET = 9, 20, 21, 40, 55
_TIGHTEST = 100

_LOOSE = {"pipe": _PIPE, "or_expression": _OR, "and_expression": _AND, "comparator": _COMPARISON}
_PROJECTIONS = frozenset({"projection", "value_projection", "filter_projection"})
_MULTI_SELECTS = frozenset({"multi_select_list", "multi_select_dict"})
_NEGATED_AS_IT_IS = frozenset({"field", "variable", "literal", "current", "function_expression", "not_expression"})
_NAME = regex(r"[A-Za-z_]\w*", re.ASCII)
_NUMBER = regex(r"-?\d+(\.\d+)?")


def written(ast: Ast, least: int = 0) -> str:
    """The expression of a tree, in parentheses where it binds less than `least`."""
    kind = str(ast["type"])
    text = _WRITERS[kind](ast)
    return text if _LOOSE.get(kind, _TIGHTEST) >= least else f"({text})"


def _before(ast: Ast, power: int) -> str:
    """The tree before an operator of that power, in parentheses if a part of it would take the operator for its own."""
    text = written(ast)
    return f"({text})" if _takes(ast, power) else text


def _takes(ast: Ast, power: int) -> bool:
    """Whether `[0]` after `a.b`, or `.c` after `a[*].b`, belongs to the end and not to the whole."""
    if ast["type"] in _LOOSE or ast["type"] in {"not_expression", "expref"}:
        return True
    if ast["type"] == "subexpression":
        last, own_power = children(ast)[-1], _DOT
    elif ast["type"] in _PROJECTIONS:
        last, own_power = children(ast)[1], _power_of(ast)
    else:
        return False
    if last["type"] == "identity":
        return power > _FLATTEN
    return last["type"] not in _MULTI_SELECTS and (power > own_power or _takes(last, power))


def _power_of(projection: Ast) -> int:
    left = children(projection)[0]["type"]
    if projection["type"] == "filter_projection":
        return _FILTER
    if projection["type"] == "value_projection":
        return _STAR if left == "identity" else _DOT
    return _FLATTEN if left == "flatten" else _STAR


def literal(value: Value) -> str:
    """A value as it is written in an expression: bare numbers and words, text in single quotes, else JSON."""
    text = json.dumps(value)
    if isinstance(value, str) and "\\" not in value:
        return "'" + value.replace("'", "\\'") + "'"
    if value is None or isinstance(value, bool) or _NUMBER.fullmatch(text):
        return text
    return "`" + text.replace("`", "\\`") + "`"


def _name(name: Value) -> str:
    text = str(name)
    plain = _NAME.fullmatch(text) and text not in {"true", "false", "null"}
    return text if plain else json.dumps(text, ensure_ascii=False)


def _binary(symbol: str, power: int) -> Callable[[Ast], str]:
    def write(ast: Ast) -> str:
        left, right = children(ast)
        return f"{written(left, power)} {symbol} {written(right, power + 1)}"

    return write


def _comparison(ast: Ast) -> str:
    return _binary(SYMBOLS[str(ast["value"])], _COMPARISON)(ast)


def _not(ast: Ast) -> str:
    (inner,) = children(ast)
    return f"!{written(inner)}" if inner["type"] in _NEGATED_AS_IT_IS else f"!({written(inner)})"


def _dotted(ast: Ast) -> str:
    first, *rest = children(ast)
    text, last = written(first), first
    for step in rest:
        text = (f"({text})" if _takes(last, _DOT) else text) + _step(step)
        last = step
    return text


def _indexed(ast: Ast) -> str:
    first, *indexes = children(ast)
    return _before(first, _BRACKET) + "".join(map(written, indexes))


def _step(ast: Ast) -> str:
    """What follows a projection or a name: by a dot, but for `[0]`, `[*]` and `[?x]`."""
    text = written(ast)
    return text if not text or _starts_with_bracket(ast) else f".{text}"


def _starts_with_bracket(ast: Ast) -> bool:
    """Whether it begins with a bracket that is asked of the value before it, unlike that of a multi-select."""
    start = ast
    while start["type"] in {"index_expression", "subexpression", "flatten", *_PROJECTIONS}:
        parent, start = start, children(start)[0]
        if start["type"] == "identity":
            return parent["type"] != "value_projection"
    return False


def _slice(ast: Ast) -> str:
    bounds = ast["children"]
    start, stop, step = bounds if isinstance(bounds, list) else (None, None, None)
    shown = ["" if bound is None else str(bound) for bound in (start, stop)]
    return "[" + ":".join(shown if step is None else [*shown, str(step)]) + "]"


def _projection(ast: Ast) -> str:
    left, right = children(ast)
    bounded = left["type"] == "flatten" or _is_slice(left)
    return (written(left) if bounded else _before(left, _BRACKET) + "[*]") + _step(right)


def _is_slice(ast: Ast) -> bool:
    """`a[1:]`, which projects; `a[0][1:]` does not."""
    nodes = children(ast)
    return ast["type"] == "index_expression" and [node["type"] for node in nodes[1:]] == ["slice"]


def _value_projection(ast: Ast) -> str:
    left, right = children(ast)
    return ("*" if left["type"] == "identity" else f"{_before(left, _DOT)}.*") + _step(right)


def _filter_projection(ast: Ast) -> str:
    left, right, condition = children(ast)
    return f"{_before(left, _FILTER)}[?{written(condition)}]{_step(right)}"


def _joined(ast: Ast) -> str:
    return ", ".join(map(written, children(ast)))


_WRITERS: dict[str, Callable[[Ast], str]] = {
    "and_expression": _binary("&&", _AND),
    "comparator": _comparison,
    "current": lambda _: "@",
    "expref": lambda ast: f"&{_joined(ast)}",
    "field": lambda ast: _name(ast["value"]),
    "filter_projection": _filter_projection,
    "flatten": lambda ast: _before(children(ast)[0], _FLATTEN) + "[]",
    "function_expression": lambda ast: f"{ast['value']}({_joined(ast)})",
    "identity": lambda _: "",
    "index": lambda ast: f"[{ast['value']}]",
    "index_expression": _indexed,
    "key_val_pair": lambda ast: f"{_name(ast['value'])}: {_joined(ast)}",
    "literal": lambda ast: literal(ast["value"]),
    "multi_select_dict": lambda ast: f"{{{_joined(ast)}}}",
    "multi_select_list": lambda ast: f"[{_joined(ast)}]",
    "not_expression": _not,
    "or_expression": _binary("||", _OR),
    "pipe": _binary("|", _PIPE),
    "projection": _projection,
    "slice": _slice,
    "subexpression": _dotted,
    "value_projection": _value_projection,
    "variable": lambda ast: f"${ast['value']}",
}

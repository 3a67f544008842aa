"""A syntax tree compiled to closures: `run(value, bindings) -> value`.

JMESPath's semantics, checked against jmespath.py by a property test, with one difference: a value of the wrong shape is
Unreadable instead of null, since null is where a policy would fail open.
"""

from __future__ import annotations

from collections.abc import Callable
from json import dumps
from typing import TypeAlias

from policycheck.kubernetes.reading import refused
from policycheck.language import values
from policycheck.language.bindings import Bindings
from policycheck.language.functions import OF_CONTAINER, resolve
from policycheck.language.tree import Ast, children
from policycheck.language.values import is_true
from policycheck.model import Value

Run: TypeAlias = Callable[[Value, Bindings], Value]


def compile_ast(ast: Ast) -> Run:
    return _COMPILERS[str(ast["type"])](ast)


def as_list(value: Value) -> list[Value] | None:
    """The value if it is a list, null if it is null; Unreadable for anything else (`ports: 8080`)."""
    if value is None or isinstance(value, list):
        return value
    raise refused(value, "a list")


def as_mapping(value: Value) -> dict[str, Value] | None:
    """The value if it is a mapping, null if it is null; Unreadable for anything else."""
    if value is None or isinstance(value, dict):
        return value
    raise refused(value, "a mapping")


def flattened(base: list[Value]) -> list[Value]:
    flat: list[Value] = []
    for element in base:
        if isinstance(element, list):
            flat.extend(element)
        else:
            flat.append(element)
    return flat


def _field(ast: Ast) -> Run:
    name = str(ast["value"])

    def run(value: Value, _: Bindings) -> Value:
        if value.__class__ is dict:  # nearly always, and this runs for every item of every policy
            return value.get(name)
        mapping = as_mapping(value)
        return None if mapping is None else mapping.get(name)

    return run


def _current(_: Ast) -> Run:
    return lambda value, _: value


def _literal(ast: Ast) -> Run:
    literal = ast["value"]
    return lambda _value, _bindings: literal


def _variable(ast: Ast) -> Run:
    name = str(ast["value"])
    return lambda _, bindings: bindings.value(name)


def _chain(ast: Ast) -> Run:
    if names := _field_names(ast):
        return _fields(names)
    steps = [compile_ast(child) for child in children(ast)]
    if len(steps) == 2:  # noqa: PLR2004 - most: a.b, and a[0] of something
        first, second = steps
        return lambda value, bindings: second(first(value, bindings), bindings)

    def run(value: Value, bindings: Bindings) -> Value:
        for step in steps:
            value = step(value, bindings)
        return value

    return run


def _field_names(ast: Ast) -> list[str] | None:
    """Of `a.b.c` the fields; None of any other chain."""
    if ast["type"] == "field":
        return [str(ast["value"])]
    if ast["type"] != "subexpression":
        return None
    parts = [_field_names(child) for child in children(ast)]
    return [name for part in parts if part for name in part] if all(parts) else None


def _fields(names: list[str]) -> Run:
    def run(value: Value, _: Bindings) -> Value:
        for name in names:
            mapping = value if value.__class__ is dict else as_mapping(value)
            value = None if mapping is None else mapping.get(name)
        return value

    return run


def _index(ast: Ast) -> Run:
    place = int(str(ast["value"]))

    def run(value: Value, _: Bindings) -> Value:
        items = as_list(value)
        if items is None or not -len(items) <= place < len(items):
            return None
        return items[place]

    return run


def _slice(ast: Ast) -> Run:
    bounds = slice_of(ast)

    def run(value: Value, _: Bindings) -> Value:
        items = as_list(value)
        return None if items is None else items[bounds]

    return run


def slice_of(ast: Ast) -> slice:
    bounds = ast["children"]
    return slice(*bounds) if isinstance(bounds, list) else slice(None)


def _flatten(ast: Ast) -> Run:
    inner = compile_ast(children(ast)[0])

    def run(value: Value, bindings: Bindings) -> Value:
        items = as_list(inner(value, bindings))
        return None if items is None else flattened(items)

    return run


def _projection(ast: Ast) -> Run:
    left, right = map(compile_ast, children(ast))

    def run(value: Value, bindings: Bindings) -> Value:
        items = as_list(left(value, bindings))
        if items is None:
            return None
        return [found for item in items if (found := right(item, bindings)) is not None]

    return run


def _value_projection(ast: Ast) -> Run:
    left, right = map(compile_ast, children(ast))

    def run(value: Value, bindings: Bindings) -> Value:
        mapping = as_mapping(left(value, bindings))
        if mapping is None:
            return None
        return [found for item in mapping.values() if (found := right(item, bindings)) is not None]

    return run


def _filter_projection(ast: Ast) -> Run:
    left, right, condition = map(compile_ast, children(ast))

    def run(value: Value, bindings: Bindings) -> Value:
        items = as_list(left(value, bindings))
        if items is None:
            return None
        kept = (item for item in items if is_true(condition(item, bindings)))
        return [found for item in kept if (found := right(item, bindings)) is not None]

    return run


def _multi_select_list(ast: Ast) -> Run:
    parts = [compile_ast(child) for child in children(ast)]
    return lambda value, bindings: None if value is None else [part(value, bindings) for part in parts]


def _multi_select_dict(ast: Ast) -> Run:
    parts = {str(child["value"]): compile_ast(children(child)[0]) for child in children(ast)}

    def run(value: Value, bindings: Bindings) -> Value:
        return None if value is None else {key: part(value, bindings) for key, part in parts.items()}

    return run


def _or(ast: Ast) -> Run:
    left, right = map(compile_ast, children(ast))

    def run(value: Value, bindings: Bindings) -> Value:
        found = left(value, bindings)
        return found if is_true(found) else right(value, bindings)

    return run


def _and(ast: Ast) -> Run:
    left, right = map(compile_ast, children(ast))

    def run(value: Value, bindings: Bindings) -> Value:
        found = left(value, bindings)
        if found is False:
            return found
        return right(value, bindings) if found is True or is_true(found) else found

    return run


def _not(ast: Ast) -> Run:
    inner = compile_ast(children(ast)[0])
    return lambda value, bindings: not is_true(inner(value, bindings))


def _comparator(ast: Ast) -> Run:
    left, right = map(compile_ast, children(ast))
    symbol, other = str(ast["value"]), children(ast)[1]
    if symbol in {"eq", "ne"} and other["type"] == "literal" and isinstance(other["value"], str):
        return _is_text(left, other["value"], wanted=symbol == "eq")
    if symbol == "eq":
        return lambda value, bindings: values.equal(left(value, bindings), right(value, bindings))
    if symbol == "ne":
        return lambda value, bindings: not values.equal(left(value, bindings), right(value, bindings))
    return lambda value, bindings: values.order(left(value, bindings), right(value, bindings), symbol)


def _is_text(left: Run, text: str, *, wanted: bool) -> Run:
    """`resource == 'memory'`, which most conditions are: a text equals a text and nothing else."""
    if wanted:
        return lambda value, bindings: left(value, bindings) == text
    return lambda value, bindings: left(value, bindings) != text


def _function(ast: Ast) -> Run:
    """A call; without a list of arguments for those of one or two, which most are."""
    name, given = str(ast["value"]), children(ast)
    function = resolve(name)
    if name not in OF_CONTAINER and all(child["type"] == "literal" for child in given):
        return _of_resource(name, function, [child["value"] for child in given])
    arguments = [compile_ast(child) for child in given]
    if len(arguments) == 1:
        (only,) = arguments
        return lambda value, bindings: function(bindings, only(value, bindings))
    if len(arguments) == 2:  # noqa: PLR2004 - see above
        first, second = arguments
        return lambda value, bindings: function(bindings, first(value, bindings), second(value, bindings))
    return lambda value, bindings: function(bindings, *[argument(value, bindings) for argument in arguments])


def _of_resource(name: str, function: Callable[..., Value], arguments: list[Value]) -> Run:
    """A call that says the same wherever in a resource it stands: it is asked once for all items and policies."""
    key = (name, dumps(arguments))
    return lambda _, bindings: bindings.context.remembered(key, lambda: function(bindings, *arguments))


def _expression_reference(ast: Ast) -> Run:
    """`&expr` becomes a function of one element; `$item` inside it is still the item of `foreach`."""
    inner = compile_ast(children(ast)[0])
    return lambda _, bindings: lambda element: inner(element, bindings)


_COMPILERS: dict[str, Callable[[Ast], Run]] = {
    "and_expression": _and,
    "comparator": _comparator,
    "current": _current,
    "expref": _expression_reference,
    "field": _field,
    "filter_projection": _filter_projection,
    "flatten": _flatten,
    "function_expression": _function,
    "identity": _current,
    "index": _index,
    "index_expression": _chain,
    "literal": _literal,
    "multi_select_dict": _multi_select_dict,
    "multi_select_list": _multi_select_list,
    "not_expression": _not,
    "or_expression": _or,
    "pipe": _chain,
    "projection": _projection,
    "slice": _slice,
    "subexpression": _chain,
    "value_projection": _value_projection,
    "variable": _variable,
}

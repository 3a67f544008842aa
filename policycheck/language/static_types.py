"""What an expression gives and which of its fields nothing has, read off its syntax tree before it ever runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from policycheck.kubernetes import fields
from policycheck.language import type_words
from policycheck.language.near_fields import hint
from policycheck.language.tree import Ast, children
from policycheck.language.type_words import UNKNOWN, Types, as_list, items_of, lists_of, union
from policycheck.model import Value
from policycheck.records import Record


class UnknownField(Record):
    """A step that gives null whatever is matched.

    `path` is the author's path up to it, with `[]` for every way into a list; `types` are those of the value that was
    asked. `hint` is a clause to append to a message: what may have been meant, or "".
    """

    field: str
    path: str
    types: Types
    hint: str


class Known(Record):
    """What is known of a value: its types, and the path to it as an author writes it ("" is the current one)."""

    types: Types
    path: str


class Call(Record):
    """A function's arguments. `&expr` stands for what it gives for an item; `literals` has null for what is none."""

    arguments: tuple[Known, ...]
    literals: tuple[Value, ...]


Result: TypeAlias = Callable[[Call], Types]


class _Scope(Record):
    variables: Mapping[str, Types]
    functions: Mapping[str, Result]
    unknown: list[UnknownField]


def check(
    ast: Ast, current: Types, variables: Mapping[str, Types], functions: Mapping[str, Result]
) -> tuple[Types, list[UnknownField]]:
    """Return the types that an expression gives for a value of the `current` types, and the fields that nothing has.

    `variables` has the types of `$names`. A name or function that is missing there gives what is not known.
    """
    scope = _Scope(variables, functions, [])
    return _visit(ast, Known(current, ""), scope).types, scope.unknown


def _visit(node: Ast, value: Known, scope: _Scope) -> Known:
    return _VISITS.get(str(node["type"]), _test)(node, value, scope)


def _test(node: Ast, value: Known, scope: _Scope) -> Known:
    """A comparison or negation: what it gives has no fields to ask for, what it compares has."""
    for child in children(node):
        _visit(child, value, scope)
    return Known(UNKNOWN, "(...)")


def _current(_: Ast, value: Known, __: _Scope) -> Known:
    return value


def _variable(node: Ast, _: Known, scope: _Scope) -> Known:
    name = str(node["value"])
    return Known(scope.variables.get(name, UNKNOWN), f"${name}")


def _literal(node: Ast, _: Known, __: _Scope) -> Known:
    return Known(type_words.of_literal(node["value"]), "`...`")


def _field(node: Ast, value: Known, scope: _Scope) -> Known:
    name = str(node["value"])
    if name == "null":  # a field that no object has: authors write `port == null`, and it means what they mean
        return Known(frozenset(["null"]), name)
    path = ".".join(filter(None, (value.path, name if name.isidentifier() else f'"{name}"')))
    found = [word for parent in value.types if (word := type_words.child(parent, name))]
    if value.types and not found:
        scope.unknown.append(UnknownField(name, path, value.types, hint(name, value.types, value.path)))
    return Known(type_words.known(found), path)


def _inside(step: str, value: Known, found: list[str], scope: _Scope) -> Known:
    """Go into a list by `[]` or into an object by `.*`; of what is neither it is always null."""
    path = value.path + step
    if value.types and not found:
        noun = "list" if step == "[]" else "object"
        scope.unknown.append(UnknownField(step, path, value.types, f'; "{value.path or "@"}" is no {noun}'))
    return Known(type_words.known(found), path)


def _items(value: Known, scope: _Scope) -> Known:
    return _inside("[]", value, [word for parent in value.types if (word := fields.item(parent))], scope)


def _index(_: Ast, value: Known, scope: _Scope) -> Known:
    return _items(value, scope)


def _slice(_: Ast, value: Known, scope: _Scope) -> Known:
    return Known(lists_of(_items(value, scope).types), value.path)


def _flatten(node: Ast, value: Known, scope: _Scope) -> Known:
    parent = _chain(node, value, scope)
    return Known(as_list(_items(parent, scope).types), parent.path)


def _chain(node: Ast, value: Known, scope: _Scope) -> Known:
    """`a.b`, `a[0]`, `a | b`: each step is asked of what the one before gives."""
    for child in children(node):
        value = _visit(child, value, scope)
    return value


def _projection(node: Ast, value: Known, scope: _Scope) -> Known:
    """`a[].b`, `a[*].b` and `a[?test].b`."""
    left, right, *tests = children(node)
    item = _items(_visit(left, value, scope), scope)
    for test in tests:
        _visit(test, item, scope)
    result = _visit(right, item, scope)
    return Known(lists_of(result.types), result.path)


def _value_projection(node: Ast, value: Known, scope: _Scope) -> Known:
    left, right = children(node)
    parent = _visit(left, value, scope)
    found = [word for types in parent.types for word in type_words.values_of(types)]
    result = _visit(right, _inside(".*", parent, found, scope), scope)
    return Known(lists_of(result.types), result.path)


def _either(node: Ast, value: Known, scope: _Scope) -> Known:
    return Known(union(_visit(child, value, scope).types for child in children(node)), "(...)")


def _multi_select_list(node: Ast, value: Known, scope: _Scope) -> Known:
    return Known(lists_of(_either(node, value, scope).types), "[...]")


def _multi_select_dict(node: Ast, value: Known, scope: _Scope) -> Known:
    for pair in children(node):
        _chain(pair, value, scope)
    return Known(frozenset([type_words.object_with(str(pair["value"]) for pair in children(node))]), "{...}")


def _call(node: Ast, value: Known, scope: _Scope) -> Known:
    """An `&expr` is asked of the items of the argument that is none."""
    name, nodes = str(node["value"]), children(node)
    plain = {place: _visit(child, value, scope) for place, child in enumerate(nodes) if child["type"] != "expref"}
    subject = next(iter(plain.values()), Known(UNKNOWN, ""))
    item = Known(items_of(subject.types), f"{subject.path}[]")
    arguments = tuple(plain.get(place) or _chain(child, item, scope) for place, child in enumerate(nodes))
    literals = tuple(child["value"] if child["type"] == "literal" else None for child in nodes)
    result = scope.functions.get(name)
    return Known(result(Call(arguments, literals)) if result else UNKNOWN, f"{name}()")


_VISITS: dict[str, Callable[[Ast, Known, _Scope], Known]] = {
    "and_expression": _either,
    "current": _current,
    "field": _field,
    "filter_projection": _projection,
    "flatten": _flatten,
    "function_expression": _call,
    "identity": _current,
    "index": _index,
    "index_expression": _chain,
    "literal": _literal,
    "multi_select_dict": _multi_select_dict,
    "multi_select_list": _multi_select_list,
    "or_expression": _either,
    "pipe": _chain,
    "projection": _projection,
    "slice": _slice,
    "subexpression": _chain,
    "value_projection": _value_projection,
    "variable": _variable,
}

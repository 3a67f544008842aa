"""A syntax tree compiled to closures that carry every value's place: for `foreach` and for `at`.

Identity of objects would not do: scalars, aliases and computed items have none of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policycheck.errors import Unreadable
from policycheck.language.bindings import Bindings
from policycheck.language.evaluate import as_list, as_mapping, compile_ast, slice_of
from policycheck.language.functions import resolve_following, resolve_placed
from policycheck.language.items import Item, computed, reading_at
from policycheck.language.tree import Ast, children
from policycheck.language.values import is_true
from policycheck.model import Path, Value

RunPlaced: TypeAlias = Callable[[Item, Bindings], Item]


def compile_places(ast: Ast) -> RunPlaced:
    return _COMPILERS.get(str(ast["type"]), _plain)(ast)


def nearest(body: Value, path: Path) -> Path:
    """The longest beginning of `path` that exists in `body`: where a missing field is missed."""
    for depth, step in enumerate(path):
        in_mapping = isinstance(body, dict) and step in body
        in_list = isinstance(body, list) and isinstance(step, int) and step < len(body)
        if not (in_mapping or in_list):
            return path[:depth]
        body = body[step]  # type: ignore[index]  # it has this step
    return path


def _list_items(item: Item) -> list[Item] | None:
    try:
        as_list(item.value)
    except Unreadable as unreadable:
        raise Unreadable(unreadable.message, path=item.path) from None
    return None if item.value is None else item.elements()


def _mapping(item: Item) -> dict[str, Value] | None:
    try:
        return as_mapping(item.value)
    except Unreadable as unreadable:
        raise Unreadable(unreadable.message, path=item.path) from None


def _plain(ast: Ast) -> RunPlaced:
    """What computes a value instead of choosing one: its place is that of what it was computed from."""
    run = compile_ast(ast)
    return lambda item, bindings: Item(run(item.value, bindings), item.path, made=True)


def _field(ast: Ast) -> RunPlaced:
    name = str(ast["value"])

    def run(item: Item, _: Bindings) -> Item:
        value, path, _parts, made = item
        mapping = value if value.__class__ is dict else _mapping(item)  # a mapping in nearly all cases
        return Item(None if mapping is None else mapping.get(name), path if made else (*path, name), None, made)

    return run


def _current(_: Ast) -> RunPlaced:
    return lambda item, _: item


def _variable(ast: Ast) -> RunPlaced:
    name = str(ast["value"])
    return lambda _, bindings: bindings.placed(name)


def _function(ast: Ast) -> RunPlaced:
    follow = resolve_following(str(ast["value"]))
    return _following(follow, ast) if follow else _choosing(ast)


def _following(follow: Callable[..., Item], ast: Ast) -> RunPlaced:
    first, *others = children(ast)
    placed, arguments = compile_places(first), [compile_ast(child) for child in others]

    def run(item: Item, bindings: Bindings) -> Item:
        subject = placed(item, bindings)
        with reading_at(subject.path):
            return follow(bindings, subject, *(argument(item.value, bindings) for argument in arguments))

    return run


def _choosing(ast: Ast) -> RunPlaced:
    function = resolve_placed(str(ast["value"]))
    arguments = [compile_ast(child) for child in children(ast)]

    def run(item: Item, bindings: Bindings) -> Item:
        return function(bindings, [argument(item.value, bindings) for argument in arguments], item.path)

    return run


def _chain(ast: Ast) -> RunPlaced:
    steps = [compile_places(child) for child in children(ast)]

    def run(item: Item, bindings: Bindings) -> Item:
        for step in steps:
            item = step(item, bindings)
        return item

    return run


def _index(ast: Ast) -> RunPlaced:
    place = int(str(ast["value"]))

    def run(item: Item, _: Bindings) -> Item:
        items = _list_items(item)
        if items is None or not -len(items) <= place < len(items):
            return Item(None, item.path)
        return items[place]

    return run


def _slice(ast: Ast) -> RunPlaced:
    bounds = slice_of(ast)

    def run(item: Item, _: Bindings) -> Item:
        items = _list_items(item)
        return Item(None, item.path) if items is None else computed(items[bounds], item.path)

    return run


def _flatten(ast: Ast) -> RunPlaced:
    inner = compile_places(children(ast)[0])

    def run(item: Item, bindings: Bindings) -> Item:
        base = inner(item, bindings)
        items = _list_items(base)
        if items is None:
            return Item(None, base.path)
        flat: list[Item] = []
        for element in items:
            flat.extend(element.elements() if isinstance(element.value, list) else [element])
        return computed(flat, base.path)

    return run


def _projected(base: Item, items: list[Item] | None, right: RunPlaced, bindings: Bindings) -> Item:
    if items is None:
        return Item(None, base.path)
    found = [right(element, bindings) for element in items]
    return computed([element for element in found if element.value is not None], base.path)


def _projection(ast: Ast) -> RunPlaced:
    left, right = map(compile_places, children(ast))

    def run(item: Item, bindings: Bindings) -> Item:
        base = left(item, bindings)
        return _projected(base, _list_items(base), right, bindings)

    return run


def _value_projection(ast: Ast) -> RunPlaced:
    left, right = map(compile_places, children(ast))

    def run(item: Item, bindings: Bindings) -> Item:
        base = left(item, bindings)
        mapping = _mapping(base)
        items = None if mapping is None else [base.inner(key, value) for key, value in mapping.items()]
        return _projected(base, items, right, bindings)

    return run


def _filter_projection(ast: Ast) -> RunPlaced:
    left, right, condition = children(ast)
    placed_left, placed_right, holds = compile_places(left), compile_places(right), compile_ast(condition)

    def run(item: Item, bindings: Bindings) -> Item:
        base = placed_left(item, bindings)
        items = _list_items(base)
        kept = None if items is None else [element for element in items if is_true(holds(element.value, bindings))]
        return _projected(base, kept, placed_right, bindings)

    return run


def _multi_select_list(ast: Ast) -> RunPlaced:
    parts = [compile_places(child) for child in children(ast)]

    def run(item: Item, bindings: Bindings) -> Item:
        if item.value is None:
            return item
        return computed([part(item, bindings) for part in parts], item.path)

    return run


def _or(ast: Ast) -> RunPlaced:
    left, right = map(compile_places, children(ast))

    def run(item: Item, bindings: Bindings) -> Item:
        found = left(item, bindings)
        return found if is_true(found.value) else right(item, bindings)

    return run


def _and(ast: Ast) -> RunPlaced:
    left, right = map(compile_places, children(ast))

    def run(item: Item, bindings: Bindings) -> Item:
        found = left(item, bindings)
        return right(item, bindings) if is_true(found.value) else found

    return run


_COMPILERS: dict[str, Callable[[Ast], RunPlaced]] = {
    "and_expression": _and,
    "current": _current,
    "field": _field,
    "filter_projection": _filter_projection,
    "flatten": _flatten,
    "function_expression": _function,
    "identity": _current,
    "index": _index,
    "index_expression": _chain,
    "multi_select_list": _multi_select_list,
    "or_expression": _or,
    "pipe": _chain,
    "projection": _projection,
    "slice": _slice,
    "subexpression": _chain,
    "value_projection": _value_projection,
    "variable": _variable,
}

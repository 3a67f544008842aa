"""Small changes of plain values: of a literal in an expression, of a parameter's default, of a JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.model import Value

_ANNOTATIONS = frozenset({"title", "description", "default", "examples", "deprecated", "$comment", "$id", "$schema"})
"""Keywords of JSON Schema that judge nothing."""

_OF_NAMES = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
"""Keywords whose keys are names of the author's."""


def changed_values(value: Value) -> Iterator[tuple[str, Value]]:
    """(what was done, the changed value): a number by one, a word misspelt, a switch turned, an element dropped."""
    if isinstance(value, bool):
        yield f"flip {str(value).lower()}", not value
    elif isinstance(value, int | float):
        yield f"raise {value}", value + 1
        yield f"lower {value}", value - 1
    elif isinstance(value, str):
        yield f"misspell '{value}'", misspelt(value)
    elif isinstance(value, list):
        for place in range(len(value)):
            yield f"drop element {place + 1}", [*value[:place], *value[place + 1 :]]


def misspelt(word: str) -> str:
    """A word that nothing is called."""
    return f"{word}_misspelt"


def schema_changes(
    schema: dict[str, Value], place: str = "", *, named: bool = False
) -> Iterator[tuple[str, dict[str, Value]]]:
    """(what was done, the changed JSON Schema): each keyword dropped, each number changed, the outer ones first.

    `named`: the keys are names, not keywords.
    """
    for key, value in schema.items():
        if key in _ANNOTATIONS and not named:
            continue
        inner = f"{place}.{key}" if place else key
        yield f"drop {inner}", {name: kept for name, kept in schema.items() if name != key}
        if key not in {"const", "enum"}:
            for done, changed in _inside(value, inner, named=key in _OF_NAMES and not named):
                yield done, {**schema, key: changed}


def _inside(value: Value, place: str, *, named: bool) -> Iterator[tuple[str, Value]]:
    if isinstance(value, dict):
        yield from schema_changes(value, place, named=named)
    elif isinstance(value, list):
        yield from ((f"{done} of {place}", changed) for done, changed in changed_values(value))
        for number, element in enumerate(value):
            for done, changed in _inside(element, f"{place} {number + 1}", named=False):
                yield done, [*value[:number], changed, *value[number + 1 :]]
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from ((f"{done} of {place}", changed) for done, changed in changed_values(value))

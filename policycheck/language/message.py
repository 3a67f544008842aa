"""Messages: text with `{{ expression }}` in it, evaluated at the item that failed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from policycheck.errors import PolicyError
from policycheck.language.bindings import Bindings
from policycheck.language.evaluate import compile_ast
from policycheck.language.parsed import parse
from policycheck.language.tree import Expression
from policycheck.model import Value

Render: TypeAlias = Callable[[Value, Bindings], str]


def parts(template: str) -> list[str | Expression]:
    """Literal text and expressions in turn; PolicyError for braces that do not close."""
    pieces: list[str | Expression] = []
    for number, piece in enumerate(template.split("{{")):
        if number == 0:
            pieces.append(piece)
            continue
        expression, closed, literal = piece.partition("}}")
        if not closed:
            raise PolicyError("a `{{` of the message is not closed by `}}`")
        pieces += [parse(expression.strip()), literal]
    return pieces


def compile_message(template: str) -> Render:
    runs = [piece if isinstance(piece, str) else compile_ast(piece.ast) for piece in parts(template)]
    return lambda value, bindings: "".join(run if isinstance(run, str) else said(run(value, bindings)) for run in runs)


def said(value: Value) -> str:
    """A value as a message may quote it: of a mapping only that it is one, since it may hold anything, a secret too."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list) and value:
        return ", ".join(map(said, value))
    return shown(value)


def shown(value: Value) -> str:
    """A value as a reader expects it: text as it is, exact numbers short, a list with commas, a mapping as JSON."""
    if isinstance(value, str):
        return value
    if value is None or value == []:
        return "none"
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    denominator = getattr(value, "denominator", None)
    if denominator == 1:
        return str(value).lower()
    if denominator is not None:
        return f"{value.numerator / denominator:g}"  # type: ignore[attr-defined]  # a Fraction
    from json import dumps  # noqa: PLC0415 - a message that shows a whole mapping is rare

    return dumps(value, ensure_ascii=False, default=shown)

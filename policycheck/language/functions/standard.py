"""JMESPath's own functions, by jmespath.py; where one takes text or a list, null is false or empty, no error."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from policycheck.errors import Unreadable
from policycheck.kubernetes import reading
from policycheck.model import Value

if TYPE_CHECKING:
    from jmespath.functions import Functions

ON_NULL: dict[str, Value] = {
    "avg": None,
    "contains": False,
    "ends_with": False,
    "join": None,
    "keys": [],
    "length": 0,
    "map": [],
    "max": None,
    "max_by": None,
    "min": None,
    "min_by": None,
    "reverse": [],
    "sort": [],
    "sort_by": [],
    "starts_with": False,
    "sum": 0,
    "values": [],
}
"""What a function gives where an argument is null: an absent list is an empty one, a text test is false."""


class _Expression:
    """What jmespath.py's functions call for `&expr`; it finds the type by the name of the class."""

    def __init__(self, run: Callable[[Value], Value]) -> None:
        self.expression = run

    def visit(self, run: Callable[[Value], Value], value: Value) -> Value:
        return run(value)


@cache
def _functions() -> Functions:
    from policycheck.language.functions.exact import ExactFunctions  # noqa: PLC0415 - our own policies need none

    return ExactFunctions()


def names() -> frozenset[str]:
    return frozenset(_functions().FUNCTION_TABLE)


def call(name: str, arguments: list[Value]) -> Value:
    """Unreadable where an argument has a type the function does not take."""
    if name in ON_NULL and None in arguments[: 2 if name in {"join", "map", "starts_with", "ends_with"} else 1]:
        return ON_NULL[name]
    if name == "merge":  # of which jmespath.py looks at the first argument only
        arguments = [reading.mapping(argument, "a mapping") for argument in arguments]
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415 - idem

    wrapped = [_Expression(argument) if callable(argument) else argument for argument in arguments]
    try:
        result: Value = _functions().call_function(name, wrapped)
    except JMESPathError as error:
        # The message of jmespath.py quotes the value, which may be a secret.
        expected = ", ".join(getattr(error, "expected_types", ())) or "another type"
        raise Unreadable(f"{name}() takes {expected}, not {getattr(error, 'actual_type', 'this')}") from None
    except TypeError:
        if name not in {"max_by", "min_by"}:  # which jmespath.py lets compare a number with a string
            raise
        raise Unreadable(f"{name}() takes numbers or strings, not both") from None
    return result


def expression_arguments(name: str) -> frozenset[int]:
    """Which arguments are `&expr`."""
    signature = _functions().FUNCTION_TABLE[name]["signature"]
    return frozenset(place for place, argument in enumerate(signature) if "expref" in argument["types"])


def arity(name: str) -> tuple[int, int | None]:
    """Least and most arguments; None is any number."""
    signature = _functions().FUNCTION_TABLE[name]["signature"]
    variadic = bool(signature and signature[-1].get("variadic"))
    return len(signature), None if variadic else len(signature)

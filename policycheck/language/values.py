"""What JMESPath means by truth, equality, order and type, over plain JSON values and exact fractions."""

from __future__ import annotations

import operator
from collections.abc import Callable

from policycheck.kubernetes.reading import refused
from policycheck.model import Value

_ORDERS: dict[str, Callable[..., bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
}
_NUMBERS = frozenset({int, float})
_EMPTY_CLASSES = frozenset({type(None), bool, str, list, dict})


def is_true(value: Value) -> bool:
    """False for null, false, '', [] and {}; any number is true, 0 too."""
    return bool(value) or value.__class__ not in _EMPTY_CLASSES


def equal(left: Value, right: Value) -> bool:
    """Python's equality, but a boolean is no number."""
    if left.__class__ is right.__class__ and left.__class__ is not float:
        return left == right
    if float in {left.__class__, right.__class__}:
        left, right = _exact(left, right), _exact(right, left)
    return left == right and (left.__class__ is bool) == (right.__class__ is bool)


def is_number(value: Value) -> bool:
    """Int, float or Fraction. A Fraction is told by its fields: importing fractions costs every run a millisecond."""
    return value.__class__ in _NUMBERS or (hasattr(value, "numerator") and value.__class__ is not bool)


def order(left: Value, right: Value, symbol: str) -> bool | None:
    """`left symbol right` for numbers; null where either is null, as in JMESPath; Unreadable for anything else."""
    if left is None or right is None:
        return None
    for value in (left, right):
        if not is_number(value):
            raise refused(value, "a number")
    return _ORDERS[symbol](_exact(left, right), _exact(right, left))


def _exact(number: Value, other: Value) -> Value:
    """A float as it is written where it meets an exact number: 0.1 is 100m, and not the nearest binary fraction."""
    if number.__class__ is not float or other.__class__ in _NUMBERS or not is_number(other):
        return number
    from fractions import Fraction  # noqa: PLC0415 - it is there: the other one is a Fraction

    return Fraction(repr(number))

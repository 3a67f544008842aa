"""Exact arithmetic: quantities are fractions, never floats."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.errors import PolicyError
from policycheck.kubernetes import quantities
from policycheck.kubernetes.reading import refused
from policycheck.language.values import is_number
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

    from policycheck.language.bindings import Bindings


def quantity(_: Bindings, value: Value) -> Fraction | None:
    """`quantity(value)`: a Kubernetes quantity (`500m`, `1Gi`, 0.5) as an exact number; null stays null."""
    return None if value is None else quantities.quantity(value)


def add(_: Bindings, left: Value, right: Value) -> Value:
    """`add(a, b)`: a + b, exactly; null where either is null."""
    operands = _operands(left, right)
    return None if operands is None else operands[0] + operands[1]


def sub(_: Bindings, left: Value, right: Value) -> Value:
    """`sub(a, b)`: a - b, exactly; null where either is null."""
    operands = _operands(left, right)
    return None if operands is None else operands[0] - operands[1]


def mul(_: Bindings, left: Value, right: Value) -> Value:
    """`mul(a, b)`: a x b, exactly; null where either is null."""
    operands = _operands(left, right)
    return None if operands is None else operands[0] * operands[1]


def div(_: Bindings, left: Value, right: Value) -> Value:
    """`div(a, b)`: a / b, exactly; null where either is null."""
    operands = _operands(left, right)
    if operands is not None and operands[1] == 0:
        raise PolicyError("div(a, b) divides by zero; test b in `when`")
    return None if operands is None else operands[0] / operands[1]


def _operands(left: Value, right: Value) -> tuple[Fraction, Fraction] | None:
    if left is None or right is None:
        return None
    from fractions import Fraction  # noqa: PLC0415 - imported where a policy calculates

    for value in (left, right):
        if not is_number(value):
            raise refused(value, "a number")
    # A float is taken as it was written: 1.1 is 11/10, not the nearest binary fraction.
    return Fraction(str(left)), Fraction(str(right))


FUNCTIONS: dict[str, Callable[..., Value]] = {"quantity": quantity, "add": add, "sub": sub, "mul": mul, "div": div}

"""Values as they may leave: without secrets, as JSON that a person can read."""

from __future__ import annotations

from json import dumps

from policycheck.language.values import is_number
from policycheck.model import Value
from policycheck.redaction.hiding import Hide


def without_secrets(value: Value, hide: Hide) -> Value:
    """The value with each of its texts hidden, its keys too; a number in which nothing is hidden stays a number."""
    if isinstance(value, dict):
        return {hide(key): without_secrets(inner, hide) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_secrets(inner, hide) for inner in value]
    if isinstance(value, str):
        return hide(value)
    if is_number(value) and (shown := hide(str(value))) != str(value):
        return shown
    return value


def as_json(value: Value) -> str:
    """One line; an exact number as decimals where those have an end, else as the text "1/3"."""
    return dumps(_plain(value), ensure_ascii=False)


def _plain(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if value is None or isinstance(value, str | bool | int | float):
        return value
    from fractions import Fraction  # noqa: PLC0415 - only a quantity is one

    number = Fraction(str(value))
    if number.denominator == 1:
        return number.numerator
    decimal = float(number)
    return decimal if Fraction(str(decimal)) == number else str(number)

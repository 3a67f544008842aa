"""Resource quantities, exact: "100m", "1.5Gi", 1e9 (semantics B4, quantity grammar)."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

_QUANTITY = r" *([+-]?)(\d+\.?\d*|\.\d+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))? *"
_DECIMAL = {"n": -9, "u": -6, "m": -3, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_LARGEST = 2**63 - 1
_NANO = -9
_MILLI = -3
_LONGEST = 1000
"""Characters; a longer text is refused, so that no manifest makes us calculate with millions of digits."""


def quantity(value: Value) -> Fraction:
    """Return the exact amount of a quantity written as text or as a YAML number; 0 for null.

    Beyond 2^63-1 it is clamped and below 1n it is rounded away from zero, as in the API server. A text without a
    digit ("Mi") is Unreadable although the server takes it for 0.
    """
    if value is None:
        return _parsed("0")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _parsed(repr(value))
    if isinstance(value, str):
        return _parsed(value)
    raise reading.refused(value, "a quantity")


def rounded_up_to_milli(amount: Fraction) -> Fraction:
    """Round as defaulting does to every request and limit, before it compares them: 0.1m is 1m."""
    return _rounded_up(amount, _MILLI)


def as_bytes(amount: Fraction) -> int:
    """Return a memory amount as it is used, in whole bytes, rounded up: 512m is 1."""
    return int(_rounded_up(amount, 0))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Fraction:
    from fractions import Fraction  # noqa: PLC0415 - 2 ms, needed only where a quantity is judged

    match = re.fullmatch(_QUANTITY, text, re.ASCII) if len(text) <= _LONGEST else None
    if match is None:
        raise reading.refused(text, "a quantity")
    sign, number, suffix, exponent = match.groups()
    amount = Fraction(f"0{number}0" if "." in number else number)
    if suffix in _BINARY:
        amount *= 1 << _BINARY[suffix]
    else:
        # No number of _LONGEST digits comes back into range from beyond this.
        power = max(-2 * _LONGEST, min(2 * _LONGEST, int(exponent or _DECIMAL.get(suffix, 0))))
        amount *= Fraction(10) ** power
    amount = min(_rounded_up(amount, _NANO), Fraction(_LARGEST))
    return -amount if sign == "-" else amount


def _rounded_up(amount: Fraction, power: int) -> Fraction:
    """Round away from zero to a multiple of 10^power; `power` is not positive."""
    from fractions import Fraction  # noqa: PLC0415 - see _parsed

    scale = 10**-power
    whole = math.ceil(abs(amount) * scale)
    return Fraction(whole if amount >= 0 else -whole, scale)

"""`resourceFieldRef`: a container's own requests and limits as a number in a variable or a file (semantics B4.13)."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from policycheck.kubernetes.quantities import quantity
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

_BYTES = r"(?:limits|requests)\.(?:memory|ephemeral-storage|hugepages-.+)"
_CPU = r"(?:limits|requests)\.cpu"
_KEPT_AS_WRITTEN = r"\s*\+|.*[eE][-+\d]"
"""The server compares texts: 1000 becomes 1k, which is one of its divisors; 1e3 and +1k stay, and are none."""


def is_divisor(value: Value, resource: str) -> bool:
    """Whether the API server takes this divisor for a resource: 1 or 1m of cpu, a single k, M, Ki, Mi ... of bytes.

    Absent and 0 mean 1. Of a resource that is neither any divisor is taken here. Raises Unreadable for no quantity.
    """
    amount, of_cpu = quantity(value), re.fullmatch(_CPU, resource) is not None
    if not amount or not (of_cpu or re.fullmatch(_BYTES, resource)):
        return True
    if isinstance(value, str) and re.match(_KEPT_AS_WRITTEN, value):
        return False
    if amount == 1 or of_cpu:
        return amount in {1, quantity("1m")}
    base = 1024 if str(value).rstrip().endswith("i") else 1000
    return amount in {base**power for power in range(1, 7)}


def divided(amount: Fraction, divisor: Value) -> int:
    """Return the number that the container reads, rounded up."""
    return math.ceil(amount / (quantity(divisor) or 1))

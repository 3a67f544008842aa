"""A mapping of resource names to amounts, as requests, limits and LimitRanges write it (semantics B4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from policycheck.kubernetes import reading
from policycheck.kubernetes.quantities import quantity, rounded_up_to_milli
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

ResourceList: TypeAlias = "Mapping[str, Fraction]"
"""Resource name -> amount; a resource that is not in it is not set."""


def resource_list(value: Value) -> ResourceList:
    """Return the amounts as the API server keeps them, rounded up to milli.

    A null map is empty; a null amount in it is an explicit 0. Raises Unreadable for what is no quantity.
    """
    amounts = reading.mapping(value, "a mapping of resources")
    return {name: rounded_up_to_milli(quantity(amount)) for name, amount in amounts.items()}

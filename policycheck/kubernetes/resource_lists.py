"""A mapping of resource names to amounts, as requests, limits and LimitRanges write it (semantics B4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from policycheck.errors import Unreadable
from policycheck.kubernetes import reading
from policycheck.kubernetes.quantities import quantity, rounded_up_to_milli
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

ResourceList: TypeAlias = "Mapping[str, Fraction]"
"""Resource name -> amount; a resource that is not in it is not set."""


def resource_list(value: Value) -> ResourceList:
    """Return the amounts as the API server keeps them, rounded up to milli.

    A null map is empty; a null amount in it is an explicit 0. Raises Unreadable, with its name for a path, for what is
    no quantity.
    """
    amounts: dict[str, Fraction] = {}
    for name, written in reading.mapping(value, "a mapping of resources").items():
        try:
            amounts[name] = kept(written)
        except Unreadable as unreadable:
            raise Unreadable(unreadable.message, path=(name,)) from None
    return amounts


def kept(written: Value) -> Fraction:
    """Return one amount as the API server keeps it: 0 for null, rounded up to milli."""
    return _kept(written) if isinstance(written, str) else rounded_up_to_milli(quantity(written))


@lru_cache(maxsize=4096)
def _kept(written: str) -> Fraction:
    return rounded_up_to_milli(quantity(written))

"""What kind of resource a name in requests and limits stands for (semantics B4.5, B4.11)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from policycheck.errors import Unreadable
from policycheck.kubernetes.quantities import quantity

if TYPE_CHECKING:
    from fractions import Fraction

ResourceType: TypeAlias = Literal["standard", "hugepages", "native", "extended"]

HUGEPAGES = "hugepages-"
_STANDARD = frozenset({"cpu", "memory", "ephemeral-storage"})
_DOMAIN = r"(?=.{1,253}/)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"
_NAME = r"(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"


def resource_type(name: str) -> ResourceType | None:
    """Return "standard", "hugepages", "native" (kubernetes.io/x) or "extended" (example.com/x).

    None is a name that the API server refuses in a container: `mem`, `storage`, `requests.cpu`, `-/gpu`.
    """
    if name in _STANDARD:
        return "standard"
    if name.startswith(HUGEPAGES):
        return "hugepages"
    if re.fullmatch(f"{_DOMAIN}/{_NAME}", name, re.ASCII) is None:
        return None
    if "kubernetes.io/" in name:
        return "native"
    return None if name.startswith("requests.") else "extended"


def page_size(name: str) -> Fraction:
    """Return the bytes of one page of `hugepages-2Mi`; raise Unreadable where the name says no size."""
    try:
        size = quantity(name.removeprefix(HUGEPAGES))
    except Unreadable:
        size = quantity(0)
    if size <= 0 or size.denominator != 1:
        raise Unreadable("the name of the resource says no size of a page, such as hugepages-2Mi")
    return size

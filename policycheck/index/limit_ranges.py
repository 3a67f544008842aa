"""The LimitRanges that stand in a resource's namespace."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import Index, scope_of
from policycheck.kubernetes.limit_ranges import Limits, limits_of
from policycheck.model import Resource


def limits_around(index: Index, resource: Resource) -> list[Limits]:
    """Their items, in source order; UnreadableElsewhere for a LimitRange that is refused."""
    scope = scope_of(resource)
    return index.remembered(("limits", scope), lambda: _limits_in(index.of_kind("LimitRange", scope)))


def _limits_in(limit_ranges: Iterable[Resource]) -> list[Limits]:
    return [item for found in limit_ranges for item in reading_of(found, partial(limits_of, found.body))]

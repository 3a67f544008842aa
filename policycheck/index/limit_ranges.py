"""The LimitRanges that stand in a resource's namespace."""

from __future__ import annotations

from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import Index, scope_of
from policycheck.kubernetes.limit_ranges import Limits, limits_of
from policycheck.model import Resource


def limits_around(index: Index, resource: Resource) -> list[Limits]:
    """Their items, in source order; UnreadableElsewhere for a LimitRange that is refused."""
    limit_ranges = index.of_kind("LimitRange", scope_of(resource))
    return [item for found in limit_ranges for item in reading_of(found, partial(limits_of, found.body))]

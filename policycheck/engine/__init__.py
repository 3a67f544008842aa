"""Every policy on every resource it matches, to a list of outcomes. Pure: no clock, no files."""

from __future__ import annotations

from collections.abc import Sequence

from policycheck.engine.judged import Judged, Said
from policycheck.engine.judging import judge_all
from policycheck.engine.matching import Matching
from policycheck.engine.places import located
from policycheck.index import Index
from policycheck.language.compiled import Compiled
from policycheck.language.context import Context, Releases
from policycheck.model import Outcome, Resource


def check(
    resources: Sequence[Resource], policies: Sequence[Compiled], index: Index, releases: Releases
) -> list[Outcome]:
    """Outcomes in source order, and per resource by urgency, then id: the order of `policies` means nothing."""
    found, said = _judged(resources, policies, index, releases)
    if _is_kept_from_judging(found):
        from policycheck.engine.elsewhere import with_elsewhere  # noqa: PLC0415 - only broken joins need it

        found = with_elsewhere(found, said, resources)
    return located(found)


def check_apart(
    resources: Sequence[Resource], policies: Sequence[Compiled], index: Index, releases: Releases
) -> list[Outcome] | None:
    """The outcomes of some of the resources that are joined, the same as if all were judged together.

    None where one cannot be judged for what stands in another: that is said there once, so somebody has to see all.
    """
    found, _ = _judged(resources, policies, index, releases)
    return None if _is_kept_from_judging(found) else located(found)


def _judged(
    resources: Sequence[Resource], policies: Sequence[Compiled], index: Index, releases: Releases
) -> tuple[list[Outcome | Judged], Said]:
    matching = Matching(policies, index)
    said: Said = {}
    found: list[Outcome | Judged] = []
    for resource in resources:
        found += judge_all(Context(resource, index, releases.of(resource)), matching, said)
    return found, said


def _is_kept_from_judging(found: Sequence[Outcome | Judged]) -> bool:
    return any(one.elsewhere for one in found if one.__class__ is Judged)

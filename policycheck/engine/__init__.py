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
    matching = Matching(policies, index)
    said: Said = {}
    found: list[Outcome | Judged] = []
    for resource in resources:
        found += judge_all(Context(resource, index, releases.of(resource)), matching, said)
    if any(one.elsewhere for one in found if isinstance(one, Judged)):
        from policycheck.engine.elsewhere import with_elsewhere  # noqa: PLC0415 - only broken joins need it

        found = with_elsewhere(found, said, resources)
    return located(found)

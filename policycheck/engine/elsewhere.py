"""What kept a policy from judging one resource and stands in another is said there, once."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.engine.judged import Judged, Said
from policycheck.language.places import nearest
from policycheck.model import Outcome, Resource, Violation


def with_elsewhere(
    found: Iterable[Outcome | Judged], said: Said, resources: Iterable[Resource]
) -> list[Outcome | Judged]:
    """Said by the most urgent policy that met it; a policy that judges the resource itself has said it already."""
    outcomes = {(id(one.resource.body), one.policy.id): one for one in found}
    met = [(one, other) for one in outcomes.values() if isinstance(one, Judged) for other in one.elsewhere]
    for one, unreadable in sorted(met, key=lambda pair: pair[0].policy.rank):
        resource, policy = unreadable.resource, one.policy
        place = nearest(resource.body, unreadable.place)
        of_resource = said.setdefault(id(resource.body), {})
        if place not in of_resource:
            of_resource[place] = policy.id
            known = outcomes.get((id(resource.body), policy.id))
            news = Violation(place, f"cannot be judged: {unreadable.message}")
            before = known.violations if isinstance(known, Judged) else ()
            outcomes[id(resource.body), policy.id] = Judged(policy, resource, "fail", (*before, news))
    order = {id(resource.body): number for number, resource in enumerate(resources)}
    return sorted(outcomes.values(), key=lambda one: (order[id(one.resource.body)], one.policy.rank))

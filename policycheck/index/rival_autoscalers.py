"""Autoscalers that scale one and the same workload (semantics A HPA-TARGET)."""

from __future__ import annotations

from policycheck.errors import Unreadable
from policycheck.index.joins import AUTOSCALERS, Index, Scope, scope_of
from policycheck.kubernetes.replicas import ScaleTarget, scale_target
from policycheck.model import Resource

_ByTarget = dict[tuple[str, str], list[tuple[ScaleTarget, Resource]]]


def earlier_autoscalers(index: Index, autoscaler: Resource) -> list[Resource]:
    """Return those with the same target that stand before this one; ScaledObjects stand after all others.

    The target need not be in the render. Raises Unreadable where this one names none.
    """
    wanted, scope = scale_target(autoscaler.body), scope_of(autoscaler)
    table = index.remembered(("scale targets", scope), lambda: _by_target(index, scope))
    found = [
        resource
        for target, resource in table.get((wanted.kind, wanted.name), [])
        if None in {target.group, wanted.group} or target.group == wanted.group
    ]
    return found[: found.index(autoscaler)]


def _by_target(index: Index, scope: Scope) -> _ByTarget:
    found: _ByTarget = {}
    for resource in (one for choice in AUTOSCALERS for one in index.of_kind(choice, scope)):
        try:
            target = scale_target(resource.body)
        except Unreadable:
            continue  # said of that autoscaler
        found.setdefault((target.kind, target.name), []).append((target, resource))
    return found

"""What a PodDisruptionBudget takes, and how much of it may be evicted at once (semantics B2)."""

from __future__ import annotations

from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.floors import replica_floor
from policycheck.index.joins import Index, Scope, scope_of
from policycheck.index.pod_selectors import spec_of
from policycheck.kubernetes.disruptions import Share, disruptions_allowed, int_or_percent
from policycheck.kubernetes.hooks import hook_class
from policycheck.kubernetes.pod_makers import may_make_pods
from policycheck.model import Resource
from policycheck.records import Record

_FIELDS = ("minAvailable", "maxUnavailable")
_ALL = 100
_WITHOUT_SCALE = frozenset({"DaemonSet", "Pod"})
"""Of what runs on; nothing that runs to its end has a scale."""


class Controller(Record):
    """A resource whose pods a budget takes.

    `replicas` is what it keeps at the least, None where that is unknown: of jobs, of one pod a node, of an operator's
    kinds. `scales` is false where the disruption controller finds no scale to ask for the number of pods.
    """

    kind: str
    name: str
    replicas: int | None
    scales: bool
    autoscaled: bool


def controllers(index: Index, budget: Resource) -> list[Controller]:
    """What the budget takes, in source order. Helm's test hooks are not there when nodes are drained."""
    selected = ((found, _hook(found)) for found in index.selected_pods(budget))
    return [_controller(index, found, runs_once=hook is not None) for found, hook in selected if hook != "test"]


def pods_kept(taken: list[Controller]) -> int | None:
    """The least pods of all that is taken together; None where it is not known of one."""
    replicas = [one.replicas for one in taken if one.replicas is not None]
    return sum(replicas) if len(replicas) == len(taken) else None


def allowed(index: Index, budget: Resource) -> int | None:
    """How many of the pods kept the budget lets go at once; None where it keeps none or does not say.

    It does not say where not exactly one of its fields is set, where a field is refused, and where the disruption
    controller cannot count: only an integer minAvailable needs no scale (semantics B2.9).
    """
    shares = {field: _share(budget, field) for field in _FIELDS}
    written = {field: share for field, share in shares.items() if share}
    if len(written) != 1:
        return None
    taken = controllers(index, budget)
    pods = pods_kept(taken)
    counts_itself = shares["minAvailable"] is not None and not shares["minAvailable"].percent
    if not pods or not (counts_itself or all(one.scales for one in taken)):
        return None
    return disruptions_allowed(pods, min_available=shares["minAvailable"], max_unavailable=shares["maxUnavailable"])


def renders_its_pods(index: Index, resource: Resource) -> bool:
    """Whether its chart renders pods, and its namespace holds nothing from which an operator may make others."""
    scope = scope_of(resource)
    charts, others_make_pods = index.remembered(("pods by chart", scope), lambda: _pods_by_chart(index, scope))
    return _chart(resource) in charts and not others_make_pods


def _pods_by_chart(index: Index, scope: Scope) -> tuple[frozenset[str], bool]:
    """The charts of a namespace that render pods, and whether something else in it may make some."""
    beside = index.in_scope(scope)
    others = {(found.group, found.kind) for found in beside if not index.carries_pods(found.group, found.kind)}
    charts = frozenset(_chart(found) for found in beside if index.carries_pods(found.group, found.kind))
    return charts, any(may_make_pods(group, kind) for group, kind in others)


def _controller(index: Index, found: Resource, *, runs_once: bool) -> Controller:
    carrier = index.carrier(found)
    scales = carrier.long_running and found.kind not in _WITHOUT_SCALE and not runs_once
    replicas = None
    if scales and carrier.scalable:
        replicas = replica_floor(index, found)
    elif found.kind == "Pod" and not runs_once:
        replicas = 1
    return Controller(found.kind, found.name, replicas, scales, autoscaled=bool(index.autoscalers(found)))


def _share(budget: Resource, field: str) -> Share | None:
    value = reading_of(budget, partial(spec_of, budget)).get(field)
    if value is None:
        return None
    return reading_of(budget, partial(int_or_percent, value, _ALL), ("spec", field))


def _hook(resource: Resource) -> str | None:
    metadata = resource.body.get("metadata")
    return hook_class(metadata.get("annotations")) if isinstance(metadata, dict) else None


def _chart(resource: Resource) -> str:
    """The folder of the chart, or of the subchart, that a resource comes from; "" where no comment tells."""
    return (resource.document.template or "").rpartition("/templates/")[0]

"""What scales a workload, between which bounds, and whether that fits its work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index import queue_workers, rival_autoscalers
from policycheck.kubernetes.autoscaler_bounds import bounds
from policycheck.language.functions.relations import bodies, target
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def autoscalers(bindings: Bindings) -> list[Value]:
    """`autoscalers()`: HorizontalPodAutoscalers and ScaledObjects that scale this workload."""
    return bodies(bindings.context.index.autoscalers(bindings.context.resource))


def earlier_autoscalers(bindings: Bindings) -> list[Value]:
    """`earlier_autoscalers()`: others that scale the target of this one and stand before it."""
    return bodies(rival_autoscalers.earlier_autoscalers(bindings.context.index, bindings.context.resource))


def autoscaler_bounds(bindings: Bindings) -> Value:
    """`autoscaler_bounds()`: {minimum, maximum, idle} of this autoscaler; maximum is 0 where a needed one is absent."""
    return dict(bounds(bindings.context.resource.body)._asdict())


def queue_signs(bindings: Bindings) -> list[Value]:
    """`queue_signs()`: why the target of this autoscaler looks like a queue's worker; none where requests reach it."""
    context, body = bindings.context, target(bindings)
    if body is None:
        return []
    return list(queue_workers.queue_signs(context.index, context.index.resource_of(body), context.release.kube_version))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "autoscalers": autoscalers,
    "earlier_autoscalers": earlier_autoscalers,
    "autoscaler_bounds": autoscaler_bounds,
    "queue_signs": queue_signs,
}
